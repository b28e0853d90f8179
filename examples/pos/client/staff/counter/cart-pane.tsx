import type { ReactElement } from "react";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { Stepper } from "../../common/stepper.tsx";
import { useTillState } from "../shell/till-context.ts";
import type { CartLine } from "./cart.ts";

/** What is being sold, and the one button that takes money. */
export function CartPane({
  lines,
  total,
  currency,
  add,
  clear,
  charge,
  chargeByCode,
  back,
}: {
  readonly lines: readonly CartLine[];
  readonly total: number;
  readonly currency: string;
  add(productId: string, by: number): void;
  clear(): void;
  charge(): void;
  /** Shows a code that the guest scans to pay on the phone. */
  chargeByCode(): void;
  back(): void;
}): ReactElement {
  return (
    <section className="cart" aria-label="Sale">
      <header className="cart-head">
        <button type="button" className="button button-bare cart-back" onClick={back}>
          <Icon name="back" />
          Menu
        </button>
        <h1>New sale</h1>
        {lines.length > 0 ? (
          <button type="button" className="button button-bare" onClick={clear}>
            Clear
          </button>
        ) : null}
      </header>
      {lines.length === 0 ? (
        <div className="empty cart-empty">
          <Icon name="basket" size={40} />
          <strong>Nothing here yet</strong>
          <p>
            Tap what the guest wants, or press <kbd>/</kbd> and type its name.
          </p>
        </div>
      ) : (
        <ul className="cart-lines">
          {lines.map((line) => (
            <Line key={line.product.id} line={line} currency={currency} add={add} />
          ))}
        </ul>
      )}
      <footer className="cart-foot">
        <p className="cart-total">
          <span>Total</span>
          <strong className="money">{formatMoney(total, currency)}</strong>
        </p>
        <ReaderChoice />
        <ChargeButton empty={lines.length === 0} amount={formatMoney(total, currency)} charge={charge} />
        {lines.length === 0 ? null : <CodeButton amount={formatMoney(total, currency)} charge={chargeByCode} />}
      </footer>
    </section>
  );
}

function Line({
  line: { product, quantity },
  currency,
  add,
}: {
  readonly line: CartLine;
  readonly currency: string;
  add(productId: string, by: number): void;
}): ReactElement {
  const { id, name, price } = product;
  return (
    <li className="cart-line">
      <span className="cart-name">
        {name}
        <small className="money">{formatMoney(price, currency)}</small>
      </span>
      <Stepper name={name} quantity={quantity} add={(by) => add(id, by)} />
      <span className="cart-sum money">{formatMoney(price * quantity, currency)}</span>
    </li>
  );
}

function ReaderChoice(): ReactElement {
  const { readers, reader, choose } = useTillState();
  return (
    <div className="reader-choice">
      <Icon name="wave" />
      <label htmlFor="reader">Reader</label>
      <select id="reader" value={reader?.id ?? ""} onChange={({ target }) => choose(target.value)}>
        {readers.length === 0 ? <option value="">No reader found</option> : null}
        {readers.map(({ id, label, status, paymentId }) => (
          <option key={id} value={id}>
            {label} · {status === "offline" ? "not connected" : paymentId === undefined ? "ready" : "taking a payment"}
          </option>
        ))}
      </select>
    </div>
  );
}

function ChargeButton({
  empty,
  amount,
  charge,
}: {
  readonly empty: boolean;
  readonly amount: string;
  charge(): void;
}): ReactElement {
  const { reader, online } = useTillState();
  const why = !online
    ? "The till is offline"
    : !reader
      ? "No card reader was found"
      : empty
        ? "The sale is empty"
        : undefined;
  return (
    <>
      <button
        type="button"
        className="button button-primary button-large charge"
        aria-label={why === undefined ? `Charge ${amount} on ${reader?.label}` : `Charge: ${why.toLowerCase()}`}
        aria-disabled={why !== undefined}
        onClick={() => {
          if (why === undefined) charge();
        }}
      >
        <Icon name="card" size={24} />
        Charge {empty ? "" : amount}
      </button>
      {why === undefined || empty ? null : <p className="charge-why">{why}.</p>}
    </>
  );
}

/** For guests who would rather pay on their own phone. */
function CodeButton({ amount, charge }: { readonly amount: string; charge(): void }): ReactElement {
  const { online } = useTillState();
  return (
    <button
      type="button"
      className="button charge-code"
      aria-label={`Pay by QR: ${online ? amount : "the till is offline"}`}
      aria-disabled={!online}
      onClick={() => {
        if (online) charge();
      }}
    >
      <Icon name="tables" />
      Pay by QR
    </button>
  );
}
