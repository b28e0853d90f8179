import { type Layout, tableOf } from "./layout.ts";

/**
 * Requests that carry an `Idempotency-Key`: at work while they have a lease, finished once they have an answer.
 *
 * The age of a row counts from its answer, or else from the end of its lease.
 */
export function idempotency(layout: Layout): string {
  return `
${tableOf(
  layout,
  "idempotency",
  `
  tenant text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  lease_token text COLLATE "C",
  lease_until double precision,
  status integer,
  headers text,
  body text,
  answered_at double precision,
  PRIMARY KEY (tenant, key),
  CHECK (num_nonnulls(lease_token, lease_until) IN (0, 2)),
  CHECK (num_nonnulls(status, headers, body, answered_at) = 4 - 2 * num_nonnulls(lease_token, lease_until))
`,
)}

CREATE INDEX idempotency_age ON ${layout.schema}.idempotency (tenant, (coalesce(answered_at, lease_until)));
`;
}
