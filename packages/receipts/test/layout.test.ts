import type { Payment } from "@tillkit/core";
import { type Receipt, receiptHtml, receiptOf, type ReceiptRequest, receiptText } from "@tillkit/receipts";
import { describe, expect, it } from "vitest";
import { evidence, NOON, terminalStates } from "../../core/test/states.ts";

const { signing: _awaited, ...succeeded } = terminalStates.succeeded;
const receipt = {
  accountType: "checking",
  applicationPreferredName: "INTERAC",
  dedicatedFileName: "A0000002771010",
  authorizationCode: "654321",
  authorizationResponseCode: "3030",
  applicationCryptogram: "0123456789ABCDEF",
  cardholderVerificationMethod: "offline_pin_and_signature",
  terminalVerificationResults: "8000008000",
  transactionStatusInformation: "6800",
};
const card = { ...evidence.card, readMethod: "contact_emv", receipt };
const paid: Payment = { ...succeeded, card, paid: { ...succeeded.paid, amount: 1_250, tip: 0, at: NOON } };

function print(request: Partial<ReceiptRequest> = {}): Receipt {
  const merchant = { name: "Ramen Bar", lines: ["1 Main Street"] };
  return (
    receiptOf({ payment: paid, merchant, timeZone: "UTC", ...request }) ?? expect.fail("There is nothing to print.")
  );
}

/** Reckoned by hand, and not by the code under test: what a printer of fixed width needs for it. */
const widths: readonly (readonly [text: string, columns: number])[] = [
  ["拉麺", 4],
  ["らーめん", 8],
  ["비빔밥", 6],
  ["ｶﾀｶﾅ", 4],
  ["Ｒ", 2],
  ["café", 4],
  ["cafe\u0301", 4],
  ["شاي", 3],
  ["חומוס", 5],
  ["🍜", 2],
  ["👨‍👩‍👧", 2],
];

describe("text for a printer", () => {
  it.each(widths)("counts %s as %d columns, so that the money stays in its own", (name, columns) => {
    const text = receiptText(print({ items: [{ description: name, amount: 500 }] }));
    expect(text.split("\n")).toContain(name + " ".repeat(42 - columns - 4) + "5.00");
  });

  it.each([42, 48])("never goes beyond %d columns, whatever names are like", (columns) => {
    const long = (name: string): string => name.repeat(Math.ceil((3 * columns) / name.length));
    for (const [name, width] of widths) {
      const lines = receiptText(
        print({
          merchant: { name: long(name), lines: [long(`${name} `)] },
          items: [{ description: long(name), amount: 123_456_789, quantity: 12 }],
          footer: [long(name)],
        }),
        { columns },
      ).split("\n");
      const full = lines.map((line) => line.replaceAll(" ", "")).filter((line) => line.includes(name));
      expect(full.length).toBeGreaterThan(3);
      // A line may end inside a name: a fraction of one is not a column.
      for (const line of full) expect(Math.floor(line.length / name.length) * width).toBeLessThanOrEqual(columns);
    }
  });

  it("breaks a word without spaces where the line ends, between letters", () => {
    const text = receiptText(print({ items: [{ description: "麺".repeat(25), amount: 500 }] }));
    expect(text).toContain(`${"麺".repeat(21)}\n${"麺".repeat(4)}\n`);
    expect(receiptText(print({ items: [{ description: "👨‍👩‍👧".repeat(22), amount: 5 }] }))).toContain("👨‍👩‍👧\n👨‍👩‍👧\n");
  });

  it("puts an amount on a line of its own where there is no room beside it", () => {
    const lines = receiptText(print({ items: [{ description: "x".repeat(38), amount: 500 }] })).split("\n");
    const at = lines.indexOf("x".repeat(38));
    expect(lines[at + 1]).toBe("5.00".padStart(42));
  });

  it("is 42 columns wide unless told otherwise", () => {
    expect(receiptText(print())).toBe(receiptText(print(), { columns: 42 }));
    expect(receiptText(print(), { columns: 48 })).not.toBe(receiptText(print()));
  });
});

describe("a page", () => {
  it("is 80 mm wide, on paper and on the screen", () => {
    const html = receiptHtml(print());
    expect(html).toContain("@page { size: 80mm auto; margin: 0 }");
    expect(html).toMatch(/body \{[^}]*width: 80mm/);
  });

  it("lets every text from the host have its own direction, and no amount turn with it", () => {
    const html = receiptHtml(print({ items: [{ description: "חומוס", amount: 500 }], footer: ["شكرا"] }));
    expect(html).toContain('<dt dir="auto">חומוס</dt><dd><bdi>5.00</bdi></dd>');
    expect(html).toContain('<p dir="auto">شكرا</p>');
  });
});

const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</style><style>*{display:none}</style>",
  "'-alert(1)-'",
  "&lt;b&gt;",
];

describe("hostile names", () => {
  it.each(hostile)("%s is printed as it is, and is nothing but text on a page", (name) => {
    const full = print({
      merchant: { name, lines: [name] },
      items: [{ description: name, amount: 1 }],
      footer: [name],
      order: name,
      payment: { ...paid, card: { ...card, brand: name, receipt: { ...receipt, applicationPreferredName: name } } },
    });
    const html = receiptHtml(full);
    expect(html).not.toContain(name);
    expect(html.match(/<(?:script|img)/g)).toBeNull();
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(receiptText(full)).toContain(name);
  });

  it.each([
    ["a new line", "Tea\nTotal USD 0.00"],
    ["a line separator", "Tea\u2028Total USD 0.00"],
    ["a printer's command", "Tea\u001b@Total USD 0.00"],
    ["an override of direction", "Tea\u202eTotal USD 0.00"],
    ["an isolate", "Tea\u2066\u2067Total USD 0.00"],
  ])("with %s stay on one line and in one direction", (_what, description) => {
    const full = print({ items: [{ description, amount: 500 }] });
    expect(full.items[0]?.label.replace("@", "")).toBe("Tea Total USD 0.00");
    expect(receiptText(full)).toMatch(/^Tea @?Total USD 0\.00 +5\.00$/m);
  });

  it("that are half a letter are made whole", () => {
    const full = print({ items: [{ description: "Tea\ud800", amount: 500 }] });
    for (const written of [receiptText(full), receiptHtml(full)]) {
      expect(written).toContain("Tea\ufffd");
      expect(written).not.toMatch(/\p{Cs}/u);
    }
  });
});

describe("marks", () => {
  it.each([
    [{ livemode: true }, {}, []],
    [{ livemode: false }, {}, ["TEST"]],
    [{ livemode: true }, { duplicate: true }, ["DUPLICATE"]],
    [{ livemode: false }, { duplicate: true }, ["TEST", "DUPLICATE"]],
  ] as const)("of %o printed with %o are %o, on both copies and in both forms", (mode, how, marks) => {
    for (const copy of ["customer", "merchant"] as const) {
      const full = print({ payment: { ...paid, ...mode }, copy, ...how });
      expect(full.marks).toEqual(marks);
      const text = receiptText(full);
      const html = receiptHtml(full);
      for (const mark of ["TEST", "DUPLICATE"] as const) {
        const marked = marks.some((each) => each === mark);
        expect(text.includes(`*** ${mark} ***`)).toBe(marked);
        expect(html.includes(`<p class="mark">${mark}</p>`)).toBe(marked);
      }
    }
  });
});

describe("what the card told the reader", () => {
  const printed = {
    accountType: ["Account", "Checking"],
    applicationPreferredName: ["Application", "INTERAC"],
    dedicatedFileName: ["AID", "A0000002771010"],
    authorizationCode: ["Approval code", "654321"],
    authorizationResponseCode: ["ARC", "3030"],
    applicationCryptogram: ["Cryptogram", "0123456789ABCDEF"],
    cardholderVerificationMethod: ["Verified by", "PIN and signature"],
    terminalVerificationResults: ["TVR", "8000008000"],
    transactionStatusInformation: ["TSI", "6800"],
  } as const satisfies Record<keyof typeof receipt, readonly [string, string]>;

  it.each(Object.entries(printed))("stands on both copies: %s", (field, [label, value]) => {
    for (const copy of ["customer", "merchant"] as const) {
      const full = print({ copy });
      expect(full.card).toContainEqual({ label, value });
      expect(receiptText(full)).toMatch(new RegExp(`^${label} +${value}$`, "m"));
      expect(receiptHtml(full)).toContain(`${label}</dt><dd><bdi>${value}</bdi></dd>`);
    }
    const { [field as keyof typeof receipt]: _left, ...rest } = receipt;
    const without = print({ payment: { ...paid, card: { ...card, receipt: rest } } });
    expect(without.card.map((row) => row.label)).not.toContain(label);
  });

  it("is never more of the card than its last four digits", () => {
    expect(receiptText(print())).not.toMatch(/(?<![A-F\d])\d{12,19}(?![A-F\d])/);
    expect(print().card[0]).toEqual({ label: "Card", value: "Visa **** 4242" });
  });
});

describe("money", () => {
  it.each([
    ["jpy", 1_250, "JPY 1250", "1250"],
    ["krw", 5_000, "KRW 5000", "5000"],
    ["usd", 1_250, "USD 12.50", "12.50"],
    ["kwd", 12_500, "KWD 12.500", "12.500"],
    ["bhd", 5, "BHD 0.005", "0.005"],
  ])("in %s is written with the decimals that it has, everywhere", (currency, amount, total, digits) => {
    const refund = { id: "ref_1", paymentIntentId: "pi_1", amount, currency, at: NOON, status: "succeeded" } as const;
    const full = print({
      payment: {
        ...paid,
        ordered: { amount, currency },
        paid: { ...paid.paid, amount, currency },
        refunds: [refund],
      } as Payment,
      items: [{ description: "Tea", amount }],
    });
    expect(full.totals).toEqual([{ label: "Total", value: total }]);
    expect(full.items).toEqual([{ label: "Tea", value: digits }]);
    expect(full.refunds).toEqual([{ label: "Refunded", value: `-${digits}` }]);
  });
});
