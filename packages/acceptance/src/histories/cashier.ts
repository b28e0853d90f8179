import { type CollectRequest, commandsOf, type CommandType, type Payment, type Till } from "@tillkit/core";
import type { Chance } from "./random.ts";
import { quietly, READERS, type Scene, type Server, settle, SUMS, TABLE } from "./scene.ts";

/** Begins a sale on a reader, with or without all that can be asked for. */
export function sell({ random, references, table }: Scene, { process, till }: Server): string {
  const reference = random.pick(references);
  const reader = random.pick(READERS);
  const terms = { ...termsOf(random), ...shareOf(table) };
  quietly(till.collect({ reference, amount: SUMS.bill, currency: "usd", reader, ...terms }));
  return `${process.name} collect ${reference} ${reader} ${JSON.stringify(terms)}`;
}

/** Says that it is a share, where the bill is split. */
function shareOf(table: number | undefined): { readonly order?: string } {
  return table === undefined ? {} : { order: TABLE };
}

function termsOf(random: Chance): Partial<CollectRequest> {
  const tips = random.below(10);
  return {
    ...(random.percent(45) ? { capture: random.pick(["manual", "manual", "manual_preferred"]) } : {}),
    ...(random.percent(15) ? { confirmation: "manual" } : {}),
    ...(tips < 2 ? { tip: SUMS.tip.entered } : {}),
    ...(tips === 2 || tips === 3 ? { tipping: { onReader: true } } : {}),
    ...(tips === 0 || tips === 4 ? { tipping: { onReader: false } } : {}),
    ...(random.percent(40)
      ? {
          signature: random.pick(["required", "required", "after_payment"]),
          signaturePlace: random.pick(["screen", "reader"]),
        }
      : {}),
  };
}

/** Opens a page, at times for another bill than before. */
export function openPage({ random, references, table }: Scene, { process, till }: Server): string {
  const reference = random.pick(references);
  const unitAmount = random.pick([SUMS.bill, SUMS.bill, 2 * SUMS.bill]);
  quietly(
    till.checkout({
      reference,
      ...shareOf(table),
      currency: "usd",
      lines: [{ name: "Soup", unitAmount, quantity: 1 }],
      successUrl: "https://shop.example/back",
    }),
  );
  return `${process.name} checkout ${reference}`;
}

/** Gives money back; often for the same slip, as from a register that lost the answer. */
export function slip({ random, stripe }: Scene, { process, till }: Server): string {
  const paid = [...stripe.intents.values()].filter(({ status }) => status === "succeeded");
  const paymentId = paid[random.below(paid.length)]?.paymentId ?? "";
  const reference = random.pick(["slip-1", "slip-1", "slip-2"]);
  quietly(till.refund(paymentId, { reference, amount: SUMS.refund.slip }));
  return `${process.name} refund ${paymentId} ${reference}`;
}

/** Asks something of the payment that has the bill: most often what its screen offers. */
export async function command(scene: Scene, { process, till }: Server): Promise<string> {
  const { random, references, store, habits } = scene;
  const first = random.pick(references);
  const found = await Promise.all([first, ...references].map((name) => store.find("default", `reference:${name}`)));
  const payment = found.find((stored) => stored !== undefined)?.payment;
  if (payment === undefined) return `${process.name} looks for ${first}`;
  const offered = commandsOf(payment).filter((type) => type !== "check" && habits.includes(type));
  const types = random.percent(75) && offered.length > 0 ? offered : habits;
  const type = types[random.below(types.length)] ?? "check";
  await asking.get(type)?.(scene, till, payment);
  return `${process.name} ${type} ${payment.reference}`;
}

type Asking = (scene: Scene, till: Till, payment: Payment) => void | Promise<void>;

const asking: ReadonlyMap<CommandType, Asking> = new Map<CommandType, Asking>([
  ["confirm", (_scene, till, { id }) => quietly(till.confirm(id))],
  ["retry", ({ random }, till, { id }) => quietly(till.retry(id, { reader: random.pick(READERS) }))],
  ["swap_reader", ({ random }, till, { id }) => quietly(till.swapReader(id, random.pick(READERS)))],
  [
    "change_amount",
    ({ random }, till, { id }) => quietly(till.changeAmount(id, random.pick([SUMS.bill, 2 * SUMS.bill]))),
  ],
  ["sign", sign],
  ["ask_signature", ({ random }, till, { id }) => quietly(till.askSignature(id, { reader: random.pick(READERS) }))],
  ["refuse_signature", (_scene, till, { id }) => quietly(till.refuseSignature(id))],
  ["capture", capture],
  ["increment", raise],
  ["cancel", (_scene, till, { id }) => quietly(till.cancel(id))],
  ["check", (_scene, till, { id }) => quietly(till.check(id, { waitMs: 0 }))],
]);

/** What the cashiers of one history ask for. */
export function habitsOf(random: Chance): readonly CommandType[] {
  return [...asking.keys()].filter((type) => random.percent(type === "cancel" ? 30 : 70));
}

function capture({ random, wishesOf }: Scene, till: Till, { id }: Payment): void {
  const what = random.pick([{}, {}, { amount: SUMS.part }, { tip: SUMS.tip.onReceipt }]);
  wishesOf(id).captures.push(what);
  quietly(till.capture(id, what));
}

function raise({ random, wishesOf }: Scene, till: Till, { id }: Payment): void {
  const amount = random.pick(SUMS.raised);
  wishesOf(id).raises.push(amount);
  quietly(till.increment(id, { amount }));
}

const strokes = [
  [
    [0, 0],
    [40, 40],
    [80, 0],
  ],
] as const;

/** A drawing is hashed by the machine, outside of the history's own order: it is waited for, so that the same seed plays the same. */
async function sign({ wishesOf, waiting }: Scene, till: Till, { id }: Payment): Promise<void> {
  await settle(60);
  const before = waiting();
  let refused = false;
  till.sign(id, { strokes }).then(
    () => {
      wishesOf(id).signed = true;
    },
    () => {
      refused = true;
    },
  );
  while (waiting() === before && !refused) await new Promise(setImmediate);
}
