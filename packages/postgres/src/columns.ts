/** The columns that a payment is read from. */
export const STORED = "tenant, id, version, payment, pending, parked";
