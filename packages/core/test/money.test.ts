import { currencies, currencyOf, formatMoney, parseMoney, TillkitError } from "@tillkit/core";
import { describe, expect, it } from "vitest";

/** The code of the error that the call throws. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return TillkitError.is(error) ? error.code : String(error);
  }
  return "nothing was thrown";
}

describe("money", () => {
  it("takes whole minor units", () => {
    expect(parseMoney(1_250, "usd")).toEqual({ amount: 1_250, currency: "usd" });
  });

  it.each([-1, 12.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1250", null, undefined, 1_250n])(
    "refuses the amount %s",
    (amount) => {
      expect(codeOf(() => parseMoney(amount, "usd"))).toBe("invalid_amount");
    },
  );

  it.each(["USD", "us", "dollars", "", "xxx", "__proto__", "constructor", null, 7])(
    "does not know the currency %s",
    (currency) => {
      expect(codeOf(() => parseMoney(1_250, currency))).toBe("unknown_currency");
    },
  );

  it.each([
    ["usd", 50],
    ["gbp", 30],
    ["jpy", 50],
    ["huf", 17_500],
    ["czk", 1_500],
    ["mxn", 1_000],
  ])("takes no less than Stripe's minimum in %s", (currency, minimum) => {
    expect(parseMoney(minimum, currency).amount).toBe(minimum);
    expect(codeOf(() => parseMoney(minimum - 1, currency))).toBe("amount_too_small");
  });

  it("takes no more digits than a card charge has", () => {
    expect(codeOf(() => parseMoney(1_000_000_000_000, "usd"))).toBe("amount_too_large");
  });

  it.each([
    [500, "jpy", "500 jpy"],
    [1_250, "usd", "12.50 usd"],
    [5, "usd", "0.05 usd"],
    [10_500, "kwd", "10.500 kwd"],
    [500, "isk", "5.00 isk"],
    [120, "mga", "120 mga"],
  ])("writes %i %s as %s", (amount, currency, written) => {
    expect(formatMoney({ amount, currency })).toBe(written);
  });

  it("knows where Stripe differs from ISO 4217", () => {
    expect(currencyOf("mga").decimals).toBe(0);
    expect(currencyOf("isk")).toMatchObject({ decimals: 2, step: 100 });
    expect(currencyOf("huf").decimals).toBe(2);
    expect(codeOf(() => parseMoney(1_050, "isk"))).toBe("invalid_amount");
    expect(codeOf(() => parseMoney(1_005, "kwd"))).toBe("invalid_amount");
  });

  it("has every zero- and three-decimal currency of Stripe's list", () => {
    expect(having(0)).toBe("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf");
    expect(having(3)).toBe("bhd jod kwd omr tnd");
  });

  it("says what was seen and what to send instead", () => {
    expect(() => parseMoney(12.5, "usd")).toThrow(
      "The amount 12.5 is not a whole number of minor units. Send 1200 for 12.00 usd.",
    );
  });
});

/** The currencies with so many decimals. */
function having(decimals: number): string {
  const codes = [...currencies].flatMap(([code, unit]) => (unit.decimals === decimals ? [code] : []));
  return codes.toSorted().join(" ");
}
