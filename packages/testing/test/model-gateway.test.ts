import { gatewayContract } from "@tillkit/testing";
import { describe, it } from "vitest";
import { openModel } from "./model-bench.ts";

gatewayContract({ describe, it, open: openModel });
