import type { Settings } from "../settings.ts";
import type { Configuration } from "./types.ts";

/** The id of the configuration that every account has. */
export const accountDefault = "tmc_default";

/** What readers go by whose location has nothing of its own: Stripe provides it with the account. */
export function defaultConfiguration({
  livemode,
  settings: { readerTips },
}: {
  readonly livemode: boolean;
  readonly settings: Settings;
}): Configuration {
  return {
    id: accountDefault,
    object: "terminal.configuration",
    is_account_default: true,
    livemode,
    name: null,
    ...(readerTips && { tipping: Object.fromEntries(tipCurrencies.map((currency) => [currency, usual])) }),
  };
}

const usual = { percentages: [15, 20, 25] };

/** The currencies in which readers ask for tips. */
const tipCurrencies: readonly (keyof NonNullable<Configuration["tipping"]>)[] = [
  "aed",
  "aud",
  "cad",
  "chf",
  "czk",
  "dkk",
  "eur",
  "gbp",
  "gip",
  "hkd",
  "huf",
  "jpy",
  "mxn",
  "myr",
  "nok",
  "nzd",
  "pln",
  "ron",
  "sek",
  "sgd",
  "usd",
];
