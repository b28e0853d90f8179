import type { Randomness } from "./random.ts";

/** When something goes wrong, of all the times it could. */
export interface When {
  /** Only the nth that matches, counted from 1. */
  readonly nth?: number;
  /** At most this often. */
  readonly times?: number;
  /** Only with this chance, from the simulator's seed. */
  readonly probability?: number;
}

/** How often a rule matched and struck. */
export interface Counted {
  readonly id: number;
  readonly matched: number;
  readonly struck: number;
}

/** One kind of trouble, or a script: the first for the first time that the rule strikes, and so on to the last. */
export type Script<Kind> = Kind | readonly Kind[];

/** A rule that brings some kind of trouble. */
export interface Rule<Kind> extends When {
  readonly kind: Script<Kind>;
}

/** The rules in force. */
export interface Rules<Ruled extends Rule<unknown>> {
  /** Adds a rule; the returned function takes it away. Throws for one that makes no sense. */
  add(rule: Ruled): () => void;
  clear(): void;
  readonly rules: readonly (Ruled & Counted)[];
}

/** Rules, and what they bring to things of some kind. */
export interface RuleBook<Kind, Ruled extends Rule<Kind>, Thing> extends Rules<Ruled> {
  /** What the first rule that strikes brings; the match is counted for every rule that means the thing. */
  strike(thing: Thing): Kind | undefined;
}

/** What a book of rules needs from outside. */
export interface RuleBookParts<Kind, Ruled extends Rule<Kind>, Thing> {
  readonly random: Randomness;
  /** What its chances are drawn by, so that no other book disturbs them. */
  readonly name: string;
  readonly means: (rule: Ruled, thing: Thing) => boolean;
  /** Throws for a rule that makes no sense, beyond when it strikes. */
  readonly check: (rule: Ruled, kinds: readonly Kind[]) => void;
  readonly changed: () => void;
  /** The rules of an earlier run. */
  readonly earlier?: readonly (Ruled & Counted)[] | undefined;
}

/** The rules of an earlier run, if there was one, and no others yet. */
export function ruleBook<Kind, Ruled extends Rule<Kind>, Thing>(
  parts: RuleBookParts<Kind, Ruled, Thing>,
): RuleBook<Kind, Ruled, Thing> {
  const { random, name, means, check, changed, earlier = [] } = parts;
  const rules = new Map(earlier.map((rule) => [rule.id, rule]));
  let added = Math.max(0, ...rules.keys());

  /** What this rule brings to what it has just matched. */
  function effect({ id, kind, nth, matched, times, struck, probability }: Ruled & Counted): Kind | undefined {
    if (nth !== undefined && matched !== nth) return undefined;
    if (times !== undefined && struck >= times) return undefined;
    // Each rule draws for itself, so that another rule does not change what this one does.
    if (probability !== undefined && random.draw(`${name} ${id}`) >= probability) return undefined;
    return isScript(kind) ? kind[struck] : kind;
  }

  return {
    add(rule) {
      checkWhen(rule);
      check(rule, isScript(rule.kind) ? rule.kind : [rule.kind]);
      const id = ++added;
      rules.set(id, { ...rule, id, matched: 0, struck: 0 });
      changed();
      return () => {
        rules.delete(id);
        changed();
      };
    },
    clear() {
      rules.clear();
      changed();
    },
    get rules() {
      return [...rules.values()];
    },
    strike(thing) {
      let brought: Kind | undefined;
      for (const rule of rules.values()) {
        if (!means(rule, thing)) continue;
        const counted = { ...rule, matched: rule.matched + 1 };
        const kind = brought === undefined ? effect(counted) : undefined;
        brought ??= kind;
        rules.set(rule.id, kind === undefined ? counted : { ...counted, struck: rule.struck + 1 });
      }
      if (brought !== undefined) changed();
      return brought === "none" ? undefined : brought;
    },
  };
}

function isScript<Kind>(kind: Script<Kind>): kind is readonly Kind[] {
  return Array.isArray(kind);
}

function checkWhen({ nth, times, probability, kind }: Rule<unknown>): void {
  if (nth !== undefined && !(Number.isInteger(nth) && nth >= 1)) throw new RangeError("nth counts from 1");
  if (times !== undefined && !(Number.isInteger(times) && times >= 1)) throw new RangeError("times must be 1 or more");
  if (probability !== undefined && !(probability >= 0 && probability <= 1))
    throw new RangeError("probability is between 0 and 1");
  if (isScript(kind) && kind.length === 0) throw new RangeError("A script needs at least one kind");
}
