import { resolve } from "./schema.ts";
import type { Schema } from "./schema.ts";

/** What an account may use that Stripe's declarations keep quiet about. */
export interface Gates {
  /** Orders by mail and telephone, whose card number is typed on the reader. */
  readonly moto: boolean;
}

/** The request schema of an operation, with the parameters that this account may use besides. */
export function gated(operation: string, request: Schema, { moto }: Gates): Schema {
  if (!moto || operation !== "POST /v1/terminal/readers/{id}/process_payment_intent") return request;
  const whole = resolve(request);
  const config = resolve(whole.properties?.["process_config"] ?? {});
  const opened = { ...config, properties: { ...config.properties, moto: { type: "boolean" } } };
  return { ...whole, properties: { ...whole.properties, process_config: opened } };
}
