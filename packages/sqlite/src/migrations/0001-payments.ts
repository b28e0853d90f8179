/**
 * Payments, the names by which they are found, their history and what brought each change about.
 *
 * Times are REAL: a JavaScript number is a double, and is kept as it is. The tenant comes first in every key, but for `change`,
 * which numbers the writes of the whole file so that other processes can ask what is new. There are no foreign keys: names, history
 * and causes are written only in the transaction that has changed their payment, and a check for each would cost as much as the write.
 */
export const payments = `
  CREATE TABLE tillkit_payments (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    change INTEGER NOT NULL,
    flow TEXT NOT NULL,
    status TEXT NOT NULL,
    reference TEXT NOT NULL,
    share_of TEXT,
    created_at REAL NOT NULL,
    written_at REAL NOT NULL,
    has_review INTEGER NOT NULL CHECK (has_review IN (0, 1)),
    due_at REAL,
    lease_token TEXT,
    lease_until REAL,
    pending TEXT NOT NULL,
    parked TEXT NOT NULL,
    payment TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    CHECK ((lease_token IS NULL) = (lease_until IS NULL))
  ) STRICT;

  CREATE UNIQUE INDEX tillkit_payments_change ON tillkit_payments (change);
  CREATE INDEX tillkit_payments_due ON tillkit_payments (tenant, due_at, id) WHERE due_at IS NOT NULL;
  CREATE INDEX tillkit_payments_created ON tillkit_payments (tenant, created_at, id);
  CREATE INDEX tillkit_payments_status ON tillkit_payments (tenant, status, created_at, id);
  CREATE INDEX tillkit_payments_reference ON tillkit_payments (tenant, reference, created_at, id);
  CREATE INDEX tillkit_payments_share ON tillkit_payments (tenant, share_of, created_at, id) WHERE share_of IS NOT NULL;
  CREATE INDEX tillkit_payments_review ON tillkit_payments (tenant, created_at, id) WHERE has_review = 1;

  -- One row, so that no number is given twice when the payment that had the last one is deleted.
  CREATE TABLE tillkit_pruned (last_change INTEGER NOT NULL) STRICT;
  INSERT INTO tillkit_pruned VALUES (0);

  CREATE TABLE tillkit_names (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    PRIMARY KEY (tenant, name)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX tillkit_names_payment ON tillkit_names (tenant, payment_id);

  CREATE TABLE tillkit_timeline (
    tenant TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    cause TEXT,
    entries TEXT NOT NULL,
    PRIMARY KEY (tenant, payment_id, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tillkit_causes (
    tenant TEXT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (tenant, cause)
  ) STRICT, WITHOUT ROWID;
`;
