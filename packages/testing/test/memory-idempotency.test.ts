import { memoryIdempotency } from "@tillkit/core";
import { idempotencyContract } from "@tillkit/testing";
import { describe, it } from "vitest";

idempotencyContract({
  describe,
  it,
  open: async () => {
    const store = memoryIdempotency();
    return { store, close: () => store.close() };
  },
});
