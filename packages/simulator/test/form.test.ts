import { expect, test } from "vitest";

import { simulated } from "./simulated-stripe.ts";

/** Sends a body as it is written here, as other clients would write it. */
async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/checkout/sessions`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_x", "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
  });
  // Every answer of the API is an object with these members or an error.
  return (await response.json()) as {
    amount_total?: number;
    metadata?: object;
    error?: { param?: string; code?: string };
  };
}

const start = "mode=payment&success_url=https%3A%2F%2Fshop.example";
const line = (index: string, amount: number) =>
  `line_items${index}[price_data][currency]=usd&line_items${index}[price_data][unit_amount]=${amount}` +
  `&line_items${index}[price_data][product_data][name]=Tea&line_items${index}[quantity]=1`;

test.each([
  ["indexed", `${line("[0]", 100)}&${line("[1]", 200)}`],
  ["out of order and with gaps", `${line("[7]", 200)}&${line("[3]", 100)}`],
  ["without indexes", `${line("[]", 100)}&${line("[]", 200)}`],
  ["with encoded brackets", encodeBrackets(`${line("[0]", 100)}&${line("[1]", 200)}`)],
])("lists are read %s", async (_how, lines) => {
  const { simulator } = await simulated();
  expect((await post(simulator.url, `${start}&${lines}`)).amount_total).toBe(300);
});

test("spaces come as + or %20, metadata may have numbers for names", async () => {
  const { simulator } = await simulated();
  const body = `${start}&${line("[0]", 100)}&metadata[9]=a+b&metadata[note]=c%20d%C3%A9`;
  expect((await post(simulator.url, body)).metadata).toEqual({ 9: "a b", note: "c dé" });
});

test.each([
  ["metadata[__proto__][polluted]=1", "parameter_unknown"],
  ["constructor[prototype][polluted]=1", "parameter_unknown"],
  ["expires_at=soon", "parameter_invalid_integer"],
  ["expires_at=12.5", "parameter_invalid_integer"],
  ["line_items[0][quantity]=-1", "parameter_invalid_integer"],
  ["mode=", "parameter_invalid_empty"],
])("%s is refused with %s", async (pair, code) => {
  const { simulator } = await simulated();
  expect((await post(simulator.url, `${start}&${pair}`)).error?.code).toBe(code);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test.each(["1", "yes", "TRUE"])("a boolean is true or false, as Python writes it too, and not %s", async (word) => {
  const { simulator } = await simulated();
  const answer = await post(simulator.url, `${start}&${line("[0]", 100)}&automatic_tax[enabled]=${word}`);
  expect(answer.error?.param).toBe("automatic_tax[enabled]");
});

test("more than a hundred lines are refused", async () => {
  const { simulator } = await simulated();
  const lines = Array.from({ length: 101 }, (_, i) => line(`[${i}]`, 100)).join("&");
  expect((await post(simulator.url, `${start}&${lines}`)).error?.param).toBe("line_items");
});

test("a JSON body is refused", async () => {
  const { simulator } = await simulated();
  const answer = await post(simulator.url, "{}", { "content-type": "application/json" });
  expect(answer.error).toBeDefined();
  expect(simulator.requests.at(-1)?.status).toBe(400);
});

function encodeBrackets(text: string): string {
  return text.replaceAll("[", "%5B").replaceAll("]", "%5D");
}
