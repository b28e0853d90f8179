import type { GuestOutcomeResource } from "@tillkit/http";
import { useEffect, useRef, type ReactElement } from "react";
import type { BillAnswer, OrderRequest } from "../../common/api.ts";
import { postJson } from "../common/api.ts";
import { Icon } from "../common/icons.tsx";
import { formatMoney } from "../common/money.ts";
import { usePolled } from "../common/use-polled.ts";
import { Stepper } from "../common/stepper.tsx";
import { useCheckout } from "./use-checkout.ts";

const EVERY_MS = 2_000;

/** The table's order, and the button that leads to Stripe's page. */
export function BasketSheet({
  link,
  bill,
  order,
  changed,
  close,
}: {
  readonly link: string;
  readonly bill: BillAnswer;
  order(productId: string, by: OrderRequest["by"]): void;
  /** The server knows another bill than this one. */
  changed(): void;
  close(): void;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const { pay, going, problem } = useCheckout({ link, changed });
  const { table, lines, amount, currency } = bill;
  const empty = lines.length === 0;

  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    if (empty) close();
  }, [empty, close]);

  return (
    <dialog ref={dialog} className="basket" aria-labelledby="basket-title" onCancel={close}>
      <header>
        <h2 id="basket-title">Your order · Table {table}</h2>
        <button type="button" className="row-add" aria-label="Close the basket" onClick={close}>
          <Icon name="cross" />
        </button>
      </header>
      <ul>
        {lines.map(({ productId, name, unitAmount, quantity }) => (
          <li key={productId}>
            <span className="basket-name">
              {name}
              <small className="money">{formatMoney(unitAmount * quantity, currency)}</small>
            </span>
            <Stepper name={name} quantity={quantity} add={(by) => order(productId, by)} />
          </li>
        ))}
      </ul>
      <footer>
        <OpenPage link={link} />
        <p className="basket-total">
          <span>Total</span>
          <strong className="money">{formatMoney(amount, currency)}</strong>
        </p>
        {problem === undefined ? null : (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button
          type="button"
          className="button button-primary button-large"
          aria-disabled={going}
          onClick={() => pay(bill)}
        >
          {going ? "One moment…" : `Pay ${formatMoney(amount, currency)}`}
        </button>
        <p className="basket-safe">You pay for the whole table, on a secure page of Stripe. No account needed.</p>
      </footer>
    </dialog>
  );
}

/** Says that somebody at the table is about to pay, and lets anybody there call it off. */
function OpenPage({ link }: { readonly link: string }): ReactElement {
  const { value } = usePolled<GuestOutcomeResource>(`/api/tillkit/guest/bills/${link}`, EVERY_MS);
  const callOff = (): void => {
    // How it stands afterwards is read all the same.
    postJson(`/api/tillkit/guest/bills/${link}/cancel`).catch(() => {});
  };
  return (
    <div role="status">
      {value?.next === "pay" ? (
        <p className="basket-open">
          The payment page is open on a phone at your table.
          <button type="button" className="button button-bare" onClick={callOff}>
            Close it
          </button>
        </p>
      ) : value?.outcome === "confirming" ? (
        <p className="basket-open">A payment of this table is being confirmed.</p>
      ) : null}
    </div>
  );
}
