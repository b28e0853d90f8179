import { useEffect, useState, type ReactElement } from "react";
import type { GuestAnswer, GuestReturnAnswer } from "../../common/api.ts";
import { ApiError, getJson } from "../common/api.ts";
import { formatMoney } from "../common/money.ts";
import { emptyBasket } from "./basket.ts";
import { GuestMessage } from "./message.tsx";

const AGAIN_MS = 3_000;

/** How the payment ended: only what Stripe has confirmed to the server. The address of this page proves nothing. */
export function ReturnPage({
  guest,
  token,
  sessionId,
}: {
  readonly guest: GuestAnswer;
  readonly token: string;
  readonly sessionId: string;
}): ReactElement {
  const outcome = useOutcome(token, sessionId);
  const menu = `/t/${token}`;
  switch (outcome?.type) {
    case undefined:
      return (
        <GuestMessage title="Confirming your payment…" look="busy">
          <p>This usually takes a moment.</p>
        </GuestMessage>
      );
    case "paid":
      return <ThankYou guest={guest} outcome={outcome} menu={menu} />;
    case "open":
      return (
        <GuestMessage title="Payment not finished" look="quiet">
          <p>Nothing was charged. Your basket is still here.</p>
          <a className="button button-primary button-large" href={outcome.url}>
            Continue paying
          </a>
          <a className="button" href={menu}>
            Back to the menu
          </a>
        </GuestMessage>
      );
    case "processing":
      return (
        <GuestMessage title="Still confirming" look="busy">
          <p>Your bank takes a little longer. You may close this page; we will know.</p>
        </GuestMessage>
      );
    case "expired":
      return (
        <GuestMessage title="This payment page has closed" look="quiet">
          <p>Nothing was charged. Your basket is still here.</p>
          <a className="button button-primary button-large" href={menu}>
            Back to the basket
          </a>
        </GuestMessage>
      );
    case "unconfirmed":
      return (
        <GuestMessage title="We could not confirm your payment" look="unsure">
          <p>Please do not pay again. Show this to us:</p>
          <p className="mono message-id">{outcome.reference}</p>
        </GuestMessage>
      );
    case "unknown":
      return (
        <GuestMessage title="We do not know this payment" look="unsure">
          <p>It does not belong to table {guest.table}. If you have paid, please show us your receipt.</p>
          <a className="button" href={menu}>
            Back to the menu
          </a>
        </GuestMessage>
      );
  }
}

function ThankYou({
  guest,
  outcome: { order, amount, currency, lines },
  menu,
}: {
  readonly guest: GuestAnswer;
  readonly outcome: Extract<GuestReturnAnswer, { readonly type: "paid" }>;
  readonly menu: string;
}): ReactElement {
  return (
    <GuestMessage title={order === null ? "Thank you, it is paid" : `Thank you, order #${order}`} look="good">
      <p>{order === null ? "Someone will be with you in a moment." : `We bring it to table ${guest.table}.`}</p>
      <ul className="message-lines">
        {lines.map(({ productId, name, quantity, unitAmount }) => (
          <li key={productId}>
            <span>
              {quantity} × {name}
            </span>
            <span className="money">{formatMoney(quantity * unitAmount, currency)}</span>
          </li>
        ))}
        <li className="message-total">
          <span>Paid</span>
          <strong className="money">{formatMoney(amount, currency)}</strong>
        </li>
      </ul>
      <a className="button" href={menu}>
        Order something else
      </a>
    </GuestMessage>
  );
}

type Outcome = GuestReturnAnswer | { readonly type: "unknown" };

/** Asks the server, and again while the answer is not final. */
function useOutcome(token: string, sessionId: string): Outcome | undefined {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const next = await outcomeOf(token, sessionId);
      if (gone) return;
      setOutcome(next);
      if (next.type === "paid") emptyBasket(token);
      if (next.type === "processing" || next.type === "unconfirmed") timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [token, sessionId]);
  return outcome;
}

async function outcomeOf(token: string, sessionId: string): Promise<Outcome> {
  try {
    return await getJson<GuestReturnAnswer>(`/api/guest/${token}/return?session_id=${encodeURIComponent(sessionId)}`);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return { type: "unknown" };
    return { type: "unconfirmed", reference: sessionId.slice(-12) };
  }
}
