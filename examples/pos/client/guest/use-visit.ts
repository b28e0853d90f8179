import type { BillLinkResource } from "@tillkit/http";
import { useCallback, useEffect, useState } from "react";
import { ApiError, postJson } from "../common/api.ts";

/** A phone at a table: the link that it got for the code it has scanned. */
export interface Visit {
  readonly link: string | undefined;
  readonly error: ApiError | undefined;
  /** Scans again: after a bill is paid, or when its link is good no more. */
  begin(): void;
}

/** Scans a table's code once for each tab; a reload keeps the bill, a paid one too. */
export function useVisit(code: string): Visit {
  const [link, setLink] = useState(() => sessionStorage.getItem(keyOf(code)) ?? undefined);
  const [error, setError] = useState<ApiError>();

  useEffect(() => {
    if (link !== undefined) return;
    let gone = false;
    postJson<BillLinkResource>(`/api/tillkit/guest/tables/${encodeURIComponent(code)}/bills`).then(
      (bill) => {
        if (gone) return;
        sessionStorage.setItem(keyOf(code), bill.link);
        setLink(bill.link);
      },
      (problem: unknown) => {
        if (!gone && problem instanceof ApiError) setError(problem);
      },
    );
    return () => {
      gone = true;
    };
  }, [code, link]);

  const begin = useCallback(() => {
    forgetVisit(code);
    setLink(undefined);
  }, [code]);
  return { link, error, begin };
}

/** Lets the next visit to this table begin with its open bill. */
export function forgetVisit(code: string): void {
  sessionStorage.removeItem(keyOf(code));
}

const keyOf = (code: string): string => `pos.bill.${code}`;
