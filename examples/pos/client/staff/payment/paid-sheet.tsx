import type { PaymentResource } from "@tillkit/http";
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { SaleAnswer } from "../../../common/api.ts";
import { getJson } from "../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { cardWords } from "../orders/card-words.ts";
import { Copyable } from "../orders/copyable.tsx";
import { receiptUrl } from "../orders/receipt-url.ts";

/** The end that everybody wants: paid, the order's number, and on to the next guest. */
export function PaidSheet({
  payment,
  words,
  press,
}: {
  readonly payment: PaymentResource;
  readonly words: string;
  press(): void;
}): ReactElement {
  const next = useRef<HTMLButtonElement>(null);
  const order = useOrderNumber(payment);
  useEffect(() => next.current?.focus(), []);

  return (
    <>
      <div className="tick">
        <Icon name="check" size={56} />
      </div>
      <div className="sheet-words" role="status">
        <h2 data-tone="good">Paid</h2>
        <p>{payment.card ? cardWords(payment.card) : words}</p>
        <p className="sheet-order">{order === undefined ? "Writing the order…" : `Order #${order}`}</p>
      </div>
      {payment.paymentIntentId === undefined ? null : (
        <Copyable text={payment.paymentIntentId} what="PaymentIntent id" />
      )}
      <div className="sheet-buttons">
        <button ref={next} type="button" className="button button-primary button-large" onClick={press}>
          New sale
        </button>
        <a className="button button-large" href={receiptUrl(payment.id)} target="_blank" rel="noreferrer">
          <Icon name="print" />
          Receipt
        </a>
      </div>
    </>
  );
}

function useOrderNumber({ id, version, fulfilment }: PaymentResource): number | undefined {
  const [number, setNumber] = useState<number>();
  const made = fulfilment?.status === "done";
  useEffect(() => {
    if (!made) return;
    let gone = false;
    void getJson<SaleAnswer>(`/api/sales/${id}`)
      .catch(() => undefined)
      .then((sale) => {
        if (!gone && sale?.order) setNumber(sale.order.number);
      });
    return () => {
      gone = true;
    };
  }, [id, version, made]);
  return number;
}
