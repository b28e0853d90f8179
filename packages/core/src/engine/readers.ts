import { TillkitError } from "../errors.ts";
import type { Payment } from "../payment/payment.ts";
import { localCurrency } from "../money/local-currency.ts";
import type { Gateway } from "../ports/gateway.ts";
import type { Reader } from "../ports/reader.ts";
import { readerBusy, registerOf } from "./apply.ts";
import { parseCart, parseLabel, parseRegistration } from "./reader-requests.ts";
import { parseTipChange, parseTipPlace, parseTips } from "./tip-requests.ts";
import type { Context } from "./context.ts";
import type { ReaderInUse, TillReaders } from "./types/readers.ts";

/** The readers of one till. */
export interface Readers extends TillReaders {
  /** @throws TillkitError `reader_not_found`, `invalid_key`, `missing_permission` */
  mustExist(id: string): Promise<void>;
  /** @throws TillkitError `currency_not_local`, `reader_busy` where readers are shared, and what `mustExist` throws */
  mustTake(id: string, currency: string): Promise<void>;
}

/** Reads readers, and remembers which exist, so that a sale does not pay for the question twice. */
export function createReaders(context: Context, look: (paymentId: string) => Promise<unknown>): Readers {
  const { gateway } = context;
  /** The location of each reader that was seen. */
  const known = new Map<string, string | undefined>();
  const countryOf = createCountries(gateway);

  const inUse = async (reader: Reader): Promise<ReaderInUse> => {
    known.set(reader.id, reader.locationId);
    return { ...reader, ...(await useOf(context, reader)) };
  };

  const get = async (id: string): Promise<ReaderInUse> => inUse(await gateway.getReader(id));

  /** Not being able to ask is no reason not to sell: the hand-over itself is the test. */
  const getIfReachable = async (id: string): Promise<ReaderInUse | undefined> => {
    try {
      return await get(id);
    } catch (error) {
      if (TillkitError.is(error) && error.code === "stripe_unavailable") return undefined;
      throw error;
    }
  };

  const mustExist: Readers["mustExist"] = async (id) => {
    if (!known.has(id)) await getIfReachable(id);
  };

  /** Whoever else uses it: Stripe would replace what runs there, and its guest would pay us. */
  const mustBeNobodys = async (id: string): Promise<void> => {
    const reader = await getIfReachable(id);
    if (reader?.use === "other") throw usedByOthers(reader);
  };

  /** Nothing is sent to a reader that a payment of ours has. */
  const mustBeOurs = async (id: string): Promise<void> => {
    const payment = await holderOf(context, id);
    if (payment !== undefined) throw readerBusy(id, { paymentId: payment.id, ...registerOf(payment) });
  };

  return {
    get,
    list: async () => Promise.all((await gateway.listReaders()).map(inUse)),
    mustExist,
    mustTake: async (id, currency) => {
      await (context.sharedReaders ? mustBeNobodys(id) : mustExist(id));
      const location = known.get(id);
      const country = location === undefined ? undefined : await countryOf(location);
      const takes = country === undefined ? undefined : localCurrency(country);
      if (country === undefined || takes === undefined || takes === currency) return;
      throw notLocal({ reader: id, country, currency, local: takes });
    },
    register: async (request) => inUse(await gateway.registerReader(parseRegistration(request))),
    rename: async (id, label) => inUse(await gateway.renameReader(id, parseLabel(label))),
    showCart: async (id, cart) => {
      const shown = parseCart(cart);
      await mustBeOurs(id);
      const reader = await gateway.showCart(id, shown);
      // A payment that took the reader in between may have lost its place on it: whoever waits for it must not wait for silence.
      const payment = await holderOf(context, id);
      if (payment !== undefined) await look(payment.id);
      return inUse(reader);
    },
    clearCart: async (id) => {
      await mustBeOurs(id);
      return inUse(await gateway.clearReader(id, null));
    },
    forceClear: async ({ reader, expectedPaymentIntentId }) => {
      await mustBeOurs(reader);
      return inUse(await gateway.clearReader(reader, expectedPaymentIntentId));
    },
    locations: () => gateway.listLocations(),
    tips: async (place = {}) => gateway.readTips(parseTipPlace(place)),
    setTips: async (request) => {
      const { tips, ...change } = parseTips(request);
      return gateway.writeTips(change, tips);
    },
    clearTips: async (change = {}) => gateway.writeTips(parseTipChange(change), {}),
  };
}

/** Asks once where each location is, and again where that failed. Not to be told is no reason not to sell: Stripe refuses what cannot be. */
function createCountries(gateway: Gateway): (location: string) => Promise<string | undefined> {
  const asked = new Map<string, Promise<string | undefined>>();

  async function ask(location: string): Promise<string | undefined> {
    try {
      return (await gateway.listLocations()).find(({ id }) => id === location)?.country;
    } catch (error) {
      const isOurs = TillkitError.is(error);
      if (!isOurs || error.retryable) asked.delete(location);
      if (!isOurs) throw error;
      return undefined;
    }
  }

  return (location) => {
    // Sales that begin together wait for the same answer.
    const answer = asked.get(location) ?? ask(location);
    asked.set(location, answer);
    return answer;
  };
}

function notLocal(seen: Readonly<Record<"reader" | "country" | "currency" | "local", string>>): TillkitError {
  const { reader, country, currency, local } = seen;
  return new TillkitError(
    "currency_not_local",
    `Reader ${reader} stands in ${country}, where readers take ${local} and not ${currency}.`,
    { details: seen },
  );
}

function usedByOthers({ id, action }: ReaderInUse): TillkitError {
  return new TillkitError(
    "reader_busy",
    `Reader ${id} runs something of another program (${action?.type ?? "unknown"}). Wait for it, or use another reader.`,
    {
      details: { readerId: id, action: action?.type ?? null, paymentIntentId: action?.paymentIntentId ?? null },
      retryable: true,
    },
  );
}

async function holderOf({ store, tenant }: Context, readerId: string): Promise<Payment | undefined> {
  return (await store.find(tenant, `reader:${readerId}`))?.payment;
}

/** Whose the reader is now: what we know, and what Stripe shows on it. */
async function useOf(
  context: Context,
  { id, action }: Reader,
): Promise<Pick<ReaderInUse, "use" | "paymentId" | "register">> {
  const holder = await holderOf(context, id);
  if (holder !== undefined) return { use: "payment", paymentId: holder.id, ...registerOf(holder) };
  // A cart is over for Stripe as soon as it is shown.
  if (action?.type === "set_reader_display" && action.status !== "failed") return { use: "cart" };
  // What is over stays on the reader until something else comes: the last guest's, and nobody's concern.
  if (action?.status !== "in_progress") return { use: "free" };
  const payment = await paymentOn(context, action.paymentIntentId);
  return payment === undefined ? { use: "other" } : { use: "leftover", paymentId: payment.id, ...registerOf(payment) };
}

async function paymentOn({ store, tenant }: Context, paymentIntentId?: string): Promise<Payment | undefined> {
  return paymentIntentId === undefined ? undefined : (await store.find(tenant, paymentIntentId))?.payment;
}
