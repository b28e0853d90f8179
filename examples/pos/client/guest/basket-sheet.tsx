import { useEffect, useRef, type ReactElement } from "react";
import type { GuestAnswer } from "../../common/api.ts";
import { Icon } from "../common/icons.tsx";
import { formatMoney } from "../common/money.ts";
import { sumOf, type Basket } from "./basket.ts";
import { Stepper } from "./stepper.tsx";
import { useCheckout } from "./use-checkout.ts";

/** The basket, and the button that leads to Stripe's page. */
export function BasketSheet({
  guest: { table, products, currency },
  token,
  basket,
  add,
  close,
}: {
  readonly guest: GuestAnswer;
  readonly token: string;
  readonly basket: Basket;
  add(productId: string, by: number): void;
  close(): void;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const { pay, going, problem } = useCheckout({ token, basket });
  const { count, total } = sumOf(basket, products);

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
    if (count === 0) close();
  }, [count, close]);

  return (
    <dialog ref={dialog} className="basket" aria-labelledby="basket-title" onCancel={close}>
      <header>
        <h2 id="basket-title">Your order · Table {table}</h2>
        <button type="button" className="row-add" aria-label="Close the basket" onClick={close}>
          <Icon name="cross" />
        </button>
      </header>
      <ul>
        {products
          .filter(({ id }) => (basket.quantities[id] ?? 0) > 0)
          .map(({ id, name, price }) => (
            <li key={id}>
              <span className="basket-name">
                {name}
                <small className="money">{formatMoney(price * (basket.quantities[id] ?? 0), currency)}</small>
              </span>
              <Stepper name={name} quantity={basket.quantities[id] ?? 0} add={(by) => add(id, by)} />
            </li>
          ))}
      </ul>
      <footer>
        <p className="basket-total">
          <span>Total</span>
          <strong className="money">{formatMoney(total, currency)}</strong>
        </p>
        {problem === undefined ? null : (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="button" className="button button-primary button-large" aria-disabled={going} onClick={pay}>
          {going ? "One moment…" : `Pay ${formatMoney(total, currency)}`}
        </button>
        <p className="basket-safe">You pay on a secure page of Stripe. No account needed.</p>
      </footer>
    </dialog>
  );
}
