import generated from "./schema.generated.json" with { type: "json" };

/** The part of JSON Schema that the generated file uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** One Stripe operation: what may be sent and what comes back. */
export interface Operation {
  readonly request?: Schema;
  readonly response: Schema;
  /** Whether the answer is a page of `response` objects. */
  readonly list: boolean;
  readonly needsParams: boolean;
}

// The generator in scripts/ wrote the file with exactly these members; the schema test regenerates and compares it.
const schema = generated as {
  readonly apiVersion: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly missing: readonly string[];
};

/** The version of the Stripe API the schemas were generated from. */
export const apiVersion: string = schema.apiVersion;

/** Every operation by verb and path template: `POST /v1/payment_intents/{id}/cancel`. */
export const operations: Readonly<Record<string, Operation>> = schema.operations;

/** What the client declares for the same resources and the simulator does not answer. */
export const missingOperations: readonly string[] = schema.missing;

/** The named schemas that operations refer to. */
export const definitions: Readonly<Record<string, Schema>> = schema.definitions;

/** Follows a reference to the schema it names. */
export function resolve(part: Schema): Schema {
  return part.$ref === undefined ? part : (definitions[part.$ref.slice("#/definitions/".length)] ?? {});
}
