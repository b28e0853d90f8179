export { sqliteIdempotency } from "./idempotency.ts";
export { type SqliteStore, sqliteStore, type SqliteStoreOptions } from "./store.ts";
