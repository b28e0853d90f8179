import { TillkitError } from "@tillkit/core";
import { openPos, type Pos } from "./pos.ts";
import { readSettings } from "./settings.ts";

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const complain = (text: string): boolean => process.stderr.write(`${text}\n`);

// A terminal that was closed is no reason to stop taking payments.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  const pos = await openPos(readSettings(process.env), { report: (error) => complain(`[pos] ${wordsOf(error)}`) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void leave(pos));
  say(greetingOf(pos));
} catch (error) {
  complain(`The POS cannot start: ${wordsOf(error)}`);
  process.exitCode = 1;
}

async function leave(pos: Pos): Promise<void> {
  say("Closing. Payments under way are written down and go on at the next start.");
  try {
    await pos.close();
  } catch (error) {
    complain(wordsOf(error));
    process.exitCode = 1;
  }
}

function greetingOf({ url, mode, guestUrl }: Pos): string {
  const real = mode === "LIVE" ? "LIVE: real cards, real money" : `${mode}: no real money`;
  return [
    "",
    `  Harbour Coffee is open at ${url}   (${real})`,
    "",
    `  Sell at the counter   ${url}/counter`,
    `  Order as a guest      ${guestUrl}`,
    `  See what was paid     ${url}/orders`,
    ...(mode === "SIMULATED" ? ["", "  Press Ctrl+` on the counter to hold a card to the simulated reader."] : []),
    "",
  ].join("\n");
}

function wordsOf(error: unknown): string {
  if (TillkitError.is(error)) return `${error.message} (${error.code})`;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
    return "the port is taken. Set PORT to another one, or end the program that has it.";
  return error instanceof Error ? error.message : String(error);
}
