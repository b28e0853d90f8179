import { TillkitError } from "@tillkit/core";

/**
 * Whether a secret key moves real money; refuses whatever is not a secret key, without repeating it.
 *
 * @throws TillkitError `secret_key_missing`, `publishable_key_given`, `invalid_key`
 */
export function modeOfKey(key: unknown): boolean {
  if (typeof key !== "string" || key.trim() === "")
    throw new TillkitError(
      "secret_key_missing",
      "No Stripe secret key was given. Set STRIPE_SECRET_KEY to sk_… or rk_….",
    );
  if (/[\s"'`]/.test(key))
    throw new TillkitError("invalid_key", "The Stripe key has white space or quotes in it. Copy the key alone.");
  if (key.startsWith("pk_"))
    throw new TillkitError(
      "publishable_key_given",
      "This is a publishable key (pk_…), which cannot take payments. Use the secret key (sk_…) or a restricted one (rk_…).",
    );
  const mode = /^(?:sk|rk)_(live|test)_[\x21-\x7e]+$/.exec(key)?.[1];
  if (mode === undefined)
    throw new TillkitError("invalid_key", "A Stripe secret key begins with sk_test_, sk_live_, rk_test_ or rk_live_.");
  return mode === "live";
}
