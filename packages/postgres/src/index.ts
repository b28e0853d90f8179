export { postgresIdempotency } from "./idempotency.ts";
export { migratePostgres, type MigrationOptions, migrationSql } from "./migrate.ts";
export { type PostgresStore, postgresStore, type PostgresStoreOptions } from "./store.ts";
