import { adapterContract } from "@tillkit/testing";
import { describe, it } from "vitest";
import { serveNode } from "./serve-node.ts";

adapterContract({ describe, it, serve: serveNode() });
