/**
 * Requests that carry an `Idempotency-Key`: at work while they have a lease, finished once they have an answer.
 *
 * The age of a row counts from its answer, or else from the end of its lease.
 */
export const idempotency = `
  CREATE TABLE tillkit_idempotency (
    tenant TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    lease_token TEXT,
    lease_until REAL,
    status INTEGER,
    headers TEXT,
    body TEXT,
    answered_at REAL,
    PRIMARY KEY (tenant, key),
    CHECK ((lease_token IS NULL) = (lease_until IS NULL)),
    CHECK ((lease_token IS NULL) = (answered_at IS NOT NULL)),
    CHECK ((status IS NULL) = (answered_at IS NULL)),
    CHECK ((headers IS NULL) = (answered_at IS NULL)),
    CHECK ((body IS NULL) = (answered_at IS NULL))
  ) STRICT;

  CREATE INDEX tillkit_idempotency_age ON tillkit_idempotency (tenant, coalesce(answered_at, lease_until));
`;
