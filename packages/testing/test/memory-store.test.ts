import { memoryStore } from "@tillkit/core";
import { storeContract } from "@tillkit/testing";
import { describe, it } from "vitest";

storeContract({
  describe,
  it,
  open: async () => {
    const store = memoryStore();
    return { store, close: () => store.close() };
  },
});
