import type { PaymentResource } from "@tillkit/http";
import { useEffect, useState } from "react";
import { ApiError, postJson } from "../../common/api.ts";
import { buttons, type ButtonName } from "./wording.ts";

/** Runs the commands of a payment, one at a time: a button that was pressed stays locked until the payment has moved. */
export function useSheetCommands({
  payment,
  reader,
  hear,
}: {
  readonly payment: PaymentResource | undefined;
  /** The reader that a retry goes to. */
  readonly reader: string;
  hear(payment: PaymentResource): void;
}): {
  readonly locked: ButtonName | undefined;
  readonly problem: string | undefined;
  press(name: ButtonName): void;
} {
  const [locked, setLocked] = useState<ButtonName>();
  const [problem, setProblem] = useState<string>();
  const version = payment?.version;

  useEffect(() => {
    setLocked(undefined);
    setProblem(undefined);
  }, [version]);

  const run = async (name: ButtonName, id: string): Promise<void> => {
    const { command } = buttons[name];
    setLocked(name);
    setProblem(undefined);
    try {
      hear(
        await postJson<PaymentResource>(
          `/api/tillkit/payments/${id}/${command}`,
          command === "retry" ? { reader } : {},
        ),
      );
    } catch (error) {
      // "It does not fit any more" means that the payment moved meanwhile: the event that says how is on its way.
      if (error instanceof ApiError && error.code !== "transition_rejected") setProblem(error.message);
    } finally {
      setLocked(undefined);
    }
  };
  return {
    locked,
    problem,
    press: (name) => {
      if (payment && locked === undefined && buttons[name].command !== null) void run(name, payment.id);
    },
  };
}
