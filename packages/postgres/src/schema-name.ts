import { TillkitError } from "@tillkit/core";

/**
 * A schema's name that is safe to write into SQL as it is: lower case, digits and `_`, at most 63 characters, none of PostgreSQL's.
 *
 * @throws TillkitError `invalid_option`
 */
export function mustBeSchemaName(schema: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema) && !schema.startsWith("pg_")) return schema;
  throw new TillkitError(
    "invalid_option",
    "`schema` must be lower-case letters, digits and `_`, at most 63, and not begin with a digit or `pg_`.",
    { details: { option: "schema", value: schema } },
  );
}
