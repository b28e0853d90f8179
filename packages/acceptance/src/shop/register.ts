import type { PaymentResource, Problem } from "@tillkit/http";
import type { Shop } from "./shop.ts";

/** A cash register: it knows nothing but the shop's routes, and what they answer. */
export interface Register {
  /** Sells something on a reader, and answers the payment once nothing more happens by itself. */
  sell(sale: object): Promise<PaymentResource>;
  /** Presses a button: `POST /payments/:id/COMMAND`. */
  press(payment: { readonly id: string }, command: string, body?: object): Promise<PaymentResource>;
  /** The payment as the screen shows it now. */
  look(payment: { readonly id: string }): Promise<PaymentResource>;
  /** Anything else that works. */
  get(path: string): Promise<Record<string, unknown>>;
  post(path: string, body: object): Promise<Record<string, unknown>>;
  /** Something that is refused, and what the answer says. */
  refused(path: string, body: object): Promise<Problem>;
}

/** Opens a register of a shop. */
export function openRegister(shop: Shop): Register {
  const call = async (method: "GET" | "POST", path: string, body?: object): Promise<Response> =>
    fetch(shop.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  const look: Register["look"] = async ({ id }) => {
    await shop.quiet();
    return answered(await call("GET", `/payments/${id}`));
  };

  return {
    look,
    sell: async (sale) => look(await answered(await call("POST", "/payments", { flow: "terminal", ...sale }))),
    press: async ({ id }, command, body = {}) =>
      look(await answered(await call("POST", `/payments/${id}/${command}`, body))),
    get: async (path) => answered(await call("GET", path)),
    post: async (path, body) => answered(await call("POST", path, body)),
    refused: async (path, body) => {
      const response = await call("POST", path, body);
      if (response.ok) throw new Error(`${path} was not refused.`);
      return (await response.json()) as Problem;
    },
  };
}

async function answered<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} at ${response.url}: ${text}`);
  return JSON.parse(text) as T; // What our own routes answer.
}
