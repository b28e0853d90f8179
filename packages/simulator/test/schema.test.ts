import { readFileSync } from "node:fs";

import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { apiVersion } from "@tillkit/simulator";

import { generateSchema, schemaText } from "../scripts/generate-schema.ts";
import { checkAnswer } from "../src/schema/check-answer.ts";
import { routes } from "../src/http/routes.ts";

const generated = generateSchema();

test("the committed schemas are those of the installed stripe package", () => {
  const committed = readFileSync(new URL("../src/schema/schema.generated.json", import.meta.url), "utf8");
  expect(committed === schemaText(generated), "run `pnpm --filter @tillkit/simulator generate` and review").toBe(true);
});

test("the schemas are of the version the client asks for", () => {
  expect(generated.apiVersion).toBe(apiVersion);
  expect(Stripe.API_VERSION).toBe(apiVersion);
});

test("every route is an operation the client declares", () => {
  const declared = Object.keys(generated.operations);
  expect(routes.map(({ name }) => name).filter((name) => !declared.includes(name))).toEqual([]);
});

test("an action must say its api_error, even if null", () => {
  const action = { type: "process_payment_intent", status: "in_progress", failure_code: null, failure_message: null };
  expect(checkAnswer("Terminal.Readers.Reader.Action", action)).toContain("api_error");
});
