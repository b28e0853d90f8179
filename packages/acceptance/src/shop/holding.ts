/** A process that stands still at one of its calls to store or Stripe, until it is let go on. */
export interface Holding {
  /** The same port, whose calls are counted with those of the others. */
  port<Port extends object>(behind: Port): Port;
  /** Whether the call has come at which it stands still. */
  readonly reached: boolean;
  /** Lets it go on, and counts no more. */
  release(): void;
}

/** Holds a process at its `call`-th call, 1 being the first: before the work of it, or after the work and before the answer. */
export function holding({ call, at }: { readonly call: number; readonly at: "before" | "after" }): Holding {
  let calls = 0;
  let reached = false;
  let released = false;
  let go: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });

  async function held(work: () => unknown): Promise<unknown> {
    calls += 1;
    if (released || calls !== call) return work();
    reached = true;
    if (at === "before") await gate;
    const answer = await work();
    await gate;
    return answer;
  }

  return {
    port: (behind) =>
      new Proxy(behind, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== "function" || !waited.has(key)) return value;
          return (...values: readonly unknown[]) => held(() => Reflect.apply(value, target, values));
        },
      }),
    get reached() {
      return reached;
    },
    release: () => {
      released = true;
      go?.();
    },
  };
}

/** The calls of a store and a gateway between which something else may happen. */
const waited: ReadonlySet<string | symbol> = new Set([
  "load",
  "find",
  "commit",
  "commitWithin",
  "claim",
  "release",
  "readMark",
  "writeMark",
  "dueMarks",
  "perform",
  "listEvents",
]);
