import { useEffect, useRef, useState } from "react";
import type { GuestCheckoutAnswer, GuestCheckoutRequest } from "../../common/api.ts";
import { ApiError, postJson } from "../common/api.ts";
import { wantedOf, type Basket } from "./basket.ts";

const WAIT_MS = 1_500;
const MAX_WAITS = 8;

/** Takes the guest to the payment page. Pressed twice, or pressed again after a lost answer, it leads to the same page. */
export function useCheckout({ token, basket }: { readonly token: string; readonly basket: Basket }): {
  readonly going: boolean;
  readonly problem: string | undefined;
  pay(): void;
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

  const pay = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setGoing(true);
    setProblem(undefined);
    try {
      location.assign(await addressOf(token, { basketId: basket.id, lines: wantedOf(basket) }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(`${error.message} Nothing was charged; you can try again.`);
      busy.current = false;
      setGoing(false);
    }
  };
  return { going, problem, pay: () => void pay() };
}

async function addressOf(token: string, request: GuestCheckoutRequest): Promise<string> {
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const answer = await postJson<GuestCheckoutAnswer>(`/api/guest/${token}/checkout`, request);
    if (answer.type !== "wait") return answer.url;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new ApiError({ code: "stripe_unavailable", status: 503, detail: "The payment page does not open right now." });
}
