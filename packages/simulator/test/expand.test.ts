import { expect, test } from "vitest";

import { routes } from "../src/http/routes.ts";
import { operations } from "../src/schema/schema.ts";
import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("a path that leads nowhere is a 400 before anything is done, and its key may be used again", async () => {
  const { simulator, stripe } = await simulated();
  const options = { idempotencyKey: "k" };
  const create = (expand: string[]) => stripe.paymentIntents.create({ amount: 1000, currency: "usd", expand }, options);
  for (const path of [
    "charges",
    "status",
    "last_payment_error",
    "metadata.order",
    "latest_charge.amount",
    "data.customer",
  ])
    expect(await refusal(create([path])), path).toMatchObject({ statusCode: 400, param: "expand" });
  expect(await refusal(create(["latest_charge.payment_intent.latest_charge.payment_intent.customer"]))).toMatchObject({
    message: expect.stringContaining("more than 4 levels") as string,
  });
  expect(simulator.paymentIntents).toEqual([]);
  expect((await create(["latest_charge", "customer"])).latest_charge).toBeNull();
});

test("an empty list tells a wrong path as well, and wants `data.` before a right one", async () => {
  const { stripe } = await simulated();
  const list = (path: string) => stripe.paymentIntents.list({ expand: [path] });
  for (const path of ["data.charges", "latest_charge", "data", "data.latest_charge.nothing"])
    expect(await refusal(list(path)), path).toMatchObject({ param: "expand" });
  expect((await list("data.latest_charge.balance_transaction")).data).toEqual([]);
});

test("no operation passes over a wrong path", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const passed: string[] = [];
  for (const { name } of routes) {
    const operation = operations[name];
    const [method, template = ""] = name.split(" ");
    const takes =
      JSON.stringify(operation?.request ?? {}).includes("$ref") && method !== "DELETE" && name !== "POST /v1/files";
    if (!takes) continue;
    const query = "expand[0]=no_such_field";
    const path = template.replaceAll(/\{\w+\}/g, id);
    const answer = await fetch(simulator.url + path + (method === "GET" ? `?${query}` : ""), {
      method: method ?? "GET",
      headers: { authorization: "Bearer sk_test_x", "content-type": "application/x-www-form-urlencoded" },
      ...(method === "POST" && { body: query }),
    });
    if (answer.ok) passed.push(name);
  }
  expect(passed).toEqual([]);
});
