import { TillkitError } from "../errors.ts";
import type { Stored } from "../ports/store.ts";
import { apply } from "./apply.ts";
import type { Context } from "./context.ts";
import { KEPT_EVENT, KEPT_MS, type KeptEvent, parkedEventOf, readKept, retryKept } from "./kept-events.ts";
import { writeValue } from "./marks.ts";
import { effectOf, parkedEffectOf } from "./parked-effect.ts";
import type { Parked } from "./reports.ts";
import type { Workers } from "./work.ts";

/** What waits for a person: effects first, then events. */
export async function listParked(
  context: Context,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly Parked[]> {
  const last = after === undefined ? undefined : effectOf(after);
  if (after !== undefined && last === undefined) return parkedEvents(context, after, limit);
  const payments = await context.store.list({
    tenant: context.tenant,
    parked: true,
    limit,
    ...(last === undefined ? {} : { after: last.paymentId }),
  });
  const effects = payments.flatMap(({ payment, parked }) => parked.map((effect) => parkedEffectOf(payment.id, effect)));
  return payments.length === limit
    ? effects
    : [...effects, ...(await parkedEvents(context, "", limit - payments.length))];
}

/**
 * Tries again what is parked, or gives it up.
 *
 * @throws TillkitError `parked_not_found`
 */
export async function unpark(
  context: Context,
  workers: Workers,
  id: string,
  decision: "retry" | "discard",
): Promise<void> {
  await (effectOf(id) === undefined ? unparkEvent : unparkEffect)(context, workers, id, decision);
}

async function unparkEffect(
  context: Context,
  workers: Workers,
  id: string,
  decision: "retry" | "discard",
): Promise<void> {
  const { paymentId = "", key } = effectOf(id) ?? {};
  const stored = await context.store.load(context.tenant, paymentId);
  if (stored === undefined) throw notParked(id);
  await apply(context, stored, ({ parked }: Stored) => {
    if (key === undefined || !parked.some(({ effect }) => effect.key === key)) throw notParked(id);
    return { at: context.clock.now(), source: "host", inputs: [], unparked: { key, decision } };
  });
  workers.inBackground(() => workers.workOn(paymentId));
}

async function unparkEvent(
  context: Context,
  workers: Workers,
  id: string,
  decision: "retry" | "discard",
): Promise<void> {
  const mark = await context.store.readMark(context.tenant, KEPT_EVENT + id);
  if (mark === undefined) throw notParked(id);
  const { parkedAt, ...kept } = readKept(mark);
  if (parkedAt === undefined) throw notParked(id);
  const now = context.clock.now();
  const written = await writeValue<KeptEvent>(
    context,
    mark,
    decision === "discard"
      ? { value: { ...kept, discardedAt: now }, dueAt: now + KEPT_MS }
      : { value: { ...kept, receivedAt: now, tries: 0 }, dueAt: now },
  );
  // Somebody else has decided about it meanwhile.
  if (!written) throw notParked(id);
  if (decision === "discard") return;
  const again = await context.store.readMark(context.tenant, mark.name);
  if (again !== undefined) await retryKept(context, workers, again);
}

async function parkedEvents({ store, tenant }: Context, after: string, limit: number): Promise<readonly Parked[]> {
  const parked: Parked[] = [];
  let from = KEPT_EVENT + after;
  for (;;) {
    const marks = await store.listMarks({ tenant, prefix: KEPT_EVENT, after: from, limit: 100 });
    for (const mark of marks) {
      const kept = readKept(mark);
      if (kept.parkedAt !== undefined) parked.push(parkedEventOf(kept));
      if (parked.length === limit) return parked;
    }
    const last = marks.at(-1);
    if (last === undefined || marks.length < 100) return parked;
    from = last.name;
  }
}

function notParked(id: string): TillkitError {
  return new TillkitError("parked_not_found", `Nothing is parked under ${JSON.stringify(id.slice(0, 200))}.`, {
    details: { id: id.slice(0, 200) },
  });
}
