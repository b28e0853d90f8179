import { isVirtual } from "../clock.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";
import { events, payments, requests, sessions } from "./dashboard-lists.ts";
import { readerCard } from "./dashboard-readers.ts";
import { dashboardScript } from "./dashboard-script.ts";
import { dashboardStyle } from "./dashboard-style.ts";
import { clockTools, faultTools, webhookTools } from "./dashboard-tools.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { list } from "./parts.ts";
import { readerStyle } from "./reader-style.ts";

/** The pages in the Dashboard's menu, by their addresses. */
export const dashboardViews = {
  "/": "Counter",
  "/dashboard/payments": "Payments",
  "/dashboard/checkout": "Checkout",
  "/dashboard/events": "Events",
  "/dashboard/requests": "Requests",
} as const;

/** What the Dashboard shows. */
export interface DashboardInput {
  readonly world: World;
  readonly simulator: InProcessSimulator;
  readonly path: keyof typeof dashboardViews;
  /** Lists begin with what is older than this. */
  readonly before?: string | undefined;
  /** Why the last button did nothing. */
  readonly problem?: string;
}

/** What happened and what stands on the counter, for somebody who looks over a demo's shoulder. */
export function dashboardPage({ world, simulator, path, before, problem }: DashboardInput): string {
  const title = dashboardViews[path];
  const content = html`<h1 class="hidden">${title}</h1>
    ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
    ${view(world, simulator, path, before)}`;
  return dashboardFrame(world, path, `${title} · ${world.settings.account.businessName}`, content);
}

/** A page with the Dashboard's menu. */
export function dashboardFrame(world: World, path: string, title: string, content: Html): string {
  const { clock, settings } = world;
  const links = Object.entries(dashboardViews).map(
    ([href, name]) => html`<a href="${href}" ${href === path ? html`aria-current="page"` : nothing}>${name}</a>`,
  );
  return layout(
    title,
    html`<header class="top">
        <div>
          <a class="shop" href="/">${settings.account.businessName} <small>Test</small></a>
          <nav aria-label="Lists">${links}</nav>
          ${isVirtual(clock) ? clockTools(clock.now()) : nothing}
        </div>
      </header>
      <main>${content}</main>
      <script>
        ${{ markup: dashboardScript }};
      </script>`,
    dashboardStyle + readerStyle,
  );
}

function view(world: World, simulator: InProcessSimulator, path: DashboardInput["path"], before?: string): Html {
  const whole = { most: 50, before };
  switch (path) {
    case "/":
      return counter(world, simulator);
    case "/dashboard/payments":
      return payments(world, whole);
    case "/dashboard/checkout":
      return sessions(world, whole);
    case "/dashboard/events":
      return events(simulator, { ...whole, tools: webhookTools(simulator) });
    case "/dashboard/requests":
      return requests(simulator, { ...whole, tools: faultTools(simulator) });
  }
}

function counter(world: World, simulator: InProcessSimulator): Html {
  const readers = [...world.readers.values()].map((slot) => readerCard(slot));
  const none = list({
    id: "readers",
    title: "Readers",
    count: 0,
    head: [],
    rows: [],
    none: "No reader is registered.",
  });
  const shown = html`<section aria-labelledby="readers-title">
    <h2 id="readers-title">Readers</h2>
    <div class="readers">${readers}</div>
  </section>`;
  return html`${readers.length > 0 ? shown : none} ${payments(world, { most: 8, all: "/dashboard/payments" })}
    <div class="two">
      ${events(simulator, { most: 8, all: "/dashboard/events" })}
      ${requests(simulator, { most: 8, all: "/dashboard/requests" })}
    </div>`;
}
