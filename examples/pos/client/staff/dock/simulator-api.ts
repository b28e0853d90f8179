import { useEffect, useState } from "react";
import { getJson, postJson } from "../../common/api.ts";

/** A simulated reader as `GET /sim/readers` lists it. */
export interface SimulatedReader {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly screen: {
    readonly kind: string;
    readonly message: string;
    readonly amount?: number;
    readonly currency?: string;
    readonly cancelable?: boolean;
    readonly paymentIntent?: string;
    /** What the guest can tip; absent where the reader asks for none. */
    readonly tips?: readonly { readonly amount: number; readonly percentage?: number }[];
  };
}

/** A test card as `GET /sim/cards` lists it. */
export interface SimulatedCard {
  readonly name: string;
  readonly label: string;
  readonly number: string;
  readonly only: "in_person" | "online" | null;
}

/** Runs a control of the simulator. @throws ApiError */
export function control(path: string, body: unknown = {}): Promise<unknown> {
  return postJson(`/sim/${path}`, body);
}

const POLL_MS = 500;

/** The readers' screens as they change. */
export function useSimulatedReaders(): readonly SimulatedReader[] {
  const [readers, setReaders] = useState<readonly SimulatedReader[]>([]);
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const list = await getJson<readonly SimulatedReader[]>("/sim/readers").catch(() => undefined);
      if (!gone && list) setReaders(list);
    };
    // Asked for, not streamed: a browser opens six connections to one server, and several tabs with a stream each would use them up.
    const timer = setInterval(() => void read(), POLL_MS);
    void read();
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return readers;
}
