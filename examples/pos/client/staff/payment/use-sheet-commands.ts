import type { PaymentResource } from "@tillkit/http";
import { useEffect, useState } from "react";
import { ApiError, postJson } from "../../common/api.ts";

/** Runs what changes a payment, one at a time. */
export interface SheetCommands {
  /** What was pressed and has not been answered. */
  readonly locked: string | undefined;
  readonly problem: string | undefined;
  /** Sends a command of the payment. */
  press(command: string, body?: object): void;
  /** Does something else about it, under the same lock. */
  run(name: string, work: () => Promise<void>): void;
}

/** A button that was pressed stays locked until it is answered; what went wrong is said until the payment has moved. */
export function useSheetCommands({
  payment,
  hear,
}: {
  readonly payment: PaymentResource | undefined;
  hear(payment: PaymentResource): void;
}): SheetCommands {
  const [locked, setLocked] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const version = payment?.version;

  useEffect(() => {
    setLocked(undefined);
    setProblem(undefined);
  }, [version]);

  const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
    setLocked(name);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // "It does not fit any more" means that the payment moved meanwhile: the event that says how is on its way.
      if (error.code !== "transition_rejected") setProblem(error.message);
    } finally {
      setLocked(undefined);
    }
  };
  const run: SheetCommands["run"] = (name, work) => {
    if (locked === undefined) void attempt(name, work);
  };
  return {
    locked,
    problem,
    run,
    press: (command, body = {}) => {
      if (payment !== undefined)
        run(command, async () =>
          hear(await postJson<PaymentResource>(`/api/tillkit/payments/${payment.id}/${command}`, body)),
        );
    },
  };
}
