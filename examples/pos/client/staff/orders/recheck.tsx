import { useState, type ReactElement } from "react";
import { ApiError, postJson } from "../../common/api.ts";
import { Icon } from "../../common/icons.tsx";

/** Asks Stripe how a payment stands, and says what came of it. */
export function Recheck({ paymentId }: { readonly paymentId: string }): ReactElement {
  const [state, setState] = useState<"ready" | "asking" | "asked" | "failed">("ready");
  const ask = async (): Promise<void> => {
    setState("asking");
    try {
      await postJson(`/api/tillkit/payments/${paymentId}/check`);
      setState("asked");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState("failed");
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={state === "asking"}
        onClick={() => void (state !== "asking" && ask())}
      >
        <Icon name="undo" />
        Check with Stripe
      </button>
      <span role="status" className="order-asked">
        {state === "asking"
          ? "Asking…"
          : state === "asked"
            ? "Stripe agrees with this page."
            : state === "failed"
              ? "Stripe did not answer."
              : ""}
      </span>
    </>
  );
}
