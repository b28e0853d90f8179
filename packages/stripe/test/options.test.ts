import { inspect } from "node:util";
import { TillkitError } from "@tillkit/core";
import { stripeGateway, type StripeGatewayOptions } from "@tillkit/stripe";
import { describe, expect, it } from "vitest";

const secretKey = "sk_test_canary51Hx0000000";
const webhookSecrets = "whsec_canary00000000000";

function refusal(options: object): TillkitError {
  try {
    // The point is what happens to options that the compiler would not let through.
    stripeGateway(options as StripeGatewayOptions);
  } catch (error) {
    if (TillkitError.is(error)) return error;
  }
  throw new Error("The options were accepted.");
}

describe("a gateway is only made of a key that can work", () => {
  it.each([
    ["", "secret_key_missing"],
    ["   ", "secret_key_missing"],
    [undefined, "secret_key_missing"],
    ["pk_test_abc", "publishable_key_given"],
    ["pk_live_abc", "publishable_key_given"],
    ["whsec_abc", "invalid_key"],
    ["sk_test_", "invalid_key"],
    ["sk_test_abc\n", "invalid_key"],
    ["sk_test_ab c", "invalid_key"],
    ['"sk_test_abc"', "invalid_key"],
    ["sk_test_ä", "invalid_key"],
  ])("%j is refused as %s", (key, code) => {
    expect(refusal({ secretKey: key, webhookSecrets }).code).toBe(code);
  });

  it.each([
    ["sk_test_abc", false],
    ["rk_test_abc", false],
    ["sk_live_abc", true],
    ["rk_live_abc", true],
  ])("%s has livemode %s", (key, livemode) => {
    expect(stripeGateway({ secretKey: key, webhookSecrets }).livemode).toBe(livemode);
  });

  it("a mode that the key contradicts is refused", () => {
    expect(refusal({ secretKey, webhookSecrets, livemode: true }).code).toBe("invalid_option");
  });

  it("a live key is sent nowhere but to Stripe", () => {
    const live = { secretKey: "sk_live_canary51Hx0000000", webhookSecrets, apiBase: "http://127.0.0.1:12111" };
    expect(refusal(live).code).toBe("invalid_option");
  });

  it("a client needs its mode beside it", () => {
    expect(refusal({ client: {}, webhookSecrets }).code).toBe("invalid_option");
  });

  it.each(["nonsense", "ftp://127.0.0.1", "http://127.0.0.1:1/v1", "http://user@127.0.0.1"])(
    "%s is no address of Stripe's",
    (apiBase) => {
      expect(refusal({ secretKey, webhookSecrets, apiBase }).code).toBe("invalid_option");
    },
  );
});

describe("a gateway is only made of signing secrets that nobody can guess", () => {
  it.each([
    [undefined],
    [""],
    ["  "],
    ["whsec_"],
    ["whsec_1"],
    ["abc_0000000000000000"],
    ["whsec_canary00000000000\n"],
    [["whsec_canary00000000000", ""]],
  ])("%j is refused", (secrets) => {
    expect(refusal({ secretKey, webhookSecrets: secrets }).code).toBe("webhook_secret_invalid");
  });

  it("none at all has to be said", () => {
    expect(stripeGateway({ secretKey, webhookSecrets: [] }).livemode).toBe(false);
  });
});

describe("secrets stay inside", () => {
  it("the gateway does not show them", () => {
    const gateway = stripeGateway({ secretKey, webhookSecrets });
    const shown = `${inspect(gateway, { depth: 9, showHidden: true })} ${JSON.stringify(gateway)}`;
    expect(shown).not.toContain("canary");
  });

  it("a refusal does not repeat them", () => {
    const error = refusal({ secretKey: `${secretKey} `, webhookSecrets });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  });
});
