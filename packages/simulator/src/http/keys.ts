import { Refusal } from "../protocol/errors.ts";

/** The permissions of restricted keys, by key, with or without their `rak_`. A key that is not listed may do everything. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/** Who is asking: the mode of the key, and a check of what it may do. */
export interface Caller {
  readonly livemode: boolean;
  /** Throws a 403 that names the permission when a restricted key lacks it. */
  readonly require: (permission: string) => void;
}

/**
 * Reads the `Authorization` header, as Bearer or Basic.
 *
 * Throws 401 for no key, an unknown or a publishable one, and a live one unless `acceptLive`.
 */
export function readCaller(header: string | undefined, keys: Keys, acceptLive: boolean): Caller {
  const key = readKey(header);
  if (key === undefined || key === "") throw unauthorized("You did not provide an API key.");
  if (key.startsWith("pk_")) {
    throw unauthorized("This API call cannot be made with a publishable API key.", "secret_key_required");
  }
  const mode = /^(?:sk|rk)_(test|live)_\w+$/.exec(key)?.[1];
  if (mode === undefined || (mode === "live" && !acceptLive)) {
    throw unauthorized(`Invalid API Key provided: ${redacted(key)}`);
  }
  const granted = keys[key];
  return {
    livemode: mode === "live",
    require(permission) {
      if (!granted || allows(granted, permission)) return;
      const message =
        `The provided key '${redacted(key)}' does not have the required permissions for this endpoint. ` +
        `Having the 'rak_${permission}' permission would allow this request to continue.`;
      throw new Refusal(403, { type: "invalid_request_error", message }, false);
    },
  };
}

function allows(granted: readonly string[], permission: string): boolean {
  // Write includes read.
  const names = granted.map((name) => name.replace(/^rak_/, ""));
  return names.includes(permission) || names.includes(permission.replace(/_read$/, "_write"));
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
