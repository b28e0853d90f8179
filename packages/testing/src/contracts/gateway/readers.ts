import assert from "node:assert/strict";
import { type Cart, TillkitError } from "@tillkit/core";
import {
  checked,
  effectOf,
  gatewayCase,
  type GatewayCase,
  newsOf,
  only,
  opened,
  perform,
  stripeId,
  waiting,
} from "./case.ts";

const cart: Cart = {
  currency: "usd",
  lines: [{ description: "Soup", amount: 1300, quantity: 2 }],
  tax: 100,
  total: 1400,
};

const refused =
  (code: string) =>
  (error: unknown): true => {
    assert(TillkitError.is(error), `Expected a TillkitError, not ${String(error)}.`);
    assert.equal(error.code, code);
    return true;
  };

/** Readers: setting them up, and what staff may do with them beside payments. */
export const readerCases: readonly GatewayCase[] = [
  gatewayCase("a reader is added by its code, found by its id, and renamed", async ({ gateway }) => {
    const [location] = await gateway.listLocations();
    assert(location !== undefined, "Readers stand somewhere.");
    const locationId = location.id;
    const registration = { registrationCode: "simulated-s700", locationId, label: "Terrace" };
    const { id, label } = await gateway.registerReader(registration);
    assert.equal(label, "Terrace");
    assert((await gateway.listReaders()).some((reader) => reader.id === id));
    await gateway.renameReader(id, "Garden");
    assert.equal((await gateway.getReader(id)).label, "Garden");
    const wrongCode = gateway.registerReader({ ...registration, registrationCode: "nobody-knows" });
    await assert.rejects(wrongCode, refused("registration_refused"));
    const nowhere = gateway.registerReader({ ...registration, locationId: "tml_none" });
    await assert.rejects(nowhere, refused("location_not_found"));
    await assert.rejects(gateway.renameReader("tmr_none", "Garden"), refused("reader_not_found"));
  }),

  gatewayCase("a connection token is new each time, and of a location that is there", async ({ gateway }) => {
    const [location] = await gateway.listLocations();
    const locationId = location?.id ?? "";
    const tokens = [await gateway.createConnectionToken(locationId), await gateway.createConnectionToken(locationId)];
    assert.equal(new Set(tokens).size, 2);
    await assert.rejects(gateway.createConnectionToken("tml_none"), refused("location_not_found"));
  }),

  gatewayCase("a cart is shown on a free reader, and gives way to a payment", async (bench) => {
    const { gateway, readerId } = bench;
    const shown = await gateway.showCart(readerId, cart);
    assert.equal(shown.action?.type, "set_reader_display");
    assert.notEqual((await gateway.clearReader(readerId, null)).action?.type, "set_reader_display");
    await gateway.showCart(readerId, cart);
    const { payment } = await waiting(bench);
    await bench.reader.tap();
    assert.equal(only(await checked(bench, payment), "paid").evidence.paymentIntentId, stripeId(payment));
    await assert.rejects(gateway.showCart("tmr_none", cart), refused("reader_not_found"));
  }),

  gatewayCase("a cart is never put in the place of a payment", async (bench) => {
    const { payment } = await waiting(bench);
    await assert.rejects(bench.gateway.showCart(bench.readerId, cart), refused("reader_busy"));
    only(await checked(bench, payment), "reader_waiting");
  }),

  gatewayCase("a reader is cleared of what was expected on it, and of nothing else", async (bench) => {
    const { gateway, readerId } = bench;
    const { payment } = await waiting(bench);
    for (const other of [null, "pi_other"])
      await assert.rejects(gateway.clearReader(readerId, other), refused("reader_changed"));
    only(await checked(bench, payment), "reader_waiting");
    const cleared = await gateway.clearReader(readerId, stripeId(payment));
    assert.notEqual(cleared.action?.status, "in_progress");
    only(await checked(bench, payment), "not_on_reader");
  }),

  gatewayCase("a reader on which nothing runs is left as it is, whatever was expected", async (bench) => {
    const { gateway, readerId } = bench;
    const life = await opened(bench);
    for (const expected of [null, stripeId(life.payment)])
      assert.notEqual((await gateway.clearReader(readerId, expected)).action?.status, "in_progress");
    only(newsOf(await perform(bench, life.payment, effectOf(life, "hand_to_reader"))), "reader_waiting");
  }),
];
