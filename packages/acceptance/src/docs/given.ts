/** What a reader of a document has in front of them beside its code: by document, names and their types. */
export const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "packages/sqlite/README.md": { gateway: 'import("@tillkit/core").Gateway' },
  "docs/how-to/give-money-back.md": { till: 'import("@tillkit/core").Till' },
  "docs/how-to/split-a-bill.md": { till: 'import("@tillkit/core").Till' },
  "docs/how-to/close-a-bill.md": { till: 'import("@tillkit/core").Till' },
  "packages/http/README.md": { id: "string", show: "(payment: unknown) => void" },
  "packages/testing/README.md": {
    story: '(store: import("@tillkit/core").Store) => Promise<void>',
    recoverAndCheck: '(store: import("@tillkit/core").Store) => Promise<void>',
  },
};

/** Files of the reader's own that a document imports, relative to the folder of snippets. */
export const stubs: readonly { readonly path: string; readonly code: string }[] = [
  {
    path: "src/my-store.ts",
    code: 'import { memoryStore } from "@tillkit/core";\n\nexport const myStore = async () => memoryStore();\n',
  },
  {
    path: "docs-how-to-sell-at-the-table/bills.ts",
    code: 'import type { CheckoutLine } from "@tillkit/core";\n\nexport declare function openBillAt(table: string): Promise<string>;\nexport declare function linesOf(bill: string): Promise<readonly CheckoutLine[]>;\n',
  },
  ...["express", "fastify", "http", "next"].flatMap((name) => [
    {
      path: `packages-${name}-README/session.ts`,
      code: 'import type { Action } from "@tillkit/http";\n\nexport declare function isCashier(request: unknown, action: Action): boolean;\n',
    },
    {
      path: `packages-${name}-README/till.ts`,
      code: 'import type { Till } from "@tillkit/core";\n\nexport declare const till: Till;\n',
    },
  ]),
];
