/**
 * Small documents of a tenant that are no payments, each written by compare and swap; and which payments have something parked.
 */
export const marks = `
  CREATE TABLE tillkit_marks (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    value TEXT NOT NULL,
    due_at REAL,
    PRIMARY KEY (tenant, name)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX tillkit_marks_due ON tillkit_marks (tenant, due_at, name) WHERE due_at IS NOT NULL;
  CREATE INDEX tillkit_payments_parked ON tillkit_payments (tenant, created_at, id) WHERE parked <> '[]';
`;
