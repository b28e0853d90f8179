import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const pos = fileURLToPath(new URL("../../../examples/pos", import.meta.url));
const WAIT_MS = 30_000;
const run = promisify(execFile);

/** From starting the example's server to its first page, with the client built already; and an empty Node beside it. */
export async function timeStart(): Promise<void> {
  await run(process.execPath, [join(pos, "node_modules/vite/bin/vite.js"), "build"], { cwd: pos });
  const data = await mkdtemp(join(tmpdir(), "tillkit-start-"));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const began = performance.now();
  const server = spawn(process.execPath, ["--conditions=@tillkit/source", "server/main.ts"], {
    cwd: pos,
    env: { ...process.env, PORT: String(port), POS_DATA: data },
    stdio: "ignore",
  });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  try {
    const page = await firstPage(`http://127.0.0.1:${port}/`, began);
    const floor = await timeEmptyNode();
    console.log("\nStart of the example to its first page, in milliseconds");
    console.table({
      "an empty node": { ms: Math.round(floor), ratio: "1.00" },
      "the example": { ms: Math.round(page), ratio: (page / floor).toFixed(2) },
    });
  } finally {
    server.kill();
    await exited;
    await rm(data, { recursive: true, force: true });
  }
}

async function firstPage(url: string, began: number): Promise<number> {
  for (;;) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    const passed = performance.now() - began;
    if (answered) return passed;
    if (passed > WAIT_MS) throw new Error(`No page at ${url} after ${WAIT_MS} ms.`);
  }
}

/** From spawning Node to its end, with nothing to do: the floor under every start. */
export function timeEmptyNode(): Promise<number> {
  const began = performance.now();
  const node = spawn(process.execPath, ["-e", ""]);
  return new Promise((resolve) => {
    node.once("exit", () => resolve(performance.now() - began));
  });
}
