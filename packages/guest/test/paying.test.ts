import { describe, expect, it } from "vitest";
import { type Desk, openDesk, shown } from "./desk.ts";

/** A phone at table 7, with a bill of its own. */
async function phone({ guest }: Desk, previous?: string) {
  return guest.arrive((await guest.codes.of("7")).code, previous);
}

const sessions = ({ stripe }: Desk) => [...stripe.sessions.values()];

describe("a guest", () => {
  it("pays what the host's prices say, and is told so by what Stripe says", async () => {
    const desk = openDesk();
    const { guest, till, stripe } = desk;
    const { link, bill } = await phone(desk);
    expect(await guest.status(link)).toEqual({ outcome: "unfinished", next: "start" });
    expect(await guest.price(link, 2)).toEqual({ ...shown(2), amount: 1_300 });

    const result = await guest.pay(link, { basket: 2, shown: shown(2) });
    expect(result).toMatchObject({ type: "outcome", outcome: { outcome: "unfinished", next: "pay" } });
    const [session] = sessions(desk);
    const id = session?.id ?? "";
    expect(session).toMatchObject({ reference: bill, amount: 1_300 });
    expect(await guest.confirm(link, id)).toMatchObject({ outcome: "unfinished", next: "pay" });

    stripe.pay(id);
    expect(await guest.status(link)).toMatchObject({ outcome: "unfinished" });
    expect(await guest.confirm(link, id)).toMatchObject({ outcome: "paid", next: "done" });
    expect(await guest.status(link)).toMatchObject({ outcome: "paid", payment: { metadata: { table: "7" } } });
    await till.idle();
  });

  it("is shown a changed price, and not charged", async () => {
    const desk = openDesk();
    const { link } = await phone(desk);
    desk.soup = 700;
    const stale = await desk.guest.pay(link, { basket: 1, shown: shown(1) });
    expect(stale).toEqual({ type: "changed", bill: { ...shown(1, 700), amount: 700 } });
    expect(sessions(desk)).toEqual([]);
    expect(await desk.guest.pay(link, { basket: 1, shown: shown(1, 700) })).toMatchObject({ type: "outcome" });
    expect(sessions(desk)).toHaveLength(1);
  });

  it.each([
    ["another currency", { ...shown(1), currency: "eur" }],
    ["nothing", { lines: [], currency: "usd" }],
    [
      "the same money for something else",
      { lines: [{ name: "Salad", unitAmount: 650, quantity: 1 }], currency: "usd" },
    ],
    ["a fraction", shown(0.5, 1_300)],
  ])("who was shown %s is not charged", async (_, page) => {
    const desk = openDesk();
    const { link } = await phone(desk);
    expect(await desk.guest.pay(link, { basket: 1, shown: page })).toMatchObject({ type: "changed" });
    expect(sessions(desk)).toEqual([]);
  });

  it("may have been shown the same lines in another order, or divided", async () => {
    const desk = openDesk();
    const { link } = await phone(desk);
    const { lines, currency } = shown(1);
    const result = await desk.guest.pay(link, { basket: 2, shown: { lines: [...lines, ...lines], currency } });
    expect(result).toMatchObject({ type: "outcome", outcome: { next: "pay" } });
  });

  it("is told in the host's words what cannot be sold", async () => {
    const { guest } = openDesk();
    const { link } = guest.linkTo("bill-1");
    const refused = { code: "basket_refused", message: "There is no such basket." };
    await expect(guest.price(link, { free: true })).rejects.toMatchObject(refused);
    await expect(guest.pay(link, { shown: shown(1) })).rejects.toMatchObject(refused);
  });

  it("at a second phone gets the same page, and one that was paid is not opened again", async () => {
    const desk = openDesk();
    const guest = desk.again({ billOf: ({ table }) => `tab-of-${table}` });
    const { code } = await guest.codes.of("7");
    const [one, other] = [await guest.arrive(code), await guest.arrive(code)];
    const wish = { basket: 1, shown: shown(1) };
    const [first, second] = await Promise.all([guest.pay(one.link, wish), guest.pay(other.link, wish)]);
    expect(second).toEqual(first);
    const [session, ...more] = sessions(desk);
    expect(more).toEqual([]);

    desk.stripe.pay(session?.id ?? "");
    expect(await guest.confirm(one.link, session?.id ?? "")).toMatchObject({ outcome: "paid" });
    expect(await guest.status(other.link)).toMatchObject({ outcome: "paid" });
    // Also when the bill has grown since.
    const later = await guest.pay(other.link, { basket: 3, shown: shown(1) });
    expect(later).toMatchObject({ type: "outcome", outcome: { outcome: "paid" } });
    expect(sessions(desk)).toHaveLength(1);
  });

  it("whose bill changes gets a new page, and the old one says that it is closed", async () => {
    const desk = openDesk();
    const { link } = await phone(desk);
    await desk.guest.pay(link, { basket: 1, shown: shown(1) });
    const [old] = sessions(desk);
    await desk.guest.pay(link, { basket: 2, shown: shown(2) });
    expect(await desk.guest.confirm(link, old?.id ?? "")).toMatchObject({ outcome: "expired", next: "start" });
    expect(desk.stripe.pay(old?.id ?? "")).toBe(false);
    expect(sessions(desk)).toHaveLength(2);
  });

  it("calls it off, and can begin again", async () => {
    const desk = openDesk();
    const { link } = await phone(desk);
    expect(await desk.guest.cancel(link)).toEqual({ outcome: "unfinished", next: "start" });
    await desk.guest.pay(link, { basket: 1, shown: shown(1) });
    expect(await desk.guest.cancel(link)).toMatchObject({ outcome: "confirming", next: "wait" });
    await desk.till.idle();
    expect(await desk.guest.status(link)).toEqual({ outcome: "unfinished", next: "start" });
    expect(await desk.guest.pay(link, { basket: 1, shown: shown(1) })).toMatchObject({ outcome: { next: "pay" } });
  });

  it("who calls off what somebody has paid is told that it is paid", async () => {
    const desk = openDesk();
    const { link } = await phone(desk);
    await desk.guest.pay(link, { basket: 1, shown: shown(1) });
    const id = sessions(desk)[0]?.id ?? "";
    desk.stripe.pay(id);
    await desk.guest.cancel(link);
    await desk.till.idle();
    expect(await desk.guest.status(link)).toMatchObject({ outcome: "paid" });
    expect(await desk.guest.cancel(link)).toMatchObject({ outcome: "paid" });
  });

  it("waits while the staff takes the same bill on a reader, and cannot call that off", async () => {
    const desk = openDesk();
    const { link } = desk.guest.linkTo("bill-1");
    await desk.till.collect({ reference: "bill-1", amount: 650, currency: "usd", reader: "tmr_front" });
    await desk.till.idle();
    const waiting = { outcome: "confirming", next: "wait" };
    expect(await desk.guest.pay(link, { basket: 1, shown: shown(1) })).toMatchObject({ outcome: waiting });
    expect(await desk.guest.cancel(link)).toMatchObject(waiting);
    expect(sessions(desk)).toEqual([]);

    desk.stripe.tap("tmr_front");
    for (const delivery of desk.stripe.deliveries) await desk.till.webhook(delivery);
    await desk.till.idle();
    expect(await desk.guest.status(link)).toMatchObject({ outcome: "paid" });
  });

  it("keeps the bill with a link that has run out, and at its own table only", async () => {
    const desk = openDesk();
    const first = await phone(desk);
    desk.now += 3 * 3_600_000;
    const renewed = await phone(desk, first.link);
    expect(renewed.bill).toBe(first.bill);
    expect(await desk.guest.status(renewed.link)).toMatchObject({ next: "start" });

    const { code } = await desk.guest.codes.of("8");
    expect((await desk.guest.arrive(code, first.link)).bill).not.toBe(first.bill);
    expect((await desk.guest.arrive(code, "made.up")).bill).not.toBe(first.bill);
    expect((await desk.guest.arrive(code, desk.guest.linkTo(first.bill).link)).bill).not.toBe(first.bill);
  });

  it("sees how it ended, however late, and never another bill's payment", async () => {
    const desk = openDesk();
    const mine = await phone(desk);
    const theirs = await phone(desk);
    await desk.guest.pay(mine.link, { basket: 1, shown: shown(1) });
    const id = sessions(desk)[0]?.id ?? "";
    desk.stripe.pay(id);
    desk.now += 90 * 86_400_000;
    expect(await desk.guest.confirm(mine.link, id)).toMatchObject({ outcome: "paid", next: "done" });
    const unknown = { outcome: "unknown", next: "ask_staff" };
    expect(await desk.guest.confirm(theirs.link, id)).toEqual(unknown);
    expect(await desk.guest.confirm(theirs.link, "cs_madeup")).toEqual(unknown);
    expect(await desk.guest.confirm(theirs.link, "<script>")).toEqual(unknown);
    await expect(desk.guest.confirm("made.up", id)).rejects.toMatchObject({ code: "guest_link_invalid" });
  });
});
