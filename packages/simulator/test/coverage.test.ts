import { expect, test } from "vitest";

import { coverage } from "@tillkit/simulator";

import { routes } from "../src/http/routes.ts";
import { simulated } from "./simulated-stripe.ts";

test("the page of what is covered names every route, and only remarks on routes there are", async () => {
  const { simulator } = await simulated();
  const page: unknown = await (await fetch(`${simulator.url}/_simulator/coverage`)).json();
  const { implemented, missing } = coverage();
  expect(page).toMatchObject({ missing });
  expect(implemented.map(({ operation }) => operation)).toEqual(routes.map(({ name }) => name));
  expect(implemented.filter(({ simplified }) => simplified !== undefined).length).toBeGreaterThan(20);
});

test("every open question names a setting there is", () => {
  const { undocumented } = coverage();
  expect(undocumented.filter(({ unlessTold }) => unlessTold === undefined)).toEqual([]);
  expect(undocumented.length).toBeGreaterThan(10);
});

test("what is missing answers a loud 404", async () => {
  const { simulator } = await simulated();
  for (const operation of coverage().missing) {
    const [method = "", path = ""] = operation.split(" ");
    const answer = await fetch(`${simulator.url}${path.replaceAll(/\{\w+\}/g, "x_1")}`, {
      method,
      headers: { authorization: "Bearer sk_test_x" },
    });
    expect(`${operation} ${answer.status} ${await answer.text()}`).toMatch(/ 404 .*Unrecognized request URL/s);
  }
});
