/** Where in a call the process dies: before its work, after it but before the answer, or waiting for an answer that never comes. */
export type CrashPoint = "before" | "after" | "silence";

/** One crash to play. */
export interface CrashPlan {
  /** The call at which the process dies: 1 is the first. 0: never, which only counts. */
  readonly call: number;
  readonly at: CrashPoint;
  /** Which methods count as calls. Default: all that answer a promise. */
  readonly methods?: readonly string[];
}

/** A port whose process can die. */
export interface Crashing<Port> {
  /** Use this in the place of the real one. */
  readonly port: Port;
  /** How many calls have been counted so far: the number of points at which a run can crash. */
  readonly crashPoints: number;
  /** Whether the process has died. */
  readonly crashed: boolean;
}

/** What the calls of a dead process end with. Nobody can catch it in real life: code under test must not either. */
export class Crashed extends Error {
  override readonly name = "Crashed";
}

/**
 * Wraps a store or a gateway so that the process using it dies at one call, and stays dead: every later call throws
 * {@link Crashed}. What is behind it lives on, for the next process to find.
 *
 * Run a story with `call` 1, 2, 3 … until `crashed` stays false: then every point has been tried.
 *
 * @example
 * for (let call = 1; ; call++) {
 *   const wrapped = crashing(store, { call, at: "after" });
 *   await story(wrapped.port).catch(() => {});
 *   if (!wrapped.crashed) break;
 *   await recover(store);
 * }
 */
export function crashing<Port extends object>(behind: Port, { call, at, methods }: CrashPlan): Crashing<Port> {
  let calls = 0;
  let crashed = false;

  function counted(name: string, method: (...values: readonly unknown[]) => unknown) {
    return (...values: readonly unknown[]): unknown => {
      if (crashed) return dead(name);
      if (!counts(name, methods)) return method.apply(behind, [...values]);
      calls++;
      if (calls !== call) return method.apply(behind, [...values]);
      crashed = true;
      if (at === "before") return dead(name);
      const work = Promise.resolve(method.apply(behind, [...values]));
      return at === "after" ? work.then(() => dead(name)) : work.then(never, never);
    };
  }

  const port = new Proxy(behind, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" && typeof key === "string"
        ? counted(key, (...values) => Reflect.apply(value, target, values))
        : value;
    },
  });

  return {
    port,
    get crashPoints() {
      return calls;
    },
    get crashed() {
      return crashed;
    },
  };
}

/** These answer at once, and no process dies between asking and hearing. */
const immediate: readonly string[] = ["subscribe", "receive"];

function counts(name: string, methods: readonly string[] | undefined): boolean {
  return methods === undefined ? !immediate.includes(name) : methods.includes(name);
}

function dead(name: string): Promise<never> {
  const error = new Crashed(`The process has died: nobody is there to call \`${name}\`.`);
  if (immediate.includes(name)) throw error;
  return Promise.reject(error);
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
