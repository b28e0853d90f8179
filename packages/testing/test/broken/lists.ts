import type { Broken } from "./broken.ts";

/** Stores whose lists and walls are wrong. */
export const lists: readonly Broken[] = [
  {
    mistake: "finds names of other tenants",
    caughtBy: "two tenants can have the same name, and find their own",
    make: (real) => ({
      find: async (tenant, name) => {
        for (const each of [tenant, "north", "south"]) {
          const stored = await real.find(each, name);
          if (stored !== undefined) return stored;
        }
        return undefined;
      },
    }),
  },
  {
    mistake: "lists every tenant's payments",
    caughtBy: "a list shows only the tenant's payments, and starts at none of another's",
    make: (real) => ({
      list: async (query) => {
        const pages = await Promise.all(
          [...new Set([query.tenant, "north", "south"])].map((tenant) => real.list({ ...query, tenant })),
        );
        return pages.flat().slice(0, query.limit);
      },
    }),
  },
  {
    mistake: "lists oldest first",
    caughtBy: "payments are listed newest first, whatever order they were written in",
    make: (real) => ({ list: async (query) => (await real.list(query)).toReversed() }),
  },
  {
    mistake: "counts pages by offset",
    caughtBy: "a page is not moved by payments that are made meanwhile",
    make: (real) => {
      let offset = 0;
      return {
        list: async ({ after, ...query }) => {
          const all = await real.list({ ...query, limit: 100 });
          offset = after === undefined ? 0 : offset + query.limit;
          return all.slice(offset, offset + query.limit);
        },
      };
    },
  },
  {
    mistake: "does not look whether something is parked",
    caughtBy: "payments with something parked are found",
    make: (real) => ({
      list: (query) => {
        const { parked: _parked, ...rest } = query;
        return real.list(rest);
      },
    }),
  },
  {
    mistake: "takes an order for a reference",
    caughtBy: "a list is filtered by the order that payments are shares of, exactly",
    make: (real) => ({
      list: ({ order, ...query }) => real.list(order === undefined ? query : { ...query, reference: order }),
    }),
  },
];
