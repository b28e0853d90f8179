import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** A PgBouncer in transaction mode before a server. */
export interface Pooler {
  readonly url: string;
  stop(): Promise<void>;
}

const version = spawnSync("pgbouncer", ["--version"], { encoding: "utf8" });

/** Whether PgBouncer is there; it is not one of npm's packages. */
export const hasPooler = version.status === 0;

/** Whether it can keep prepared statements: from 1.21 on. */
export const canPrepare = hasPooler && minorOf(version.stdout) >= 21;

/** Starts a PgBouncer with two connections to the server, so that transactions of different clients share them. */
export async function startPooler(
  target: string,
  { preparedStatements = 0 }: { readonly preparedStatements?: number } = {},
): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), "tillkit-pgbouncer-"));
  const port = await freePort();
  const { hostname, port: targetPort, username, password, pathname } = new URL(target);
  const file = join(folder, "pgbouncer.ini");
  const database = `host=${hostname} port=${targetPort || 5432} dbname=${pathname.slice(1)} user=${username} password=${password}`;
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    default_pool_size: 2,
    max_client_conn: 200,
    ignore_startup_parameters: "options",
    ...(canPrepare ? { max_prepared_statements: preparedStatements } : {}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(file, ["[databases]", `* = ${database}`, "[pgbouncer]", ...lines, ""].join("\n"));
  await chmod(folder, 0o755);
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const child = spawn("pgbouncer", [...(isRoot ? ["-u", "nobody"] : []), "-q", file], { stdio: "ignore" });
  const exited = once(child, "exit");
  await Promise.race([
    accepts(port),
    exited.then(([code]) => Promise.reject(new Error(`PgBouncer ended with ${String(code)}.`))),
  ]);
  return {
    url: `postgres://pooled@127.0.0.1:${port}/${pathname.slice(1)}`,
    stop: async () => {
      child.kill("SIGINT");
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

function minorOf(said: string): number {
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(said) ?? [];
  return Number(major) > 1 ? Infinity : Number(minor);
}

async function accepts(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isUp) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
