import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Chance } from "../histories/random.ts";
import type { News, Order, Setup } from "./messages.ts";

const script = fileURLToPath(new URL("./server.ts", import.meta.url));

/** Server processes that can be killed; a new one takes each one's place. */
export interface Servers {
  /** How many have been killed so far. */
  readonly kills: number;
  /** How many have died by themselves, which none ever should. */
  readonly crashes: number;
  /** The port of some server that is up; it may be dead by the time it is used. */
  port(): number | undefined;
  /** Gives an order to some server and waits for its answer; `undefined` when the server died first. */
  ask(order: Order): Promise<string | undefined>;
  /** Kills one without a word, and starts another. Spares the last one that is up, so that a slow machine gets somewhere. */
  killOne(): void;
  /** Kills all of them at once, as when the power goes, and starts as many. */
  killAll(): void;
  close(): Promise<void>;
}

interface Server {
  readonly child: ChildProcess;
  port: number | undefined;
}

/** Starts so many server processes. */
export function startServers(count: number, setup: Setup, chance: Chance): Servers {
  const servers = new Set<Server>();
  let kills = 0;
  let crashes = 0;

  function start(): void {
    const child = fork(script, [JSON.stringify(setup)], {
      execArgv: ["--conditions=@tillkit/source", "--no-warnings"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const server: Server = { child, port: undefined };
    servers.add(server);
    child.on("message", (news: News) => {
      if (news.type === "listening") server.port = news.port;
    });
    child.on("exit", () => {
      // Whoever was killed has been replaced already.
      if (!servers.delete(server)) return;
      crashes += 1;
      start();
    });
  }

  function replace(victim: Server): void {
    kills += 1;
    servers.delete(victim);
    victim.child.kill("SIGKILL");
    start();
  }

  const up = (): readonly Server[] => [...servers].filter(({ port }) => port !== undefined);
  const some = (): Server | undefined => up()[chance.below(up().length)];

  for (let index = 0; index < count; index += 1) start();

  return {
    get kills() {
      return kills;
    },
    get crashes() {
      return crashes;
    },
    port: () => some()?.port,
    ask: (order) => {
      const server = some();
      if (server === undefined) return Promise.resolve(undefined);
      const { child } = server;
      return new Promise((resolve) => {
        const done = (answer: string | undefined): void => {
          child.off("message", heard);
          child.off("exit", died);
          resolve(answer);
        };
        const heard = (news: News): void => {
          if (news.type === "answer" && news.reference === order.reference) done(news.status);
        };
        const died = (): void => done(undefined);
        child.on("message", heard);
        child.on("exit", died);
        child.send(order, (error) => {
          if (error !== null) done(undefined);
        });
      });
    },
    killOne: () => {
      const victim = some();
      if (victim !== undefined && up().length > 1) replace(victim);
    },
    killAll: () => {
      for (const victim of up()) replace(victim);
    },
    close: async () => {
      const last = [...servers];
      servers.clear();
      await Promise.all(
        last.map(
          ({ child }) =>
            new Promise<void>((resolve) => {
              child.once("exit", () => resolve());
              child.kill("SIGKILL");
            }),
        ),
      );
    },
  };
}
