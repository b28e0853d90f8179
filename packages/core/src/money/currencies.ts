/** How Stripe counts one currency. */
export interface Currency {
  /** Digits after the decimal point in an amount: 1250 with 2 decimals is 12.50. */
  readonly decimals: 0 | 2 | 3;
  /** Amounts must be a multiple of this, in minor units. */
  readonly step: 1 | 10 | 100;
  /** The least that can be charged, in minor units, where Stripe publishes one; else 1. */
  readonly minimum: number;
}

const two = (minimum = 1): Currency => ({ decimals: 2, step: 1, minimum });
const zero = (minimum = 1): Currency => ({ decimals: 0, step: 1, minimum });
const three: Currency = { decimals: 3, step: 10, minimum: 10 };
/** Sent with two decimals that are always 00, although ISO 4217 gives the currency none. */
const wholeAsTwo: Currency = { decimals: 2, step: 100, minimum: 100 };

const special: Readonly<Record<string, Currency>> = {
  aed: two(200),
  ars: two(50),
  aud: two(50),
  brl: two(50),
  cad: two(50),
  chf: two(50),
  cop: two(50),
  czk: two(1500),
  dkk: two(250),
  eur: two(50),
  gbp: two(30),
  hkd: two(400),
  huf: two(17500),
  idr: two(50),
  ils: two(50),
  inr: two(50),
  jpy: zero(50),
  krw: zero(50),
  mxn: two(1000),
  myr: two(200),
  nok: two(300),
  nzd: two(50),
  php: two(50),
  pln: two(200),
  ron: two(200),
  rub: two(50),
  sek: two(300),
  sgd: two(50),
  thb: two(1000),
  usd: two(50),
  zar: two(50),
  isk: wholeAsTwo,
  ugx: wholeAsTwo,
};

const plainTwo =
  "afn all amd ang aoa awg azn bam bbd bdt bgn bmd bnd bob bsd bwp byn bzd cdf cny crc cve dop dzd egp etb fjd fkp gel gip " +
  "gmd gtq gyd hnl htg jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mzn nad ngn nio npr " +
  "pab pen pgk pkr qar rsd sar sbd scr shp sle sos srd std szl tjs top try ttd twd tzs uah uyu uzs wst xcd xcg yer zmw";
const plainZero = "bif clp djf gnf kmf mga pyg rwf vnd vuv xaf xof xpf";
const plainThree = "bhd jod kwd omr tnd";

/**
 * Every currency that Stripe charges in, as Stripe counts it (docs.stripe.com/currencies).
 *
 * Not ISO 4217 and not `Intl`: Stripe counts MGA without decimals and ISK and UGX with two.
 */
export const currencies: ReadonlyMap<string, Currency> = new Map([
  ...plainTwo.split(" ").map((code) => [code, two()] as const),
  ...plainZero.split(" ").map((code) => [code, zero()] as const),
  ...plainThree.split(" ").map((code) => [code, three] as const),
  ...Object.entries(special),
]);
