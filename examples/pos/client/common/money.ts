/** Writes an amount in minor units for people, like `$12.50`. This shop's currencies have two decimals (see server/settings.ts). */
export function formatMoney(amount: number, currency: string): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(amount / 100);
}
