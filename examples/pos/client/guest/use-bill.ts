import { useCallback, useEffect, useRef, useState } from "react";
import type { BillAnswer, OrderRequest, PricedLine, Product } from "../../common/api.ts";
import { ApiError, getJson, postJson } from "../common/api.ts";
import { usePolled } from "../common/use-polled.ts";

const EVERY_MS = 2_000;

/** The table's bill, as all phones there see it. */
export interface TableBill {
  readonly bill: BillAnswer | undefined;
  readonly error: ApiError | undefined;
  /** Why the last thing was not ordered. */
  readonly problem: string | undefined;
  order(product: Product, by: OrderRequest["by"]): void;
  /** Reads it now: somebody else has changed it. */
  read(): void;
}

/** Reads a bill again and again, and shows what this phone orders before the server has said yes. */
export function useBill(link: string): TableBill {
  const path = `/api/guest/bills/${link}`;
  const { value, error } = usePolled<BillAnswer>(path, EVERY_MS);
  const [bill, setBill] = useState<BillAnswer>();
  const [problem, setProblem] = useState<string>();
  const ordering = useRef(0);

  useEffect(() => {
    // What was read while an order was on its way may not know of it.
    if (value && ordering.current === 0) setBill(value);
  }, [value]);

  const order = useCallback(
    (product: Product, by: OrderRequest["by"]): void => {
      ordering.current += 1;
      setProblem(undefined);
      setBill((known) => known && withOne(known, product, by));
      postJson<BillAnswer>(`${path}/items`, { productId: product.id, by } satisfies OrderRequest)
        .then(
          (answer) => {
            if (ordering.current === 1) setBill(answer);
          },
          (reason: unknown) => {
            setBill((known) => known && withOne(known, product, by === 1 ? -1 : 1));
            if (reason instanceof ApiError) setProblem(reason.message);
          },
        )
        .finally(() => (ordering.current -= 1));
    },
    [path],
  );
  const read = useCallback((): void => {
    // Where nobody answers, the next reading does.
    getJson<BillAnswer>(path).then(setBill, () => {});
  }, [path]);
  return { bill, error, problem, order, read };
}

/** How many of a product are on a bill. */
export function quantityOf(bill: BillAnswer | undefined, productId: string): number {
  return bill?.lines.find((line) => line.productId === productId)?.quantity ?? 0;
}

function withOne(bill: BillAnswer, { id, name, price }: Product, by: number): BillAnswer {
  const known = bill.lines.find(({ productId }) => productId === id);
  const line: PricedLine = known ?? { productId: id, name, unitAmount: price, quantity: 0 };
  const changed = { ...line, quantity: line.quantity + by };
  const lines = known ? bill.lines.map((other) => (other === known ? changed : other)) : [...bill.lines, changed];
  const left = lines.filter(({ quantity }) => quantity > 0);
  return {
    ...bill,
    lines: left,
    amount: left.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0),
  };
}
