import { type PlacedTips, type TipChange, type TipMenu, type TipPlace, TillkitError } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "./connection.ts";
import { readFailure } from "./failure.ts";
import { areSame, tippingOf, tipsOf } from "./objects/tipping.ts";
import { explain } from "./outcome.ts";
import { refusalToRead, refusalToWrite } from "./refusal.ts";
import { accountDefault, configurationAt, configurationFor, othersWith } from "./tip-configurations.ts";

/**
 * What the readers of a location, or of all that have nothing of their own, suggest.
 *
 * @throws TillkitError `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
 */
export async function readTips(connection: Connection, { location }: TipPlace): Promise<PlacedTips> {
  try {
    const stripe = await connection.client();
    const account = tipsOf((await accountDefault(stripe, connection))?.tipping);
    const inherited = { tips: account, from: isEmpty(account) ? "nowhere" : "account", sharedWith: [] } as const;
    if (location === undefined) return inherited;
    const own = await configurationAt(stripe, connection, location);
    if (own === undefined) return { location, ...inherited };
    const tips = tipsOf(own.tipping);
    const sharedWith = await othersWith(stripe, connection, { id: own.id, location });
    // A setting that the location's Configuration does not have is the account's.
    if (isEmpty(tips)) return { location, ...inherited, sharedWith };
    return { location, tips, from: "location", sharedWith };
  } catch (error) {
    throw refusalToRead("Tips", error);
  }
}

/**
 * Puts these suggestions in the place of all that were there; an empty menu takes them away. Whatever else a Configuration says stays.
 *
 * @throws TillkitError `configuration_shared`, `configuration_not_found`, `location_not_found`, `invalid_request`, `stripe_unavailable`,
 *   `invalid_key`, `missing_permission`
 */
export async function writeTips(connection: Connection, change: TipChange, menu: TipMenu): Promise<PlacedTips> {
  const { location, alsoIn } = change;
  try {
    const stripe = await connection.client();
    if (location === undefined) await setDefault(stripe, connection, menu);
    else await setAt(stripe, connection, { location, menu, alsoIn: alsoIn ?? [] });
  } catch (error) {
    throw refusalOfTips(error);
  }
  return readTips(connection, change);
}

async function setDefault(stripe: Stripe, connection: Connection, menu: TipMenu): Promise<void> {
  const found = await accountDefault(stripe, connection);
  if (found === undefined)
    throw new TillkitError(
      "configuration_not_found",
      "Stripe names no default configuration of this account's readers. Open Terminal in Stripe's Dashboard once, then try again.",
    );
  await setIn(stripe, connection, { id: found.id, menu });
}

interface LocationChange {
  readonly location: string;
  readonly menu: TipMenu;
  readonly alsoIn: readonly string[];
}

async function setAt(
  stripe: Stripe,
  connection: Connection,
  { location, menu, alsoIn }: LocationChange,
): Promise<void> {
  const own = await configurationAt(stripe, connection, location);
  if (own !== undefined) {
    const others = await othersWith(stripe, connection, { id: own.id, location });
    if (!others.every((other) => alsoIn.includes(other))) throw shared(location, others);
    return setIn(stripe, connection, { id: own.id, menu });
  }
  if (isEmpty(menu)) return;
  const id = await configurationFor(stripe, connection, location);
  // Complete before any reader goes by it.
  await setIn(stripe, connection, { id, menu });
  await stripe.terminal.locations.update(
    location,
    { configuration_overrides: id },
    connection.write(crypto.randomUUID()),
  );
}

async function setIn(
  stripe: Stripe,
  connection: Connection,
  { id, menu }: { readonly id: string; readonly menu: TipMenu },
): Promise<void> {
  const write = async (tips: TipMenu): Promise<TipMenu> => {
    const tipping = isEmpty(tips) ? "" : tippingOf(tips);
    const written = await stripe.terminal.configurations.update(id, { tipping }, connection.write(crypto.randomUUID()));
    return written.deleted ? {} : tipsOf(written.tipping);
  };
  if (areSame(await write(menu), menu)) return;
  // Stripe does not publish whether an update keeps the currencies that it does not name: where it did, begin from nothing.
  await write({});
  await write(menu);
}

function shared(location: string, others: readonly string[]): TillkitError {
  return new TillkitError(
    "configuration_shared",
    `The readers of ${location} go by the same Terminal Configuration as those of ${others.join(", ")}. Nothing was changed. ` +
      "Name those locations in alsoIn to change all of them, or give this one a Configuration of its own in Stripe's Dashboard.",
    { details: { location, sharedWith: others.join(",") } },
  );
}

/** What Stripe says is wrong with suggestions is wrong with them at the next try, too. */
function refusalOfTips(error: unknown): TillkitError {
  const failure = readFailure(error);
  if (TillkitError.is(error) || failure.status !== 400) return refusalToWrite("The tips were not set", error);
  return new TillkitError("invalid_request", `Stripe did not take these tips: ${explain(failure)}`, {
    details: failure.code === undefined ? {} : { stripeCode: failure.code },
  });
}

const isEmpty = (menu: TipMenu): boolean => Object.keys(menu).length === 0;
