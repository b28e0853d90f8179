import { settings } from "./settings.ts";
import type { SettingsInput } from "./settings.ts";

/** Settings from a JSON file. Throws for names there are not, and for values of another kind than the setting's. */
export function readSettings(json: unknown): SettingsInput {
  compare(settings(), json, "");
  // Compared with the settings themselves, member by member.
  return json as SettingsInput;
}

/** Settings that take other kinds of value than their default, or only some. */
const allowed: Readonly<Record<string, (value: unknown) => boolean>> = {
  rateLimits: (value) => typeof value === "boolean" || isObject(value),
  adaptivePricing: isRates,
  tippingUpdate: (value) => value === "replaced" || value === "merged",
  canceledAction: (value) => value === "null" || value === "failed",
  manualCapturePaymentStatus: (value) => value === "unpaid" || value === "paid",
};

function compare(known: object, given: unknown, at: string): void {
  if (!isObject(given)) throw new Error(`${at || "The settings"} must be an object`);
  for (const [name, value] of Object.entries(given)) {
    const path = at === "" ? name : `${at}.${name}`;
    const standard: unknown = Reflect.get(known, name);
    if (standard === undefined)
      throw new Error(`There is no setting '${path}'. There are: ${Object.keys(known).join(", ")}`);
    const fits = allowed[path];
    if (isObject(standard) && !fits) compare(standard, value, path);
    else if (!(fits?.(value) ?? isLike(standard, value)))
      throw new Error(
        `The setting '${path}' cannot be ${JSON.stringify(value)}; by default it is ${JSON.stringify(standard)}`,
      );
  }
}

function isLike(standard: unknown, value: unknown): boolean {
  if (!Array.isArray(standard)) return typeof value === typeof standard;
  return Array.isArray(value) && value.every((item) => typeof item === typeof standard[0]);
}

function isRates(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([currency, rate]) => /^[a-z]{3}$/.test(currency) && typeof rate === "number" && Number.isFinite(rate) && rate > 0,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
