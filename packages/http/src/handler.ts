import { TillkitError } from "@tillkit/core";
import type { Resource } from "./actions.ts";
import { everywhere } from "./answers.ts";
import type { Answer, Exchange, Handler } from "./exchange.ts";
import { createMatcher, type Place } from "./match.ts";
import { onceFor } from "./once.ts";
import { type HandlerOptions, parseOptions, type Settings } from "./options.ts";
import { problem } from "./problem.ts";
import { guestRoutes } from "./routes/guest.ts";
import type { Route } from "./routes/route.ts";
import { routes } from "./routes/table.ts";

/**
 * Makes the routes around a till, for any server: see `toNodeListener` and `toFetch`, or the adapter of your framework.
 *
 * @throws TillkitError `invalid_option`
 */
export function createHandler<Native>(options: HandlerOptions<Native>): Handler<Native> {
  const settings = parseOptions(options);
  const { guest } = settings;
  const placeAt = createMatcher(guest === undefined ? routes : [...routes, ...guestRoutes(guest)]);
  const around: Around<Native> = { settings, once: onceFor(settings) };
  return {
    async handle(exchange) {
      const answer = await answerTo(exchange, placeAt(exchange.path), around).catch(toAnswer);
      return { ...answer, headers: { ...answer.headers, ...everywhere } };
    },
  };
}

/** What all requests to one handler share. */
interface Around<Native> {
  readonly settings: Settings<Native>;
  readonly once: ReturnType<typeof onceFor>;
}

async function answerTo<Native>(
  exchange: Exchange<Native>,
  place: Place | undefined,
  { settings, once }: Around<Native>,
): Promise<Answer> {
  if (place === undefined)
    throw new TillkitError("route_not_found", "tillkit has no such route. Is it mounted under another prefix?");
  if (exchange.method === "OPTIONS") return { status: 204, headers: { allow: allowedAt(place) } };
  // HEAD is a GET whose body nobody writes.
  const method = exchange.method === "HEAD" ? "GET" : exchange.method;
  const route = place.routes.find((candidate) => candidate.method === method);
  if (route === undefined) return wrongMethod(exchange.method, place);
  if (route.action !== "public" && route.action !== "guest") await letIn(exchange, route.action, place, settings);
  if (method === "POST") refuseEncoding(exchange);
  const call = { settings, id: place.id, exchange };
  // Stripe repeats its webhooks by event; everything else that does something can be repeated by key.
  const isRepeatable = method === "POST" && route.action !== "public" && route.fresh !== true;
  const answer = await (isRepeatable ? once(call, route) : route.run(call));
  if (exchange.method !== "HEAD") return answer;
  const { body: _, ...head } = answer;
  return head;
}

function wrongMethod(method: string, place: Place): Answer {
  const allow = allowedAt(place);
  return problem(
    new TillkitError("method_not_allowed", `${method.slice(0, 20)} does not work here. Use ${allow}.`, {
      details: { allow },
    }),
    { allow },
  );
}

function allowedAt({ routes: here }: Place): string {
  const methods = here.map(({ method }) => method);
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

async function letIn<Native>(
  exchange: Exchange<Native>,
  action: Exclude<Route["action"], "public" | "guest">,
  { id }: Place,
  { authorize }: Settings<Native>,
): Promise<void> {
  // A browser says so itself when another site's page makes it send something with the cashier's cookie.
  if (exchange.method === "POST" && exchange.header("sec-fetch-site") === "cross-site")
    throw new TillkitError("forbidden", "Requests that another site makes a browser send are refused.");
  const resource = resourceOf(action, id);
  // Hosts without a compiler can answer anything; only `true` is a yes.
  const allowed: unknown = await authorize(exchange.native, action, resource);
  if (allowed !== true) throw new TillkitError("forbidden", `authorize said no to ${action}.`, { details: { action } });
}

function resourceOf(action: string, id: string): Resource {
  if (id === "") return {};
  if (action.startsWith("payments.")) return { paymentId: id };
  return action.startsWith("readers.") ? { readerId: id } : {};
}

/** A compressed body could unfold to any size, and a signature is over the bytes that were sent. */
function refuseEncoding(exchange: Exchange<unknown>): void {
  const encoding = exchange.header("content-encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    throw new TillkitError("unsupported_media_type", "Send the body without Content-Encoding.", {
      details: { encoding: encoding.slice(0, 80) },
    });
}

/** Known errors are answers; others belong to the host and its framework. */
function toAnswer(error: unknown): Answer {
  if (TillkitError.is(error)) return problem(error);
  throw error;
}
