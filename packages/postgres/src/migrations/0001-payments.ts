import { type Layout, tableOf } from "./layout.ts";

/**
 * Payments, the names by which they are found, their history and what brought each change about.
 *
 * Times are double precision, as a JavaScript number is. Records are text, since `jsonb` would lose the order of keys and refuse
 * NUL; cast to `json` to look inside. Text is compared byte by byte, whatever the database's collation. The tenant is in every key,
 * and first, so that the tables can be divided by it. There are no foreign keys: names, history and causes are written only from
 * the rows that a commit has changed, in the same statement, and a check for each would cost as much as the write.
 */
export function payments(layout: Layout): string {
  const { schema } = layout;

  return `
${tableOf(
  layout,
  "payments",
  `
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  -- The transaction of the last write: how others ask what is new.
  changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  flow text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  reference text COLLATE "C" NOT NULL,
  share_of text COLLATE "C",
  -- NaN is more than everything.
  created_at double precision NOT NULL CHECK (created_at < 'Infinity'),
  -- The time of the last write.
  written_at double precision NOT NULL CHECK (written_at < 'Infinity'),
  has_review boolean NOT NULL,
  due_at double precision CHECK (due_at < 'Infinity'),
  lease_token text COLLATE "C",
  lease_until double precision,
  pending text NOT NULL,
  parked text NOT NULL,
  payment text NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK ((lease_token IS NULL) = (lease_until IS NULL))
`,
)}

CREATE INDEX payments_due ON ${schema}.payments (tenant, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX payments_created ON ${schema}.payments (tenant, created_at, id);
CREATE INDEX payments_status ON ${schema}.payments (tenant, status, created_at, id);
CREATE INDEX payments_reference ON ${schema}.payments (tenant, reference, created_at, id);
CREATE INDEX payments_share ON ${schema}.payments (tenant, share_of, created_at, id) WHERE share_of IS NOT NULL;
CREATE INDEX payments_review ON ${schema}.payments (tenant, created_at, id) WHERE has_review;
CREATE INDEX payments_changed ON ${schema}.payments (changed_in);

${tableOf(
  layout,
  "names",
  `
  tenant text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, name)
`,
)}

CREATE INDEX names_payment ON ${schema}.names (tenant, payment_id);

${tableOf(
  layout,
  "timeline",
  `
  tenant text COLLATE "C" NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  cause text COLLATE "C",
  entries text NOT NULL,
  PRIMARY KEY (tenant, payment_id, version)
`,
)}

${tableOf(
  layout,
  "causes",
  `
  tenant text COLLATE "C" NOT NULL,
  cause text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, cause)
`,
)}
`;
}
