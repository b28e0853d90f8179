import { gatewayContract } from "@tillkit/testing";
import { describe, it } from "vitest";
import { simulated } from "./simulated.ts";

gatewayContract({ describe, it, open: simulated });
