import { type ChildProcess, fork } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import type { WebhookDelivery } from "@tillkit/core";

/** Which side a server process plays, and on which database: its one argument, as JSON. */
export interface Setup {
  readonly side: "tillkit" | "hand" | "peer";
  readonly url: string;
  readonly schema: string;
  /** Whether an event is followed by an order. */
  readonly orders: boolean;
}

/** What a server process tells. */
export type News =
  | { readonly type: "listening"; readonly port: number }
  /** After it has collected its garbage, in bytes. */
  | ({ readonly type: "memory" } & Memory);

/** What a process takes, in bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** A server in a process of its own, so that what asks it does not count. */
export interface ServerProcess {
  /** Posts a delivery as Stripe does, and resolves to the answer's text. Anything but 200 throws. */
  deliver(delivery: Omit<WebhookDelivery, "at">): Promise<string>;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL("./whole-path-server.ts", import.meta.url));

/** Starts one, and resolves once it listens. */
export async function startServer(setup: Setup): Promise<ServerProcess> {
  const child = fork(script, [JSON.stringify(setup)], {
    execArgv: ["--conditions=@tillkit/source", "--no-warnings"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const { port } = await next(child, "listening");
  const agent = new Agent({ keepAlive: true });

  return {
    deliver: ({ bytes, signature = "" }) =>
      new Promise((resolve, reject) => {
        const headers = {
          "content-type": "application/json",
          "content-length": bytes.length,
          "stripe-signature": signature,
        };
        const call = request(
          { host: "127.0.0.1", port, path: "/webhooks/stripe", method: "POST", agent, headers },
          (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (part: string) => (text += part));
            response.on("end", () => {
              if (response.statusCode === 200) resolve(text);
              else reject(new Error(`${setup.side} answered ${response.statusCode}: ${text}`));
            });
          },
        );
        call.on("error", reject);
        call.end(bytes);
      }),
    memory: async () => {
      child.send("memory");
      return next(child, "memory");
    },
    stop: async () => {
      agent.destroy();
      child.kill();
      await exited;
    },
  };
}

function next<Type extends News["type"]>(child: ChildProcess, type: Type): Promise<Extract<News, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const hear = (news: News): void => {
      if (news.type !== type) return;
      child.off("message", hear).off("exit", leave);
      // Its type has just been looked at.
      resolve(news as Extract<News, { type: Type }>);
    };
    const leave = (): void => reject(new Error("The server process ended before it answered."));
    child.on("message", hear).once("exit", leave);
  });
}
