import { expect, describe, it } from "vitest";
import { OLD_SECRET, openDesk, SECRET, shown } from "./desk.ts";

const invalid = { code: "guest_link_invalid", status: 404 };

describe("a link to a bill", () => {
  it("opens its own bill and table, and no other", async () => {
    const { guest } = openDesk();
    const seven = await guest.arrive((await guest.codes.of("7")).code);
    const eight = await guest.arrive((await guest.codes.of("8")).code);
    expect(await guest.open(seven.link)).toEqual({ bill: seven.bill, table: "7" });
    expect(await guest.open(eight.link)).toEqual({ bill: eight.bill, table: "8" });
    expect(seven.bill).not.toBe(eight.bill);
  });

  it("cannot be made up, changed or cut", async () => {
    const { guest } = openDesk();
    const { link } = guest.linkTo("bill-1");
    const [claims = "", signature = ""] = link.split(".");
    const forged = Buffer.from(JSON.stringify(["bill-2", 4_000_000_000, "", ""])).toString("base64url");
    const others = [
      `${forged}.${signature}`,
      claims,
      `${claims}.`,
      `${claims}.${signature}A`,
      `.${signature}`,
      "",
      "…",
    ];
    for (const other of others) await expect(guest.open(other), other).rejects.toMatchObject(invalid);
  });

  it("has one signature: no bit of it can be another", async () => {
    const { guest } = openDesk();
    const { link } = guest.linkTo("bill-1");
    const dot = link.indexOf(".");
    for (let at = dot + 1; at < link.length - 1; at += 1) {
      const other = link.slice(0, at) + (link[at] === "A" ? "B" : "A") + link.slice(at + 1);
      await expect(guest.open(other)).rejects.toMatchObject(invalid);
    }
  });

  it("of another tenant is answered like one that was made up", async () => {
    const { link } = openDesk({ tenant: "bistro" }).guest.linkTo("bill-1");
    const { guest } = openDesk({ tenant: "harbour" });
    const foreign = await guest.open(link).catch((error: unknown) => String(error));
    const madeUp = await guest.open("nothing.at-all").catch((error: unknown) => String(error));
    expect(foreign).toBe(madeUp);
  });

  it("runs out, and says so only to who had a good one", async () => {
    const desk = openDesk();
    const { link, expiresAt } = desk.guest.linkTo("bill-1", { ttlMs: 60_000 });
    expect(expiresAt).toBe(desk.now + 60_000);
    desk.now += 59_999;
    expect(await desk.guest.open(link)).toEqual({ bill: "bill-1" });
    desk.now += 1_001;
    const expired = { code: "guest_link_expired", status: 410 };
    await expect(desk.guest.open(link)).rejects.toMatchObject(expired);
    await expect(desk.guest.status(link)).rejects.toMatchObject(expired);
    await expect(desk.guest.pay(link, { basket: 1, shown: shown(1) })).rejects.toMatchObject(expired);
    await expect(desk.guest.cancel(link)).rejects.toMatchObject(expired);
    await expect(desk.guest.open(link.slice(0, -2))).rejects.toMatchObject(invalid);
  });

  it("outlives a change of secrets, until the old one is dropped", async () => {
    const { guest, again } = openDesk();
    const old = again({ secrets: [OLD_SECRET] });
    const both = again({ secrets: [SECRET, OLD_SECRET] });
    const { link } = old.linkTo("bill-1");
    expect(await both.open(link)).toEqual({ bill: "bill-1" });
    expect(await guest.open(both.linkTo("bill-2").link)).toEqual({ bill: "bill-2" });
    await expect(guest.open(link)).rejects.toMatchObject(invalid);
  });

  it.each([[[]], [["short"]], [[SECRET, ""]]])("is not signed with %j", (secrets) => {
    expect(() => openDesk().again({ secrets })).toThrow(expect.objectContaining({ code: "invalid_option" }));
  });

  it.each(["", "x".repeat(201)])("is not made for a bill that cannot be a reference", (bill) => {
    expect(() => openDesk().guest.linkTo(bill)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("is made for every bill that can be one", async () => {
    const { guest } = openDesk();
    for (const bill of ["é".repeat(200), "注文".repeat(100), '"\\'.repeat(100), "\u0000".repeat(200)])
      expect(await guest.open(guest.linkTo(bill).link)).toEqual({ bill });
  });
});

describe("the code of a table", () => {
  it("is random, and stays the same until it is rotated", async () => {
    const { guest } = openDesk();
    const first = await guest.codes.of("7");
    expect(first.code).toMatch(/^[\w-]{22}$/);
    expect(await guest.codes.of("7")).toEqual(first);
    expect((await guest.codes.rotate("7")).code).not.toBe(first.code);
    const codes = await Promise.all(Array.from({ length: 200 }, (_, n) => guest.codes.of(String(n))));
    expect(new Set(codes.map(({ code }) => code)).size).toBe(200);
  });

  it("dies when it is rotated, and the links that it has opened die with it", async () => {
    const { guest } = openDesk();
    const { code } = await guest.codes.of("7");
    const { link, bill } = await guest.arrive(code);
    const fresh = await guest.codes.rotate("7");
    await expect(guest.arrive(code)).rejects.toMatchObject(invalid);
    await expect(guest.status(link)).rejects.toMatchObject(invalid);
    // Whoever scans the new one keeps the bill.
    expect(await guest.arrive(fresh.code, link)).toMatchObject({ bill, table: "7" });
  });

  it("is gone when the table is", async () => {
    const { guest } = openDesk();
    const { code } = await guest.codes.of("7");
    const { link } = await guest.arrive(code);
    await guest.codes.remove("7");
    await expect(guest.arrive(code)).rejects.toMatchObject(invalid);
    await expect(guest.open(link)).rejects.toMatchObject(invalid);
    expect(await guest.codes.list()).toEqual([]);
  });

  it("is not opened by its hash, by another tenant, or by anything else", async () => {
    const { guest, again, till, store } = openDesk();
    const { code, hash } = await guest.codes.of("7");
    for (const other of [hash, "", code.slice(1), `${code} `, "../../payments", "%00"])
      await expect(guest.arrive(other)).rejects.toMatchObject(invalid);
    const foreign = again({ till: { ...till, tenant: "bistro" }, store });
    await expect(foreign.arrive(code)).rejects.toMatchObject(invalid);
  });

  it("is listed as people count", async () => {
    const { guest } = openDesk();
    for (const table of ["10", "2", "Bar 1", "1"]) await guest.codes.of(table);
    expect((await guest.codes.list()).map(({ table }) => table)).toEqual(["1", "2", "10", "Bar 1"]);
  });

  it.each(["", "x".repeat(65), "7\n8"])("is not made for the name %j", async (table) => {
    await expect(openDesk().guest.codes.of(table)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("is made once when two processes ask at the same moment", async () => {
    const { guest, again } = openDesk();
    const [one, other] = await Promise.all([guest.codes.of("7"), again({}).codes.of("7")]);
    expect(one).toEqual(other);
  });
});
