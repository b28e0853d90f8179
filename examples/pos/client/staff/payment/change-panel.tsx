import { useState, type ReactElement } from "react";
import type { SaleChange, SaleLinesRequest } from "../../../common/api.ts";
import { postJson } from "../../common/api.ts";
import { formatMoney } from "../../common/money.ts";
import { Stepper } from "../../common/stepper.tsx";
import type { RunningSale } from "./running-sale.ts";
import type { SheetCommands } from "./use-sheet-commands.ts";

/** One more, one fewer, while the reader waits: the server says what it costs then, and the reader asks for that. */
export function ChangePanel({
  sale: { saleId, lines, total: before, currency },
  commands,
  changed,
}: {
  readonly sale: RunningSale;
  readonly commands: SheetCommands;
  changed(change: SaleChange): void;
}): ReactElement {
  const [quantities, setQuantities] = useState(
    () => new Map(lines.map(({ productId, quantity }) => [productId, quantity])),
  );
  const of = (productId: string): number => quantities.get(productId) ?? 0;
  const total = lines.reduce((sum, { productId, unitAmount }) => sum + unitAmount * of(productId), 0);
  const why = total === 0 ? "Cancel the sale instead" : total === before ? "Nothing has changed yet" : undefined;

  const send = async (): Promise<void> => {
    const wanted: SaleLinesRequest = {
      lines: lines
        .map(({ productId }) => ({ productId, quantity: of(productId) }))
        .filter(({ quantity }) => quantity > 0),
    };
    changed(await postJson<SaleChange>(`/api/counter/sales/${saleId}/lines`, wanted));
  };
  return (
    <div className="sheet-panel" role="group" aria-label="Change the sale">
      <ul>
        {lines.map(({ productId, name, unitAmount }) => (
          <li key={productId} className="change-row">
            <span className="reader-row-name">
              <strong>{name}</strong>
              <small className="money">{formatMoney(unitAmount, currency)}</small>
            </span>
            <Stepper
              name={name}
              quantity={of(productId)}
              add={(by) => setQuantities(new Map(quantities).set(productId, Math.max(0, of(productId) + by)))}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button"
        aria-disabled={why !== undefined || commands.locked !== undefined}
        onClick={() => {
          if (why === undefined) commands.run("change", send);
        }}
      >
        {why ?? `Ask for ${formatMoney(total, currency)} instead`}
      </button>
    </div>
  );
}
