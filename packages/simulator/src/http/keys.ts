import { Refusal } from "./errors.ts";

/** The permissions of restricted keys, by key. A key that is not listed may do everything. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/**
 * Lets a request in by its `Authorization` header, as Bearer or Basic.
 *
 * Throws 401 for no key, an unknown or a publishable one, and 403 for a restricted key without the permission.
 */
export function authorizeKey(header: string | undefined, permission: string, keys: Keys): void {
  const key = readKey(header);
  if (key === undefined || key === "") throw unauthorized("You did not provide an API key.");
  if (key.startsWith("pk_")) {
    throw unauthorized("This API call cannot be made with a publishable API key.", "secret_key_required");
  }
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw unauthorized(`Invalid API Key provided: ${redacted(key)}`);
  const granted = keys[key];
  if (!granted || allows(granted, permission)) return;
  const message =
    `The provided key '${redacted(key)}' does not have the required permissions for this endpoint. ` +
    `Having the '${permission}' permission would allow this request to continue.`;
  throw new Refusal(403, { type: "invalid_request_error", message }, false);
}

function allows(granted: readonly string[], permission: string): boolean {
  // Write includes read.
  return granted.includes(permission) || granted.includes(permission.replace(/_read$/, "_write"));
}

function readKey(header: string | undefined): string | undefined {
  const [scheme = "", value = ""] = (header ?? "").split(" ");
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return undefined;
  return Buffer.from(value, "base64").toString("utf8").split(":")[0];
}

function redacted(key: string): string {
  return key.length > 12 ? `${key.slice(0, 8)}***${key.slice(-4)}` : "***";
}

function unauthorized(message: string, code?: string): Refusal {
  return new Refusal(401, { type: "invalid_request_error", message, ...(code && { code }) }, false);
}
