/** Where a server process finds its database and its Stripe: its one argument, as JSON. */
export interface Setup {
  readonly database: DatabaseAddress;
  /** The address of the simulator. */
  readonly apiBase: string;
  readonly webhookSecret: string;
}

/** Which database all server processes share. */
export type DatabaseAddress =
  | { readonly type: "sqlite"; readonly file: string }
  | { readonly type: "postgres"; readonly url: string; readonly schema: string };

/** What the shop tells a server process. */
export type Order =
  | { readonly type: "collect"; readonly reference: string; readonly reader: string }
  | { readonly type: "checkout"; readonly reference: string }
  | { readonly type: "retry"; readonly reference: string }
  /** The guest is back from the page. */
  | { readonly type: "return"; readonly reference: string; readonly session: string };

/** What a server process tells the shop. */
export type News =
  | { readonly type: "listening"; readonly port: number }
  /** The order was taken, or refused by name; both are answers. */
  | { readonly type: "answer"; readonly reference: string; readonly status: string };
