import type { ServerResponse } from "node:http";

import { isVirtual } from "../clock.ts";
import { succeedInputCollection } from "../behaviour/inputs.ts";
import { runReaderCommand } from "../control/hand-commands.ts";
import { runWebhookCommand } from "../control/webhook-commands.ts";
import type { ApiRequest } from "../http/api-request.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";
import { dashboardPage, dashboardViews } from "./dashboard.ts";
import { failureChoices } from "./dashboard-readers.ts";
import { faultChoices } from "./dashboard-tools.ts";
import { findShown, objectPage } from "./object-page.ts";
import { messagePage } from "./other-pages.ts";
import { seeOther, show, showScripted } from "./show.ts";

type Form = Readonly<Record<string, string>>;

/** Serves `/`, the lists under `/dashboard`, every object's page, and what the buttons post. */
export async function serveDashboard(
  world: World,
  simulator: InProcessSimulator,
  { method, path, query, body }: ApiRequest,
  response: ServerResponse,
): Promise<void> {
  const [, , area = "", id = ""] = path.split("/");
  if (method === "POST") {
    const home = area === "faults" ? "/dashboard/requests" : area === "webhooks" ? "/dashboard/events" : "/";
    try {
      await run(world, simulator, [area, id], Object.fromEntries(new URLSearchParams(body)));
      return seeOther(response, home);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return showScripted(response, 400, dashboardPage({ world, simulator, path: home, problem }));
    }
  }
  if (isView(path)) {
    const before = new URLSearchParams(query).get("before") ?? undefined;
    return showScripted(response, 200, dashboardPage({ world, simulator, path, before }));
  }
  const found = findShown(world, simulator, area);
  if (found) return showScripted(response, 200, objectPage(world, simulator, found));
  const back = { href: "/", text: "To the Dashboard" };
  show(response, 404, messagePage({ title: "This page does not exist", message: "There is no such object.", back }));
}

function isView(path: string): path is keyof typeof dashboardViews {
  return Object.hasOwn(dashboardViews, path);
}

async function run(
  world: World,
  simulator: InProcessSimulator,
  [area, command]: readonly [string, string],
  form: Form,
): Promise<void> {
  if (area === "readers") return press(world, simulator, command, form);
  if (area === "webhooks") return void runWebhookCommand(simulator.webhooks, command, form);
  if (area === "clock") return advance(world, Number(form["ms"]));
  if (area !== "faults") throw new Error(`There is no button '${area}'`);
  if (command === "clear") return simulator.faults.clear();
  const choice = faultChoices[form["kind"] ?? ""];
  if (!choice) throw new Error("There is no such fault");
  const times = Number(form["times"]);
  simulator.faults.add({ on: form["on"] || "* *", kind: choice.kind, ...(times > 0 && { times }) });
}

async function advance(world: World, ms: number): Promise<void> {
  if (!isVirtual(world.clock))
    throw new Error("The clock goes by itself: the simulator was not started with a virtual one");
  if (!(ms > 0)) throw new Error("The clock only goes forward");
  await world.clock.advance(ms);
  world.changed("clock");
}

/** A tap is over only once the bank has answered, and the page need not wait for that. */
async function press(world: World, simulator: InProcessSimulator, id: string, form: Form): Promise<void> {
  const hands = simulator.reader(id);
  const command = form["command"] ?? "";
  if (command === "skip") return void succeedInputCollection(world, hands.id, { skip_non_required_inputs: "all" });
  const tip = Number(form["tip"] === "other" ? form["other_tip"] : form["tip"]);
  if (form["tip"] === "other" && !(tip > 0)) throw new Error("Say how much the custom tip is");
  const { code, delivered, authorized } = failureChoices[form["failure"] ?? ""] ?? {};
  const pressed = runReaderCommand(hands, command, {
    card: form["card"] ?? "visa",
    pin: form["pin"] === "none" ? null : form["pin"],
    ...(tip > 0 && { tip }),
    ...(command === "fail_next" && { code, delivered, authorized }),
  });
  // What goes wrong at once is told; a bank that answers later has no page to tell.
  await Promise.race([pressed, new Promise((resolve) => setImmediate(resolve))]);
  pressed.catch(() => undefined);
}
