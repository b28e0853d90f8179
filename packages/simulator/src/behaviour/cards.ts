import type { CardOutcome, TestCard } from "../objects/test-card.ts";

const approve: CardOutcome = { kind: "approve", verification: "none" };
const decline = (declineCode: string): CardOutcome => ({ kind: "decline", code: "card_declined", declineCode });

function card(
  name: string,
  label: string,
  number: string,
  brand: string,
  outcome: CardOutcome = approve,
  more: Partial<TestCard> = {},
): TestCard {
  return { name, label, number, brand, funding: "credit", country: "US", outcome, ...more };
}

/** Stripe's test cards (pages Terminal testing and Testing), and the simulator's own wallets and bank debits. */
export const cards: readonly TestCard[] = [
  card("visa", "Visa", "4242424242424242", "visa"),
  card("visa_debit", "Visa debit", "4000056655665556", "visa", approve, { funding: "debit" }),
  card("mastercard", "Mastercard", "5555555555554444", "mastercard"),
  card("mastercard_debit", "Mastercard debit", "5200828282828210", "mastercard", approve, { funding: "debit" }),
  card("mastercard_prepaid", "Mastercard prepaid", "5105105105105100", "mastercard", approve, { funding: "prepaid" }),
  card("amex", "American Express", "378282246310005", "amex"),
  card("discover", "Discover", "6011111111111117", "discover"),
  card("diners", "Diners Club", "3056930009020004", "diners"),
  card("jcb", "JCB", "3566002020360505", "jcb", approve, { country: "JP" }),
  card("unionpay", "UnionPay", "6200000000000005", "unionpay", approve, { country: "CN" }),
  card(
    "interac",
    "Interac",
    "4506445006931933",
    "interac",
    approve,
    inPerson("CA", { interac: true, funding: "debit" }),
  ),
  card(
    "eftpos_au",
    "eftpos Australia",
    "6280000360000978",
    "eftpos_au",
    approve,
    inPerson("AU", { funding: "debit", eftpos: "only" }),
  ),
  card(
    "eftpos_au_visa",
    "eftpos and Visa",
    "4000050360000001",
    "visa",
    approve,
    inPerson("AU", { funding: "debit", eftpos: "beside" }),
  ),
  card(
    "eftpos_au_mastercard",
    "eftpos and Mastercard",
    "5555050360000080",
    "mastercard",
    approve,
    inPerson("AU", { funding: "debit", eftpos: "beside" }),
  ),
  card("cartes_bancaires_visa", "Cartes Bancaires, Visa", "4000002500001001", "visa", approve, { country: "FR" }),
  card("cartes_bancaires_mastercard", "Cartes Bancaires, Mastercard", "5555552500001001", "mastercard", approve, {
    country: "FR",
  }),
  card("girocard", "girocard", "4711009900000316877", "girocard", approve, inPerson("DE", { funding: "debit" })),
  card("offline_pin", "PIN checked by the card", "4001007020000002", "visa", pin("offline_pin"), inPerson("GB")),
  card(
    "offline_pin_sca_retry",
    "Tap refused, then PIN (offline)",
    "4000008260000075",
    "visa",
    {
      kind: "pin_retry",
      declineCode: "offline_pin_required",
      verification: "offline_pin",
    },
    inPerson("GB"),
  ),
  card("online_pin", "PIN checked by the bank", "4001000360000005", "visa", pin("online_pin"), inPerson("AU")),
  card(
    "online_pin_sca_retry",
    "Tap refused, then PIN (online)",
    "4000002760000008",
    "visa",
    {
      kind: "pin_retry",
      declineCode: "online_or_offline_pin_required",
      verification: "online_pin",
    },
    inPerson("FR"),
  ),
  card("declined", "Declined", "4000000000000002", "visa", decline("generic_decline")),
  card("insufficient_funds", "Not enough money", "4000000000009995", "visa", decline("insufficient_funds")),
  card("lost", "Lost card", "4000000000009987", "visa", decline("lost_card")),
  card("stolen", "Stolen card", "4000000000009979", "visa", decline("stolen_card")),
  card("expired", "Expired card", "4000000000000069", "visa", {
    kind: "decline",
    code: "expired_card",
    declineCode: "expired_card",
  }),
  card("processing_error", "Processing error", "4000000000000119", "visa", {
    kind: "decline",
    code: "processing_error",
    declineCode: "processing_error",
  }),
  card(
    "incorrect_cvc",
    "Wrong security code",
    "4000000000000127",
    "visa",
    {
      kind: "decline",
      code: "incorrect_cvc",
      declineCode: "incorrect_cvc",
    },
    online({}),
  ),
  card(
    "velocity_exceeded",
    "Used too often",
    "4000000000006975",
    "visa",
    decline("card_velocity_exceeded"),
    online({}),
  ),
  card(
    "declined_after_attaching",
    "Saved, then declined",
    "4000000000000341",
    "visa",
    decline("generic_decline"),
    online({ attaches: true }),
  ),
  card("refund_fails", "Refund fails later", "4000000000005126", "visa", approve, { refundFails: true }),
  card("refund_pending", "Refund succeeds later", "4000000000007726", "visa", approve, { refundPends: true }),
  card("apple_pay", "Apple Pay", "4242424242424242", "visa", approve, { wallet: "apple_pay" }),
  card("google_pay", "Google Pay", "5555555555554444", "mastercard", approve, { wallet: "google_pay" }),
  card("three_d_secure", "3-D Secure", "4000002500003155", "visa", { kind: "challenge", onceSetUp: true }, online({})),
  card("three_d_secure_always", "3-D Secure, always", "4000002760003184", "visa", { kind: "challenge" }, online({})),
  card("three_d_secure_2", "3-D Secure 2", "4000000000003220", "visa", { kind: "challenge" }, online({})),
  card(
    "three_d_secure_declined",
    "3-D Secure, then declined",
    "4000008400001629",
    "visa",
    { kind: "challenge", answered: { code: "card_declined", declineCode: "generic_decline" } },
    online({}),
  ),
  card(
    "three_d_secure_insufficient_funds",
    "3-D Secure, then not enough money",
    "4000008260003178",
    "visa",
    { kind: "challenge", answered: { code: "card_declined", declineCode: "insufficient_funds" } },
    online({}),
  ),
  card("disputed", "Disputed later as fraud", "4000000000000259", "visa", approve, online({ disputed: "fraudulent" })),
  card(
    "disputed_not_received",
    "Disputed later as not received",
    "4000000000002685",
    "visa",
    approve,
    online({ disputed: "product_not_received" }),
  ),
  card(
    "inquiry",
    "Asked about by the bank later",
    "4000000000001976",
    "visa",
    approve,
    online({ disputed: "inquiry" }),
  ),
  card("bank_debit", "Bank debit, paid later", "000123456789", "bank", { kind: "delayed", succeeds: true }, debit()),
  card(
    "bank_debit_fails",
    "Bank debit, fails later",
    "000111111116",
    "bank",
    { kind: "delayed", succeeds: false },
    debit(),
  ),
];

/** Finds a test card by its name or its number. Throws a plain error naming the cards there are. */
export function findCard(nameOrNumber: string): TestCard {
  const wanted = nameOrNumber.replaceAll(/[\s-]/g, "");
  const found = cards.find(({ name, number }) => name === nameOrNumber || number === wanted);
  if (found) return found;
  throw new Error(`No test card is called '${nameOrNumber}'. There are: ${cards.map(({ name }) => name).join(", ")}`);
}

/** Finds the first test card with these last four digits. */
export function findCardByLast4(last4: string | null | undefined): TestCard | undefined {
  return last4 ? cards.find(({ number }) => number.endsWith(last4)) : undefined;
}

function pin(verification: "offline_pin" | "online_pin"): CardOutcome {
  return { kind: "approve", verification };
}

function inPerson(country: string, more: Partial<TestCard> = {}): Partial<TestCard> {
  return { only: "in_person", country, ...more };
}

function online(more: Partial<TestCard>): Partial<TestCard> {
  return { only: "online", ...more };
}

function debit(): Partial<TestCard> {
  return { only: "online", funding: "unknown" };
}
