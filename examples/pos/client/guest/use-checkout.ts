import type { GuestOutcomeResource } from "@tillkit/http";
import { useEffect, useRef, useState } from "react";
import type { BillAnswer } from "../../common/api.ts";
import { ApiError, postJson } from "../common/api.ts";

const WAIT_MS = 1_500;
const MAX_WAITS = 8;

/** Takes the guest to the payment page. Pressed twice, on two phones, or again after a lost answer, it leads to the same page. */
export function useCheckout({ link, changed }: { readonly link: string; changed(): void }): {
  readonly going: boolean;
  readonly problem: string | undefined;
  /** Pays the bill as it is shown. Where it is another one by now, nothing is charged, and the problem says so. */
  pay(shown: BillAnswer): void;
} {
  const [going, setGoing] = useState(false);
  const [problem, setProblem] = useState<string>();
  const busy = useRef(false);

  useEffect(() => {
    // The back button may bring this page back as it was left: its button must work again.
    const shown = (event: PageTransitionEvent): void => {
      if (!event.persisted) return;
      busy.current = false;
      setGoing(false);
    };
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, []);

  const pay = async (bill: BillAnswer): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setGoing(true);
    setProblem(undefined);
    try {
      const url = await addressOf(link, bill);
      if (url !== undefined) {
        location.assign(url);
        return;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 409) changed();
      setProblem(words[error.code] ?? `${error.message} Nothing was charged; you can try again.`);
    }
    busy.current = false;
    setGoing(false);
  };
  return { going, problem, pay: (bill) => void pay(bill) };
}

const words: Readonly<Record<string, string>> = {
  basket_changed: "Somebody at your table has changed the order. Please look at it again. Nothing was charged.",
  confirming: "A payment of this table is being confirmed. Please do not pay again.",
  ask_staff: "This bill cannot be paid here any more. Nothing was charged; please ask us.",
  basket_refused: "There is nothing on this bill any more. Nothing was charged.",
};

/** Where to pay; nothing where there is nothing to pay any more, which the bill says by itself. */
async function addressOf(link: string, { lines, currency }: BillAnswer): Promise<string | undefined> {
  const shown = {
    currency,
    lines: lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity })),
  };
  let confirming = false;
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const answer = await postJson<GuestOutcomeResource>(`/api/tillkit/guest/bills/${link}/pay`, { shown });
    if (answer.next === "pay") return answer.url;
    if (answer.outcome === "paid") return undefined;
    if (answer.next === "ask_staff")
      throw new ApiError({ code: "ask_staff", status: 409, detail: "It cannot be paid." });
    confirming = answer.outcome === "confirming";
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  if (confirming) throw new ApiError({ code: "confirming", status: 409, detail: "It is being confirmed." });
  throw new ApiError({ code: "stripe_unavailable", status: 503, detail: "The payment page does not open right now." });
}
