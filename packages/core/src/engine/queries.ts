import { z } from "zod";
import { paymentStatuses } from "../payment/payment.ts";
import type { PaymentQuery } from "../ports/store.ts";
import { parse } from "./requests.ts";

const name = z.string().min(1).max(300);
const pageSize = z.int().min(1).max(100).default(20);
const steps = (usual: number) => z.int().min(1).max(10_000).default(usual);

const listQuery = z.strictObject({
  flow: z.enum(["terminal", "checkout"]).exactOptional(),
  status: z.array(z.enum(paymentStatuses)).exactOptional(),
  reference: name.exactOptional(),
  order: name.exactOptional(),
  review: z.boolean().exactOptional(),
  parked: z.boolean().exactOptional(),
  after: name.exactOptional(),
  limit: pageSize,
});
const parkedQuery = z.strictObject({ after: name.exactOptional(), limit: pageSize });
const sweepOptions = z.strictObject({ limit: steps(100) });
const backfillOptions = z.strictObject({ pages: steps(100) });
const waitOptions = z.strictObject({ waitMs: z.int().min(0).max(600_000).default(8_000) });
const decision = z.enum(["retry", "discard"]);
const cancelOptions = z.strictObject({ reason: z.enum(["cashier", "customer"]).default("cashier") });

/** @throws TillkitError `invalid_request` */
export const parseListQuery = (query: unknown = {}): Omit<PaymentQuery, "tenant"> => parse(listQuery, query, "list");

/** @throws TillkitError `invalid_request` */
export const parseParkedQuery = (query: unknown = {}): z.output<typeof parkedQuery> =>
  parse(parkedQuery, query, "parked");

/** How many payments a sweep takes. @throws TillkitError `invalid_request` */
export const parseSweep = (options: unknown = {}): number => parse(sweepOptions, options, "sweep").limit;

/** How many pages a back-fill lists. @throws TillkitError `invalid_request` */
export const parseBackfill = (options: unknown = {}): number => parse(backfillOptions, options, "backfill").pages;

/** How long a call waits for Stripe, in milliseconds. @throws TillkitError `invalid_request` */
export const parseWait = (options: unknown = {}): number => parse(waitOptions, options, "check").waitMs;

/** @throws TillkitError `invalid_request` */
export const parseDecision = (word: unknown): z.output<typeof decision> => parse(decision, word, "unpark");

/** @throws TillkitError `invalid_request` */
export const parseCancel = (options: unknown = {}): z.output<typeof cancelOptions> =>
  parse(cancelOptions, options, "cancel");
