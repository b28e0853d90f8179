import { z } from "zod";
import { TillkitError } from "../errors.ts";
import { parseAmount } from "../money/money.ts";
import { accountOf, type OrderAccount } from "../payment/account.ts";
import { isOver } from "../payment/payment.ts";
import { closeBill, closingRequest } from "./closing.ts";
import type { Context } from "./context.ts";
import { changeOrder, orderClosed, orderNotFound, readOrder, sharesOf } from "./order-record.ts";
import { parse } from "./requests.ts";
import type { Orders } from "./types/orders.ts";
import type { Workers } from "./work.ts";

const name = z.string().min(1).max(200);
const price = z.strictObject({ amount: z.unknown(), currency: z.unknown() });

/** Makes what a till knows of orders that are split. */
export function createOrders(context: Context, workers: Workers): Orders {
  async function get(order: string): Promise<OrderAccount> {
    const { record } = await readOrder(context, order);
    if (record === undefined) throw orderNotFound(order);
    return accountOf(order, record, await sharesOf(context, order));
  }

  return {
    get,

    set: async (order, asked) => {
      parse(name, order, "orders.set");
      const { amount, currency } = parse(price, asked, "orders.set");
      const money = parseAmount(amount, currency);
      await changeOrder(context, order, (record) => {
        if (record?.closed !== undefined) throw orderClosed(order);
        if (record !== undefined && record.currency !== money.currency) throw currencyKept(order, record.currency);
        return record?.amount === money.amount ? undefined : { reserved: [], ...record, ...money };
      });
      return get(order);
    },

    close: async (order, closing) => {
      const asked = parse(closingRequest, closing, "orders.close");
      await changeOrder(context, order, (record) => {
        if (record === undefined) throw orderNotFound(order);
        return record.closed === undefined ? { ...record, closed: { at: context.clock.now(), ...asked } } : undefined;
      });
      for (const { reference, ...share } of await sharesOf(context, order))
        if (share.status !== "succeeded" && !isOver(share)) await closeBill(context, workers, { reference, closing });
      return get(order);
    },
  };
}

function currencyKept(order: string, currency: string): TillkitError {
  return new TillkitError("invalid_request", `Order ${JSON.stringify(order)} is in ${currency}; that cannot change.`, {
    details: { order, path: "currency" },
  });
}
