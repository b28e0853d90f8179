/** A transition table: for each status, the inputs it hears and the statuses each may lead to. */
export type Table<Status extends string, Input extends string> = {
  readonly [From in Status]: { readonly [On in Input]?: readonly [Status, ...Status[]] };
};

/**
 * The law that no table may break: whatever tillkit has decided meanwhile, Stripe can still say "paid", and every status hears it.
 *
 * A row without `paid: ["succeeded"]` does not compile.
 */
export type MoneyIsNeverIgnored<Status extends string> = {
  readonly [From in Status]: { readonly paid: readonly ["succeeded"] };
};

/** A move: the next state, and what must happen because of it. */
export type Move<State, Effect> = readonly [next: State, ...effects: readonly Effect[]];

/** The member of a union with this status. */
type In<State, Status> = Extract<State, { readonly status: Status }>;

/** The member of a union with this type. */
type Of<Input, Type> = Extract<Input, { readonly type: Type }>;

/**
 * One rule per cell of a table: a missing, an extra and a mistargeted rule do not compile.
 *
 * A rule answers `undefined` when what it hears is old news: the fact is true, and nothing follows from it.
 */
export type Rules<
  State extends { readonly status: string },
  Input extends { readonly type: string },
  Effect,
  T extends Record<string, object>,
> = {
  readonly [From in keyof T & State["status"]]: {
    readonly [On in keyof T[From] & Input["type"]]: (
      state: In<State, From>,
      input: Of<Input, On>,
    ) => Move<In<State, T[From][On] extends readonly (infer To)[] ? To : never>, Effect> | undefined;
  };
};

/** Looks up the rule of a cell and applies it; `undefined` where there is no cell, or nothing to do. */
export function lookUp<State extends { readonly status: string }, Effect>(
  rules: object,
  state: State,
  input: { readonly type: string },
): Move<State, Effect> | undefined {
  // The table proves each rule against its own cell; only this lookup has to forget which.
  const row = (rules as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[state.status];
  const rule = row?.[input.type] as ((state: State, input: object) => Move<State, Effect> | undefined) | undefined;
  return rule?.(state, input);
}
