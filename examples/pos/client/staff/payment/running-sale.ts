import { useEffect, useRef, useState } from "react";
import type { CounterSaleAnswer, CounterSaleRequest, PricedLine, SaleChange } from "../../../common/api.ts";
import { ApiError, postJson } from "../../common/api.ts";
import { newId } from "../../common/new-id.ts";

/** A sale that is being paid. Kept in the tab's storage: opening the app again shows it again. */
export interface RunningSale {
  /** The same sale asked for twice is one payment: this is how the server knows. */
  readonly saleId: string;
  /** None where the guest pays on the phone, by scanning a code. */
  readonly reader?: string;
  readonly lines: readonly PricedLine[];
  readonly total: number;
  readonly currency: string;
  /** Known once the server has written the payment down. */
  readonly paymentId?: string;
  /** Why the payment was not started, or may not have been. */
  readonly problem?: { readonly code: string; readonly detail: string };
}

const KEPT = "pos.sale";

/** The sale that this tab is taking money for. */
export function useRunningSale(): {
  readonly running: RunningSale | undefined;
  start(sale: Pick<RunningSale, "reader" | "lines" | "total" | "currency">): void;
  /** Asks for the payment again under the same id: safe, whatever became of the first request. */
  again(reader?: string): void;
  /** Another bill is asked for now. */
  change(change: SaleChange): void;
  end(): void;
} {
  const [running, setRunning] = useState<RunningSale | undefined>(restore);
  const asking = useRef(new Set<string>());

  useEffect(() => {
    if (running) sessionStorage.setItem(KEPT, JSON.stringify(running));
    else sessionStorage.removeItem(KEPT);
  }, [running]);

  useEffect(() => {
    if (!running || running.paymentId !== undefined || running.problem || asking.current.has(running.saleId)) return;
    const { saleId } = running;
    asking.current.add(saleId);
    void ask(running).then((outcome) => {
      asking.current.delete(saleId);
      setRunning((now) => (now?.saleId === saleId ? { ...now, ...outcome } : now));
    });
  }, [running]);

  return {
    running,
    start: (sale) => setRunning((now) => now ?? { ...sale, saleId: newId() }),
    again: (reader) =>
      setRunning((now) => {
        if (!now) return now;
        const { problem: _settled, ...rest } = now;
        return { ...rest, ...(reader === undefined || now.reader === undefined ? {} : { reader }) };
      }),
    change: (change) => setRunning((now) => now && { ...now, ...change }),
    end: () => setRunning(undefined),
  };
}

async function ask({ saleId, reader, lines }: RunningSale): Promise<Pick<RunningSale, "paymentId" | "problem">> {
  const wanted = lines.map(({ productId, quantity }) => ({ productId, quantity }));
  try {
    const request: CounterSaleRequest = { saleId, lines: wanted, ...(reader === undefined ? {} : { reader }) };
    const { paymentId } = await postJson<CounterSaleAnswer>("/api/counter/sales", request);
    return { paymentId };
  } catch (error) {
    if (error instanceof ApiError) return { problem: { code: error.code, detail: error.message } };
    throw error;
  }
}

function restore(): RunningSale | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (typeof kept !== "object" || kept === null || !("saleId" in kept)) return undefined;
    // Written by the effect above, in this tab.
    const { problem: _old, ...sale } = kept as RunningSale;
    return sale;
  } catch {
    return undefined;
  }
}
