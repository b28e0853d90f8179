import type { SimulatorClock } from "../clock.ts";
import { matches } from "../objects/event.ts";
import type { Randomness } from "../random.ts";
import type { EventScope, WebhookEndpoint } from "./delivery.ts";

/** A secret that took the place of the one the endpoint was added with. */
export interface RolledSecret {
  /** The secret the endpoint was added with. One added with another is another endpoint. */
  readonly from: string;
  readonly secret: string;
  /** Signs, too, until then, in milliseconds. */
  readonly previous: string;
  readonly until: number;
}

/** The endpoints that events go to, each by the key that deliveries remember it by. */
export interface Endpoints {
  readonly all: readonly WebhookEndpoint[];
  /** Adds an endpoint under the key it gets. */
  add(endpoint: WebhookEndpoint): string;
  remove(key: string): void;
  get(key: string): WebhookEndpoint | undefined;
  /** The keys of those that want such an event, in the order they were added. */
  wanting(about: EventScope): readonly string[];
  /** The keys of an endpoint by id or url. Throws when there is none. */
  named(idOrUrl: string): readonly string[];
  /** What signs a delivery now: two secrets while one is being rolled. */
  secrets(key: string): readonly string[];
  /** Gives an endpoint a new secret; the old one signs for `keepMs` more. */
  roll(idOrUrl: string, keepMs: number): string;
  readonly rolled: readonly (readonly [string, RolledSecret])[];
}

/** Stripe keeps a rolled secret for up to a day (page Webhooks). */
export const longestRollMs = 24 * 60 * 60 * 1000;

/** No endpoints yet, and the secrets that an earlier run rolled. */
export function endpointList(
  clock: SimulatorClock,
  random: Randomness,
  earlier: readonly (readonly [string, RolledSecret])[] = [],
): Endpoints {
  const endpoints = new Map<string, WebhookEndpoint>();
  const rolled = new Map(earlier);

  const rollOf = (key: string): RolledSecret | undefined => {
    const roll = rolled.get(key);
    return roll?.from === endpoints.get(key)?.secret ? roll : undefined;
  };

  return {
    get all() {
      return [...endpoints.values()];
    },
    add(endpoint) {
      const name = endpoint.id ?? endpoint.url;
      let key = name;
      for (let count = 2; endpoints.has(key); count++) key = `${name} ${count}`;
      endpoints.set(key, endpoint);
      return key;
    },
    remove(key) {
      endpoints.delete(key);
    },
    get: (key) => endpoints.get(key),
    wanting: (about) => [...endpoints].filter(([, endpoint]) => wants(endpoint, about)).map(([key]) => key),
    named(idOrUrl) {
      const keys = [...endpoints].filter(([, { id, url }]) => id === idOrUrl || url === idOrUrl).map(([key]) => key);
      if (keys.length > 0) return keys;
      const known = [...endpoints.values()].map(({ id, url }) => id ?? url).join(", ");
      throw new Error(`There is no endpoint '${idOrUrl}'. There are: ${known || "none"}`);
    },
    secrets(key) {
      const endpoint = endpoints.get(key);
      if (!endpoint) return [];
      const roll = rollOf(key);
      if (roll) return roll.until > clock.now() ? [roll.secret, roll.previous] : [roll.secret];
      return endpoint.previousSecret === undefined ? [endpoint.secret] : [endpoint.secret, endpoint.previousSecret];
    },
    roll(idOrUrl, keepMs) {
      if (!(keepMs >= 0 && keepMs <= longestRollMs)) {
        throw new RangeError(`A rolled secret is kept for 0 to ${longestRollMs} ms, not for ${String(keepMs)}`);
      }
      const secret = random.id("whsec_", 32);
      for (const key of this.named(idOrUrl)) {
        const from = endpoints.get(key)?.secret ?? "";
        rolled.set(key, { from, secret, previous: rollOf(key)?.secret ?? from, until: clock.now() + keepMs });
      }
      return secret;
    },
    get rolled() {
      return [...rolled];
    },
  };
}

/** Accounts and modes are kept apart; `connect` endpoints hear of connected accounts, and of nothing else. */
function wants(endpoint: WebhookEndpoint, { account = null, livemode, type }: EventScope): boolean {
  const { events, connect = false, livemode: live = false, account: own = null } = endpoint;
  if (live !== livemode) return false;
  if (connect ? account === null : own !== account) return false;
  return events === undefined || events.some((pattern) => matches(pattern.replace(/^v1\./, ""), type));
}
