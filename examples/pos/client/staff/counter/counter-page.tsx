import { useState, type ReactElement } from "react";
import type { MenuAnswer } from "../../../common/api.ts";
import { usePolled } from "../../common/use-polled.ts";
import { PaymentSheet } from "../payment/payment-sheet.tsx";
import { useRunningSale } from "../payment/running-sale.ts";
import { useTillState } from "../shell/till-context.ts";
import { linesOf, totalOf, useCart } from "./cart.ts";
import { CartPane } from "./cart-pane.tsx";
import { ProductGrid } from "./product-grid.tsx";

const MENU_MS = 60_000;

/** The counter: what there is on the left, what is being sold on the right, the payment above both. */
export function CounterPage(): ReactElement {
  const { value: menu, error } = usePolled<MenuAnswer>("/api/menu", MENU_MS);
  const { reader } = useTillState();
  const { cart, add, clear } = useCart();
  const sale = useRunningSale();
  const [shown, setShown] = useState<"menu" | "cart">("menu");

  if (!menu) return <div className="empty">{error ? error.message : null}</div>;
  const lines = linesOf(cart, menu.products);
  const total = totalOf(lines);

  const charge = (on: { readonly reader?: string }): void => {
    if (lines.length === 0) return;
    sale.start({
      ...on,
      currency: menu.currency,
      total,
      lines: lines.map(({ product, quantity }) => ({
        productId: product.id,
        quantity,
        name: product.name,
        unitAmount: product.price,
      })),
    });
  };
  return (
    <div className="counter" data-shown={shown}>
      <ProductGrid menu={menu} cart={cart} add={(id) => add(id, 1)} />
      <CartPane
        lines={lines}
        total={total}
        currency={menu.currency}
        add={add}
        clear={clear}
        charge={() => {
          if (reader) charge({ reader: reader.id });
        }}
        chargeByCode={() => charge({})}
        back={() => setShown("menu")}
      />
      <button
        type="button"
        className="button button-primary button-large counter-open"
        onClick={() => setShown("cart")}
      >
        View sale · {lines.reduce((sum, { quantity }) => sum + quantity, 0)}
      </button>
      {sale.running ? (
        <PaymentSheet
          key={sale.running.saleId}
          sale={sale.running}
          again={sale.again}
          change={sale.change}
          end={({ sold }) => {
            if (sold) {
              clear();
              setShown("menu");
            }
            sale.end();
          }}
        />
      ) : null}
    </div>
  );
}
