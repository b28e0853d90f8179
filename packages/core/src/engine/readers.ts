import { TillkitError } from "../errors.ts";
import type { Reader } from "../ports/gateway.ts";
import type { Context } from "./context.ts";
import type { ReaderInUse } from "./types.ts";

/** The readers of one till. */
export interface Readers {
  list(): Promise<readonly ReaderInUse[]>;
  get(id: string): Promise<ReaderInUse>;
  /** @throws TillkitError `reader_not_found`, `invalid_key`, `missing_permission` */
  mustExist(id: string): Promise<void>;
}

/** Reads readers, and remembers which exist, so that a sale does not pay for the question twice. */
export function createReaders({ gateway, store, tenant }: Context): Readers {
  const known = new Set<string>();

  const withPayment = async (reader: Reader): Promise<ReaderInUse> => {
    known.add(reader.id);
    const holder = await store.find(tenant, `reader:${reader.id}`);
    return holder === undefined ? reader : { ...reader, paymentId: holder.payment.id };
  };

  const get = async (id: string): Promise<ReaderInUse> => withPayment(await gateway.getReader(id));

  return {
    get,
    list: async () => Promise.all((await gateway.listReaders()).map(withPayment)),
    mustExist: async (id) => {
      if (known.has(id)) return;
      try {
        await get(id);
      } catch (error) {
        // Not being able to ask is no reason not to sell: the hand-over itself is the test.
        if (!(TillkitError.is(error) && error.code === "stripe_unavailable")) throw error;
      }
    },
  };
}
