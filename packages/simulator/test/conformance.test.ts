import { expect, onTestFinished, test } from "vitest";

import { coverage } from "@tillkit/simulator";

import type { Route } from "../src/http/router.ts";
import { routes } from "../src/http/routes.ts";
import { operations, resolve } from "../src/schema/schema.ts";
import { simulated } from "./simulated-stripe.ts";
import { walks } from "./walks.ts";

test("every operation of the official client answers as declared, with little and with much", async () => {
  const { simulator, stripe } = await simulated({ timing: { asyncPaymentMs: 1 } });
  for (const walk of Object.values(walks)) await walk(stripe, simulator);
  const called = new Set<string>();
  for (const { name } of routes) {
    const [method, path = ""] = name.split(" ");
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    if (simulator.requests.some((request) => request.method === method && pattern.test(request.path))) called.add(name);
  }
  expect(routes.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  const refused = /\/(refunds\/\w+\/cancel|charges\/\w+\/capture|apply_customer_balance|verify_microdeposits)$/;
  const failed = simulator.requests.filter(({ status, path }) => status !== 200 && !refused.test(path));
  expect(failed.map(({ method, path, status }) => `${method} ${path}: ${status}`)).toEqual([]);
  expect(simulator.violations).toEqual([]);
});

function declared(name: string): readonly string[] {
  return Object.keys(resolve(operations[name]?.request ?? {}).properties ?? {});
}

/** Refused whatever is asked, so there is nothing to look at. */
const alwaysRefused = coverage()
  .implemented.filter(({ simplified }) => simplified?.startsWith("Always refused"))
  .map(({ operation }) => operation);

/** Parameters that are rightly never looked at, with the reason. */
const unread: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(alwaysRefused.map((name) => [name, declared(name)])),
  // The file comes beside the parameters.
  "POST /v1/files": ["file"],
};

/** Parameters that tell which names are asked of them; one that asks for all of them checks them all. */
function watch(params: object, looked: Set<string>): object {
  return new Proxy(params, {
    get(target, name) {
      looked.add(String(name));
      return Reflect.get(target, name) as unknown;
    },
    ownKeys(target) {
      looked.add("*");
      return Reflect.ownKeys(target);
    },
  });
}

test("no parameter that Stripe declares is taken and passed over", async () => {
  const looked = new Map(routes.map(({ name }) => [name, new Set(["expand", ...(unread[name] ?? [])])]));
  for (const route of routes) {
    const { run, name } = route;
    const watched: Route["run"] = (call) =>
      run({ ...call, params: watch(Object(call.params), looked.get(name) ?? new Set()) });
    Object.assign(route, { run: watched });
    onTestFinished(() => void Object.assign(route, { run }));
  }
  const { simulator, stripe } = await simulated({ timing: { asyncPaymentMs: 1 } });
  for (const walk of Object.values(walks)) await walk(stripe, simulator);
  const passedOver = routes.flatMap(({ name }) => {
    const seen = looked.get(name);
    return seen?.has("*")
      ? []
      : declared(name)
          .filter((param) => !seen?.has(param))
          .map((param) => `${name}: ${param}`);
  });
  expect(passedOver).toEqual([]);
});
