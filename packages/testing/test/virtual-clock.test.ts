import { virtualClock } from "@tillkit/testing";
import { expect, it } from "vitest";

it("stands still", () => {
  const clock = virtualClock(1_000);
  expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
});

it("runs each timer at its own time, the earliest first", async () => {
  const clock = virtualClock(0);
  const ran: (readonly [string, number])[] = [];
  for (const [name, ms] of [
    ["late", 30],
    ["early", 10],
    ["twin", 10],
    ["after the end", 31],
  ] as const)
    clock.after(ms, () => ran.push([name, clock.now()]));
  await clock.advance(30);
  expect(ran).toEqual([
    ["early", 10],
    ["twin", 10],
    ["late", 30],
  ]);
  expect([clock.now(), clock.waiting]).toEqual([30, 1]);
});

it("runs timers that timers and their promises set, within the same move", async () => {
  const clock = virtualClock(0);
  const ran: number[] = [];
  clock.after(10, () => {
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => clock.after(5, () => ran.push(clock.now())));
  });
  await clock.advance(20);
  expect(ran).toEqual([15]);
});

it("lets promises settle between two timers", async () => {
  const clock = virtualClock(0);
  const seen: string[] = [];
  clock.after(1, () => void Promise.resolve().then(() => seen.push("what the first timer began")));
  clock.after(1, () => seen.push("the second timer"));
  await clock.advance(1);
  expect(seen).toEqual(["what the first timer began", "the second timer"]);
});

it("does not run a timer that was called off", async () => {
  const clock = virtualClock(0);
  const ran: string[] = [];
  const callOff = clock.after(10, () => ran.push("called off"));
  clock.after(5, callOff);
  await clock.runAll();
  expect([ran, clock.now()]).toEqual([[], 5]);
});

it("can step back, and runs nothing then", async () => {
  const clock = virtualClock(1_000);
  const ran: number[] = [];
  clock.after(10, () => ran.push(clock.now()));
  await clock.advance(-500);
  expect([clock.now(), ran]).toEqual([500, []]);
  await clock.advance(510);
  expect(ran).toEqual([1_010]);
});

it("says so when timers never end", async () => {
  const clock = virtualClock(0);
  const again = (): void => void clock.after(1, again);
  again();
  await expect(clock.runAll()).rejects.toThrow("starts itself again");
});
