import type { ServerResponse } from "node:http";

import { runReaderCommand } from "../control/hand-commands.ts";
import { runWebhookCommand } from "../control/webhook-commands.ts";
import type { ApiRequest } from "../http/api-request.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";
import { dashboardPage, objectPage } from "./dashboard.ts";
import { messagePage } from "./other-pages.ts";

/** Serves `/`, `/dashboard/{object}`, and the buttons under `/dashboard/readers` and `/dashboard/webhooks`. */
export async function serveDashboard(
  world: World,
  simulator: InProcessSimulator,
  { method, path, body }: ApiRequest,
  response: ServerResponse,
): Promise<void> {
  const [, , area = "", id = ""] = path.split("/");
  if (method === "POST") {
    const form = Object.fromEntries(new URLSearchParams(body));
    try {
      if (area === "readers") await press(simulator, id, form);
      else if (area === "webhooks") runWebhookCommand(simulator.webhooks, id, form);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      show(response, 400, dashboardPage(world, simulator, problem));
      return;
    }
    response.writeHead(303, { location: "/", "cache-control": "no-store" }).end();
    return;
  }
  if (path === "/") return show(response, 200, dashboardPage(world, simulator));
  const object = world.paymentIntents.get(area) ?? world.events.get(area) ?? world.charges.get(area);
  if (object) show(response, 200, objectPage(area, object));
  else show(response, 404, messagePage("This page does not exist", "There is no such object.", "/"));
}

/** A tap is over only once the bank has answered, and the page need not wait for that. */
async function press(simulator: InProcessSimulator, id: string, form: Readonly<Record<string, string>>): Promise<void> {
  const pressed = runReaderCommand(simulator.reader(id), form["command"] ?? "", { card: form["card"] ?? "visa" });
  pressed.catch(() => undefined);
  await Promise.race([pressed, new Promise((resolve) => setImmediate(resolve))]);
}

function show(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; " +
      "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
  });
  response.end(page);
}
