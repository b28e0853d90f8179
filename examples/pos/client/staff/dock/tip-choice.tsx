import type { ReactElement } from "react";
import { formatMoney } from "../../common/money.ts";
import type { SimulatedReader } from "./simulator-api.ts";

/** What the guest chooses before the card, where the reader asks: a tip that it suggests, or none. */
export function TipChoice({
  screen: { tips, currency },
  tip,
  choose,
}: {
  readonly screen: SimulatedReader["screen"];
  /** In minor units; 0 is none. */
  readonly tip: number;
  choose(tip: number): void;
}): ReactElement | null {
  if (tips === undefined || currency === undefined) return null;
  return (
    <div className="dock-field" role="group" aria-label="Tip">
      <span aria-hidden="true">Tip</span>
      <div className="chips">
        {[{ amount: 0 }, ...tips].map(({ amount, percentage }: (typeof tips)[number]) => (
          <button key={amount} type="button" aria-pressed={tip === amount} onClick={() => choose(amount)}>
            {amount === 0 ? "None" : formatMoney(amount, currency)}
            {percentage === undefined ? null : <small> {percentage} %</small>}
          </button>
        ))}
      </div>
    </div>
  );
}
