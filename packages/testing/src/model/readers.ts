import { type Gateway, type Reader, type ReaderLocation, TillkitError } from "@tillkit/core";
import { tipsOf } from "./tips.ts";
import type { World } from "./world.ts";

type Readers = Pick<
  Gateway,
  | "listReaders"
  | "getReader"
  | "registerReader"
  | "renameReader"
  | "listLocations"
  | "readTips"
  | "writeTips"
  | "createConnectionToken"
  | "showCart"
  | "clearReader"
>;

const shop: ReaderLocation = { id: "tml_model", name: "Model shop", country: "US" };

/** The model's readers, and what staff may do with them beside payments. */
export function readersOf(world: World): Readers {
  const { readers, labels, carts, slots, questions, returns, nextId } = world;

  const getReader = async (id: string): Promise<Reader> => {
    if (readers.includes(id)) return readerOf(world, id);
    throw new TillkitError("reader_not_found", `There is no reader ${id}.`);
  };

  return {
    getReader,
    listReaders: async () => readers.map((id) => readerOf(world, id)),
    registerReader: async ({ registrationCode, locationId, label }) => {
      mustBeThere(locationId);
      if (!registrationCode.startsWith("simulated-"))
        throw new TillkitError("registration_refused", `Nobody shows the code ${registrationCode}.`);
      const id = nextId("tmr");
      readers.push(id);
      labels.set(id, label);
      return readerOf(world, id);
    },
    renameReader: async (id, label) => {
      await getReader(id);
      labels.set(id, label);
      return readerOf(world, id);
    },
    listLocations: async () => [shop],
    ...tipsOf(mustBeThere),
    createConnectionToken: async (locationId) => {
      mustBeThere(locationId);
      return nextId("pst");
    },
    showCart: async (id) => {
      const { action } = await getReader(id);
      if (action?.status === "in_progress")
        throw new TillkitError("reader_busy", `Reader ${id} is at work.`, { retryable: true });
      carts.add(id);
      return readerOf(world, id);
    },
    clearReader: async (id, expected) => {
      const { action } = await getReader(id);
      if (action?.status !== "in_progress" && !carts.has(id)) return readerOf(world, id);
      if ((action?.paymentIntentId ?? null) !== expected)
        throw new TillkitError("reader_changed", `Reader ${id} runs something else.`);
      for (const runs of [carts, slots, questions, returns]) runs.delete(id);
      return readerOf(world, id);
    },
  };
}

function readerOf(world: World, id: string): Reader {
  const action = actionOn(world, id);
  return {
    id,
    label: world.labels.get(id) ?? id,
    deviceType: "simulated_stripe_s700",
    status: "online",
    locationId: shop.id,
    ...(action === undefined ? {} : { action }),
  };
}

function actionOn({ carts, slots, questions, returns }: World, id: string): Reader["action"] {
  if (carts.has(id)) return { type: "set_reader_display", status: "succeeded" };
  const slot = slots.get(id);
  if (slot !== undefined)
    return {
      type: slot.collects ? "collect_payment_method" : "process_payment_intent",
      status: slot.status,
      paymentIntentId: slot.paymentIntentId,
    };
  const back = returns.get(id);
  if (back !== undefined) return { type: "refund_payment", status: back.status };
  const question = questions.get(id);
  if (question === undefined) return undefined;
  return { type: "collect_inputs", status: question.status === "in_progress" ? "in_progress" : "succeeded" };
}

function mustBeThere(locationId: string): void {
  if (locationId !== shop.id) throw new TillkitError("location_not_found", `There is no location ${locationId}.`);
}
