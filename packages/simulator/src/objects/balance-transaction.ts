import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { BalanceTransaction } from "./types.ts";

/** Money that comes or, below zero, goes. */
export interface MoneyMove {
  /** In the minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** The charge, refund or dispute it comes from. */
  readonly source: string;
  readonly type: "charge" | "payment" | "refund" | "refund_failure" | "adjustment";
  /** Stripe's own share; only disputes cost something here. */
  readonly fee?: number;
}

/** Writes a move of money down. It is available at once, and payments are free of fees. */
export function recordMoney(world: World, { amount, currency, source, type, fee = 0 }: MoneyMove): BalanceTransaction {
  const moved: BalanceTransaction = {
    id: world.random.id("txn_3"),
    object: "balance_transaction",
    amount,
    available_on: seconds(world),
    balance_type: "payments",
    created: seconds(world),
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0 ? [] : [{ amount: fee, application: null, currency, description: "Dispute fee", type: "stripe_fee" }],
    net: amount - fee,
    reporting_category: type === "adjustment" ? "dispute" : type,
    source,
    status: "available",
    type,
  };
  world.balanceTransactions.set(moved.id, moved);
  return moved;
}
