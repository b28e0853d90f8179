import { useState } from "react";
import { ApiError } from "../../common/api.ts";
import { control } from "./simulator-api.ts";

/** Runs controls and keeps what the last one said, when it said no. */
export function useControl(): {
  readonly problem: string | undefined;
  readonly done: string | undefined;
  run(path: string, body?: unknown, done?: string): void;
} {
  const [said, setSaid] = useState<{ readonly problem?: string; readonly done?: string }>({});
  const run = async (path: string, body: unknown, done: string | undefined): Promise<void> => {
    try {
      await control(path, body);
      setSaid(done === undefined ? {} : { done });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setSaid({ problem: "The simulator did not take that: it makes no sense right now." });
    }
  };
  return {
    problem: said.problem,
    done: said.done,
    run: (path, body = {}, done) => void run(path, body, done),
  };
}
