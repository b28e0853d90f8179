/** Where the tables are, and whether they are divided. */
export interface Layout {
  readonly schema: string;
  /** Into how many parts each table is divided by tenant; 0: not at all. */
  readonly partitions: number;
}

/** The SQL of a table, with its parts where it is divided. */
export function tableOf({ schema, partitions }: Layout, name: string, columns: string): string {
  if (partitions === 0) return `CREATE TABLE ${schema}.${name} (${columns});`;
  const parts = Array.from(
    { length: partitions },
    (_, n) =>
      `CREATE TABLE ${schema}.${name}_${n} PARTITION OF ${schema}.${name} FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${n});`,
  );
  return [`CREATE TABLE ${schema}.${name} (${columns}) PARTITION BY HASH (tenant);`, ...parts].join("\n");
}
