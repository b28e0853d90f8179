import type { Broken } from "./broken.ts";

/** Stores that are wrong about small documents. */
export const marks: readonly Broken[] = [
  {
    mistake: "lets the last writer of a mark win",
    caughtBy: "a mark is written only on the version that it has",
    make: (real) => ({
      writeMark: async (write) => {
        const mark = await real.readMark(write.tenant, write.name);
        return real.writeMark({ ...write, expectedVersion: mark?.version ?? 0 });
      },
    }),
  },
  {
    mistake: "removes a mark that somebody has written meanwhile",
    caughtBy: "a mark is removed only on the version that it has, and begins again",
    make: (real) => ({
      writeMark: async (write) => {
        const mark = await real.readMark(write.tenant, write.name);
        return real.writeMark(write.value === null ? { ...write, expectedVersion: mark?.version ?? 0 } : write);
      },
    }),
  },
  {
    mistake: "shows marks that nobody is to look at yet",
    caughtBy: "marks whose time has come are shown, the longest overdue first, to everybody",
    make: (real) => ({ dueMarks: (query) => real.listMarks({ ...query, prefix: "" }) }),
  },
  {
    mistake: "keeps the marks of all tenants together",
    caughtBy: "marks of one tenant are none of another's",
    make: (real) => ({
      readMark: (_tenant, name) => real.readMark("all", name),
      writeMark: (write) => real.writeMark({ ...write, tenant: "all" }),
      listMarks: (query) => real.listMarks({ ...query, tenant: "all" }),
      dueMarks: (query) => real.dueMarks({ ...query, tenant: "all" }),
    }),
  },
];
