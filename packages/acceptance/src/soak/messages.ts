/** What the shop tells a server process. */
export type Order =
  | { readonly type: "collect"; readonly reference: string; readonly reader: string }
  | { readonly type: "checkout"; readonly reference: string }
  | { readonly type: "retry"; readonly reference: string }
  | { readonly type: "cancel"; readonly reference: string };

/** What a server process tells the shop. */
export type News =
  | { readonly type: "listening"; readonly port: number }
  /** The order was taken, or refused by name; both are answers. */
  | { readonly type: "answer"; readonly reference: string; readonly status: string };
