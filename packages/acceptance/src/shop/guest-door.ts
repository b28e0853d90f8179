import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CheckoutLine, Till } from "@tillkit/core";
import { tillkit } from "@tillkit/express";
import { createGuestCheckout, type GuestCheckout, type GuestCheckoutOptions } from "@tillkit/guest";
import type { BillLinkResource } from "@tillkit/http";
import express from "express";
import type { Shop } from "./shop.ts";

/** A server process that guests reach, whose staff's routes let nobody in unless the request says that it is staff. */
export interface GuestDoor {
  readonly url: string;
  readonly guests: GuestCheckout;
  close(): void;
}

/** What stands on a bill, in dollars' cents. */
export interface HostBill {
  lines: readonly CheckoutLine[];
}

/** Opens the guests' routes of one of a shop's tills. Every table has one bill, which the host keeps. */
export async function openGuestDoor(
  shop: Shop,
  {
    till = shop.tills[0],
    bill,
    ...options
  }: { readonly till?: Till; readonly bill: HostBill } & Partial<Pick<GuestCheckoutOptions, "secrets" | "linkTtlMs">>,
): Promise<GuestDoor> {
  const guests = createGuestCheckout({
    till,
    store: shop.store,
    secrets: ["the same secret in every one of our processes"],
    now: () => shop.clock.now(),
    billOf: ({ table }) => `tab-${table}`,
    price: () => ({ lines: bill.lines, currency: "usd" }),
    pages: () => ({ successUrl: "https://shop.example/back", cancelUrl: "https://shop.example/menu" }),
    ...options,
  });
  const routes = tillkit({
    till,
    guest: guests,
    authorize: (request) => request.headers["authorization"] === "staff",
    returnTo: (payment, { outcome }) => `/thanks/${payment?.status ?? "nobody"}/${outcome}`,
  });
  const server = createServer(express().use("/pay", routes)).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Listening on TCP, so the address is one of TCP.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/pay`,
    guests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An answer over HTTP, read to its end. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The text as JSON; what is read of it is asserted. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks a server, as a guest or as staff. */
export async function ask(
  method: "GET" | "POST",
  url: string,
  { body, staff = false }: { readonly body?: object; readonly staff?: boolean } = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    headers: { ...(staff ? { authorization: "staff" } : {}), ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const type = answer.headers.get("content-type") ?? "";
  return {
    status: answer.status,
    type,
    text: text === "" ? (answer.headers.get("location") ?? "") : text,
    body: /json/.test(type) ? (JSON.parse(text) as Answer["body"]) : {},
  };
}

/** Scans the code of a table. */
export async function scan(door: string, code: string): Promise<BillLinkResource> {
  const { status, text } = await ask("POST", `${door}/guest/tables/${code}/bills`, { body: {} });
  if (status !== 201) throw new Error(`The code opens nothing: ${text}`);
  // The route answers what `@tillkit/http` declares.
  return JSON.parse(text) as BillLinkResource;
}

/** The id of the session behind the address of a payment page. */
export function sessionIn(url: unknown): string {
  return /cs_\w+/.exec(String(url))?.[0] ?? "";
}
