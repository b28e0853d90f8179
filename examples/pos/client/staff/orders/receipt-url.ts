/** Where the guest's receipt is, as a page that the browser prints. Printed again, it says so. */
export function receiptUrl(paymentId: string, { duplicate = false } = {}): string {
  return `/api/tillkit/payments/${paymentId}/receipt?format=html${duplicate ? "&duplicate=true" : ""}`;
}
