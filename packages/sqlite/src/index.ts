export { type SqliteStore, sqliteStore, type SqliteStoreOptions } from "./store.ts";
