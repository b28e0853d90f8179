import type { Upload } from "../protocol/multipart.ts";
import type { World } from "../world.ts";

/** What a route is given to answer with. */
export interface RouteCall {
  readonly world: World;
  /** The id in the path, or `""`. */
  readonly id: string;
  /** Every id in the path by its name in the template. */
  readonly ids: Readonly<Record<string, string>>;
  /** Checked against the operation's declaration in the `stripe` package. */
  readonly params: unknown;
  /** The file that came with them. */
  readonly upload?: Upload;
  /** Where the browser reaches the Checkout pages. */
  readonly pagesUrl: string;
}

/** One operation of the API. */
export interface Route {
  /** Verb and path template, as in the generated schema. */
  readonly name: string;
  /** What a restricted key needs. */
  readonly permission: string;
  readonly run: (call: RouteCall) => object | Promise<object>;
  /** Gives bytes, one character each, in place of an object. */
  readonly download?: (call: RouteCall) => { readonly body: string; readonly media: string };
}

/** The route for a request, and the ids in its path. */
export type Router = (
  method: string,
  path: string,
) => { readonly route: Route; readonly ids: Readonly<Record<string, string>> } | undefined;

/**
 * Paths without an id are looked up at once; the few with one are compared step by step. An operation of Stripe's among `missing` is no
 * route, also where its last word would do as an id: `GET /v1/prices/search` does not ask for the price "search".
 */
export function router(routes: readonly Route[], missing: readonly string[]): Router {
  const absent = new Set(missing);
  const fixed = new Map(routes.filter(({ name }) => !name.includes("{")).map((route) => [route.name, route]));
  const templates = routes
    .filter(({ name }) => name.includes("{"))
    .map((route) => ({ route, steps: route.name.split(/[ /]+/).map(readStep) }));

  return (method, path) => {
    const exact = fixed.get(`${method} ${path}`);
    if (exact) return { route: exact, ids: {} };
    if (absent.has(`${method} ${path}`)) return undefined;
    const steps = [method, ...path.split("/").slice(1)];
    for (const { route, steps: wanted } of templates) {
      if (wanted.length !== steps.length) continue;
      if (!wanted.every(({ word, id }, i) => id !== undefined || word === steps[i])) continue;
      const ids = wanted.flatMap(({ id }, i) => (id === undefined ? [] : [[id, decodeURIComponent(steps[i] ?? "")]]));
      return { route, ids: Object.fromEntries(ids) as Record<string, string> };
    }
    return undefined;
  };
}

/** A step of a template: a word, or the name of an id in braces. */
function readStep(word: string): { readonly word: string; readonly id?: string } {
  return word.startsWith("{") ? { word, id: word.slice(1, -1) } : { word };
}
