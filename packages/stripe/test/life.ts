import {
  decide,
  type Effect,
  type Gateway,
  type GatewayAnswer,
  type GatewayEffect,
  type Input,
  type News,
  type Payment,
} from "@tillkit/core";

/** A payment on its way, with the effects that it has asked for last. */
export interface Life {
  payment: Payment;
  effects: readonly Effect[];
}

/** Begins with a payment that is to be opened. */
export function lifeOf(payment: Payment): Life {
  const type = payment.flow === "terminal" ? "open_intent" : "open_session";
  return { payment, effects: [{ type, key: type }] };
}

/** Lets the payment hear something. */
export function hear(life: Life, ...inputs: readonly (News | Input)[]): void {
  for (const input of inputs) {
    const move = decide(life.payment, { at: life.payment.createdAt, ...input });
    if (move === undefined) continue;
    [life.payment] = move;
    life.effects = move.slice(1).filter((effect): effect is Effect => "key" in effect);
  }
}

/** Performs the effect of this type, without letting the payment hear the answer. */
export function ask(
  gateway: Gateway,
  life: Life,
  type: GatewayEffect["type"],
  { key = `key-${type}`, recover = false }: { readonly key?: string; readonly recover?: boolean } = {},
): Promise<GatewayAnswer> {
  const effect = life.effects.find((candidate) => candidate.type === type);
  if (effect === undefined || effect.type === "fulfil" || effect.type === "afterwards")
    throw new Error(`The payment did not ask for ${type}.`);
  return gateway.perform({ effect, payment: life.payment, idempotencyKey: key, recover });
}

/** Performs it, and lets the payment hear the answer. */
export async function go(gateway: Gateway, life: Life, ...types: readonly GatewayEffect["type"][]): Promise<void> {
  for (const type of types) {
    const answer = await ask(gateway, life, type, {
      key: `${life.payment.id}-${type}-${life.effects.map(({ key }) => key).join()}`,
    });
    if (answer.type !== "done") throw new Error(`${type}: ${JSON.stringify(answer)}`);
    hear(life, ...answer.news);
  }
}

/** Asks how the payment stands, and answers what was said. */
export async function look(gateway: Gateway, life: Life): Promise<GatewayAnswer> {
  const at = life.payment.createdAt;
  hear(life, { type: "check", at });
  return ask(gateway, life, life.payment.flow === "terminal" ? "check_intent" : "check_session");
}
