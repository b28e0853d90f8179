import { type Payment, type TerminalSucceeded } from "@tillkit/core";
import { receiptHtml, receiptOf, type ReceiptRequest, receiptText } from "@tillkit/receipts";
import { describe, expect, it } from "vitest";
import { evidence, NOON, terminalStates } from "../../core/test/states.ts";

const chipCard = {
  ...evidence.card,
  readMethod: "contactless_emv",
  wallet: "apple_pay",
  receipt: {
    accountType: "credit",
    applicationPreferredName: "VISA CREDIT",
    dedicatedFileName: "A0000000031010",
    authorizationCode: "123456",
    authorizationResponseCode: "3030",
    applicationCryptogram: "AB12CD34EF56AB12",
    cardholderVerificationMethod: "none",
    terminalVerificationResults: "0000000000",
    transactionStatusInformation: "0000",
  },
};

const { signing: _awaited, ...succeeded }: TerminalSucceeded = terminalStates.succeeded;
const paid: Payment = {
  ...succeeded,
  card: chipCard,
  livemode: true,
  paid: { ...succeeded.paid, amount: 1_450, tip: 200, at: NOON },
};
const merchant = { name: "Ramen Bar", lines: ["1 Main Street"] };

function print(request: Partial<ReceiptRequest> = {}) {
  const receipt = receiptOf({ payment: paid, merchant, timeZone: "UTC", ...request });
  if (receipt === undefined) throw new Error("There is nothing to print.");
  return { receipt, html: receiptHtml(receipt), text: receiptText(receipt) };
}

describe("a receipt", () => {
  it("carries everything that a card-present receipt must, in both forms", () => {
    const { html, text } = print();
    for (const said of [
      "Ramen Bar",
      "1 Main Street",
      "bill-1",
      "Visa **** 4242",
      "Contactless",
      "Apple Pay",
      "VISA CREDIT",
      "A0000000031010",
      "Credit",
      "123456",
      "3030",
      "AB12CD34EF56AB12",
      "0000000000",
      "Jan 5, 2026, 12:00 PM",
      "Customer copy",
    ]) {
      expect(html).toContain(said);
      expect(text).toContain(said);
    }
  });

  it("names the order as the guest knows it, else by its reference", () => {
    expect(print().receipt.head).toContainEqual({ label: "Order", value: "bill-1" });
    expect(print({ order: "#42" }).receipt.head).toContainEqual({ label: "Order", value: "#42" });
  });

  it("tells the bill, the tip and the total apart", () => {
    expect(print().receipt.totals).toEqual([
      { label: "Subtotal", value: "12.50" },
      { label: "Tip", value: "2.00" },
      { label: "Total", value: "USD 14.50" },
    ]);
  });

  it.each([
    ["jpy", 1_250, "JPY 1250"],
    ["kwd", 12_500, "KWD 12.500"],
    ["isk", 125_000, "ISK 1250.00"],
  ])("writes %s as Stripe counts it", (currency, amount, total) => {
    const payment = {
      ...succeeded,
      ordered: { amount, currency },
      paid: { ...succeeded.paid, amount, tip: 0, currency },
    };
    expect(print({ payment }).receipt.totals).toEqual([{ label: "Total", value: total }]);
  });

  it("lists what was sold, and what was given back for certain", () => {
    const refund = {
      id: "r1",
      paymentIntentId: "pi_1",
      amount: 500,
      currency: "usd",
      at: NOON,
      status: "succeeded",
    } as const;
    const { receipt } = print({
      payment: { ...paid, refunds: [refund, { ...refund, id: "r2", status: "pending" }] },
      items: [{ description: "Ramen", quantity: 2, amount: 2_500 }],
    });
    expect(receipt.items).toEqual([{ label: "2 x Ramen", value: "25.00" }]);
    expect(receipt.refunds).toEqual([{ label: "Refunded", value: "-5.00" }]);
  });

  it("says where no real money moved, and where it was printed before", () => {
    expect(print().receipt.marks).toEqual([]);
    const { receipt, html, text } = print({ payment: { ...paid, livemode: false }, duplicate: true });
    expect(receipt.marks).toEqual(["TEST", "DUPLICATE"]);
    expect(html).toContain(">TEST<");
    expect(text).toContain("*** DUPLICATE ***");
  });

  it("of held money says that it is not taken, and leaves room for a tip where the card allows one", () => {
    const { receipt, text } = print({ payment: terminalStates.requires_capture });
    expect(receipt).toMatchObject({
      marks: ["TEST", "NOT CAPTURED"],
      totals: [{ label: "Held" }],
      blanks: ["Tip", "Total"],
    });
    expect(text).toMatch(/^Tip _{10,}$/m);
  });

  it("is nothing where nothing was paid", () => {
    for (const payment of [terminalStates.collecting, terminalStates.declined, terminalStates.canceled])
      expect(receiptOf({ payment, merchant })).toBeUndefined();
  });
});

describe("the shop's copy", () => {
  const signing = { policy: "required", place: "screen", timeoutMs: 1, status: "signed" } as const;
  const svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

  it("has a line to sign on where the card asks for it, and the guest's has none", () => {
    const card = { ...chipCard, receipt: { ...chipCard.receipt, cardholderVerificationMethod: "signature" } };
    expect(print({ payment: { ...paid, card }, copy: "merchant" }).receipt.signature).toBe("line");
    expect(print({ payment: { ...paid, card } }).receipt.signature).toBeUndefined();
    expect(print({ copy: "merchant" }).receipt.signature).toBeUndefined();
    expect(print({ payment: terminalStates.requires_signature, copy: "merchant" }).receipt.signature).toBe("line");
  });

  it("shows the signature that was given, as a picture in which nothing can run", () => {
    const signed = { svg, sha256: "", source: "screen", at: NOON } as const;
    const { html, text } = print({
      payment: { ...paid, signing: { ...signing, signed } } as Payment,
      copy: "merchant",
    });
    expect(html).toContain("data:image/svg+xml;base64,");
    expect(html).not.toContain("<script");
    expect(text).toContain("Signed on screen");
  });
});

describe("text from the host", () => {
  it("is nothing but text in HTML", () => {
    const { html } = print({ merchant: { name: "<img src=x onerror=alert(1)>" }, footer: ['"&'] });
    expect(html).not.toContain("<img src=x");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).toContain("&quot;&amp;");
    expect(html).toContain("default-src 'none'");
  });

  it("cannot command a printer", () => {
    const { text } = print({ merchant: { name: "Bar\u001bp\u0000" }, items: [{ description: "a\nb", amount: 1 }] });
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it.each([42, 48])("fits into %i columns, however long it is", (columns) => {
    const receipt = receiptOf({
      payment: paid,
      merchant: { name: "A very long name of a restaurant that does not fit into one line of a receipt" },
      items: [{ description: "Noodles".repeat(20), quantity: 3, amount: 12_345 }],
      timeZone: "UTC",
    });
    const lines = receiptText(receipt ?? expect.fail("nothing"), { columns }).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });
});
