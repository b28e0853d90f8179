import { type Layout, tableOf } from "./layout.ts";

/**
 * Small documents of a tenant that are no payments, each written by compare and swap; and which payments have something parked.
 */
export function marks(layout: Layout): string {
  const { schema } = layout;
  return `
${tableOf(
  layout,
  "marks",
  `
  tenant text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  value text NOT NULL,
  due_at double precision CHECK (due_at < 'Infinity'),
  PRIMARY KEY (tenant, name)
`,
)}

CREATE INDEX marks_due ON ${schema}.marks (tenant, due_at, name) WHERE due_at IS NOT NULL;
CREATE INDEX payments_parked ON ${schema}.payments (tenant, created_at, id) WHERE parked <> '[]';
`;
}
