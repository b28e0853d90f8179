const local: Readonly<Record<string, string>> = {
  aud: "AU",
  aed: "AE",
  cad: "CA",
  chf: "CH LI",
  czk: "CZ",
  dkk: "DK",
  eur: "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK",
  gbp: "GB",
  hkd: "HK",
  huf: "HU",
  jpy: "JP",
  mxn: "MX",
  myr: "MY",
  nok: "NO",
  nzd: "NZ",
  pln: "PL",
  ron: "RO",
  sek: "SE",
  sgd: "SG",
  usd: "US",
};

const byCountry = new Map(
  Object.entries(local).flatMap(([currency, countries]) =>
    countries.split(" ").map((code) => [code, currency] as const),
  ),
);

/** The only currency in which readers of a country take money (docs.stripe.com/currencies); `undefined` where that is not known. */
export function localCurrency(country: string): string | undefined {
  return byCountry.get(country);
}
