import type { ReaderResource } from "@tillkit/http";
import { createContext, useContext, useEffect, useState } from "react";
import type { ModeAnswer } from "../../../common/api.ts";
import { getJson } from "../../common/api.ts";

/** A card reader as `GET /api/tillkit/readers` lists it. */
export type Reader = ReaderResource;

/** What every screen knows of the till. */
export interface TillState {
  readonly mode: ModeAnswer | undefined;
  readonly readers: readonly Reader[];
  /** Whether the till's server answers. The browser's own word is not enough: it does not know about our server. */
  readonly online: boolean;
  /** The reader that this browser charges on. */
  readonly reader: Reader | undefined;
  choose(readerId: string): void;
}

/** Provides {@link TillState}. */
export const TillContext = createContext<TillState>({
  mode: undefined,
  readers: [],
  online: true,
  reader: undefined,
  choose: () => {},
});

/** The till around this component. */
export const useTillState = (): TillState => useContext(TillContext);

const HEARTBEAT_MS = 3_000;
const PATIENCE_MS = 5_000;
const CHOSEN = "pos.reader";

/** Asks the server how it stands, every three seconds; what does not answer is offline. */
export function useTill(): TillState {
  const [mode, setMode] = useState<ModeAnswer>();
  const [readers, setReaders] = useState<readonly Reader[]>([]);
  const [online, setOnline] = useState(navigator.onLine);
  const [chosen, setChosen] = useState(() => localStorage.getItem(CHOSEN) ?? "");

  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const beat = async (): Promise<void> => {
      clearTimeout(timer);
      const options = { patienceMs: PATIENCE_MS };
      const answer = await getJson<ModeAnswer>("/api/mode", options).catch(() => undefined);
      if (stopped) return;
      if (answer) setMode(answer);
      setOnline(navigator.onLine && answer !== undefined);
      // Stripe may be slow or away while our own server is well: the readers are asked for on their own.
      const list = await getJson<{ readonly readers: readonly Reader[] }>("/api/tillkit/readers", options).catch(
        () => undefined,
      );
      if (stopped) return;
      if (list) setReaders(list.readers);
      timer = setTimeout(() => void beat(), HEARTBEAT_MS);
    };
    const now = (): void => void beat();
    void beat();
    addEventListener("online", now);
    addEventListener("offline", now);
    return () => {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("online", now);
      removeEventListener("offline", now);
    };
  }, []);

  return {
    mode,
    readers,
    online,
    reader: readers.find(({ id }) => id === chosen) ?? readers[0],
    choose: (readerId) => {
      localStorage.setItem(CHOSEN, readerId);
      setChosen(readerId);
    },
  };
}
