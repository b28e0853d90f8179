import { sqliteStore } from "@tillkit/sqlite";
import { durableStoreContract } from "@tillkit/testing";
import { describe, it } from "vitest";
import { temporaryFile } from "./files.ts";

durableStoreContract({
  describe,
  it,
  open: async () => {
    const { file, remove } = temporaryFile();
    const handles = [sqliteStore(file)];
    const another = () => {
      const handle = sqliteStore(file);
      handles.push(handle);
      return handle;
    };
    return {
      // The array was just made with one.
      store: handles[0] ?? another(),
      second: async () => another(),
      reopen: async () => {
        await handles[0]?.close();
        return another();
      },
      close: async () => {
        await Promise.all(handles.map((handle) => handle.close()));
        remove();
      },
    };
  },
});
