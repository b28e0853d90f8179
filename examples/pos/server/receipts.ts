import type { Payment } from "@tillkit/core";
import type { ReceiptDetails } from "@tillkit/http";
import type { DatabaseSync } from "node:sqlite";
import { SHOP } from "./menu.ts";
import type { Orders } from "./orders.ts";
import { soldBy } from "./sales.ts";

/** What the shop adds to a receipt: its name, and what it has sold. The card's half comes from tillkit. */
export function receiptFor(
  payment: Payment,
  { database, orders }: { readonly database: DatabaseSync; readonly orders: Orders },
): ReceiptDetails {
  const sold = soldBy(payment, database);
  const order = orders.ofPayment(payment.id);
  return {
    ...(order === undefined ? {} : { order: `#${order.number}` }),
    merchant: { name: SHOP, lines: ["12 Quay Street", "Tel. 555 0142"] },
    items: (sold?.lines ?? []).map(({ name, unitAmount, quantity }) => ({
      description: name,
      quantity,
      amount: unitAmount * quantity,
    })),
    footer: ["Thank you, and see you soon."],
  };
}
