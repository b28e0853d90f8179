import { describe, expect, it } from "vitest";
import { readSettings } from "../server/settings.ts";

describe("settings", () => {
  it("runs on the simulator when nothing is set", () => {
    expect(readSettings({})).toMatchObject({ port: 4242, host: "127.0.0.1", stripe: { type: "simulated" } });
  });

  it.each([
    [{ STRIPE_SECRET_KEY: "sk_test_1" }, "webhook_secret_invalid"],
    [{ STRIPE_SECRET_KEY: "pk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1" }, "publishable_key_given"],
    [{ STRIPE_WEBHOOK_SECRET: "whsec_1" }, "secret_key_missing"],
    [{ STRIPE_API_BASE: "http://localhost:12111" }, "secret_key_missing"],
    [{ POS_CURRENCY: "dollars" }, "unknown_currency"],
    [{ POS_CURRENCY: "jpy" }, "invalid_option"],
    [{ PORT: "http" }, "invalid_option"],
  ])("refuses %o by name", (env, code) => {
    expect(() => readSettings(env)).toThrow(expect.objectContaining({ code }));
  });

  it("never repeats a key in what it says", () => {
    const secret = "pk_live_abcdefghijklmnop";
    expect(() => readSettings({ STRIPE_SECRET_KEY: secret })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});
