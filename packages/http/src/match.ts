import type { Route } from "./routes/route.ts";

/** What stands at a path. */
export interface Place {
  readonly routes: readonly Route[];
  /** What stands for `:id`; empty where the path has none. */
  readonly id: string;
}

/** Makes a function that finds the routes of a path, by looking it up in a map. */
export function createMatcher(routes: readonly Route[]): (path: string) => Place | undefined {
  const byPath = new Map<string, readonly Route[]>();
  for (const route of routes) byPath.set(route.path, [...(byPath.get(route.path) ?? []), route]);
  return (path) => {
    const exact = byPath.get(path);
    if (exact) return path.includes(":") ? undefined : { routes: exact, id: "" };
    const segments = path.split("/");
    for (const position of ID_POSITIONS) {
      const id = segments[position] ?? "";
      const found = id === "" ? undefined : byPath.get(segments.with(position, ":id").join("/"));
      if (found) return { routes: found, id };
    }
    return undefined;
  };
}

/** `/payments/:id/…` and `/guest/bills/:id/…` */
const ID_POSITIONS = [2, 3] as const;
