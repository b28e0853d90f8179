import { useCallback, useEffect, useState } from "react";
import { ApiError, getJson } from "./api.ts";

/** What was last read from an address, and what went wrong since. */
export interface Polled<T> {
  readonly value: T | undefined;
  readonly error: ApiError | undefined;
}

/** Reads an address now and again and again, while the page is visible, and at once where the page itself has changed it. */
export function usePolled<T>(path: string, everyMs: number): Polled<T> & { readonly readNow: () => void } {
  const [polled, setPolled] = useState<Polled<T>>({ value: undefined, error: undefined });
  const [turn, setTurn] = useState(0);
  const readNow = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      clearTimeout(timer);
      try {
        const value = await getJson<T>(path);
        if (!stopped) setPolled({ value, error: undefined });
      } catch (error) {
        if (!stopped && error instanceof ApiError) setPolled(({ value }) => ({ value, error }));
      }
      if (!stopped && document.visibilityState === "visible") timer = setTimeout(() => void read(), everyMs);
    };
    const again = (): void => {
      if (document.visibilityState === "visible") void read();
    };
    void read();
    document.addEventListener("visibilitychange", again);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [path, everyMs, turn]);

  return { ...polled, readNow };
}
