import { apiVersion, operations } from "../schema/schema.ts";
import type { ApiRequest } from "./api.ts";
import { Refusal, invalidRequest, notSimulated } from "./errors.ts";
import type { FormTree } from "./form.ts";
import type { Router } from "./router.ts";

/** The route and the declared operation of a request. Throws a loud 404. */
export function findRoute(route: Router, { method, path }: ApiRequest) {
  const found = route(method, path);
  const operation = found && operations[found.route.name];
  if (found && operation) return { ...found, operation };
  const message = `Unrecognized request URL (${method}: ${path}). The simulator answers only what its README lists.`;
  throw new Refusal(404, { type: "invalid_request_error", message }, false);
}

/** Refuses a wrong version, an account that is not simulated and a body that is not a form. */
export function checkHeaders(request: ApiRequest, version: string, strict: boolean): void {
  if (strict && version !== apiVersion) {
    throw invalidRequest(`The simulator speaks API version ${apiVersion}; this request asked for ${version}.`);
  }
  if (header(request, "stripe-account") !== undefined || header(request, "stripe-context") !== undefined) {
    throw notSimulated("connected accounts", "Stripe-Account");
  }
  if (request.method !== "POST" || request.body === "") return;
  if ((header(request, "content-type") ?? "").startsWith("application/x-www-form-urlencoded")) return;
  throw new Refusal(
    400,
    { type: "invalid_request_error", message: "The v1 API takes application/x-www-form-urlencoded bodies." },
    false,
  );
}

/** Taken away in 2026-09-30.endive; most published samples still send it. */
export function refuseRemoved(tree: { readonly [name: string]: FormTree }): void {
  if (tree["payment_method_types"] === undefined) return;
  const code = "payment_method_types_no_longer_supported";
  const message = "payment_method_types is no longer supported. Use allowed_payment_method_types instead.";
  throw new Refusal(400, { type: "invalid_request_error", code, message, param: "payment_method_types" }, false);
}

/** The same parameters in any order are the same request. */
export function canonical(tree: FormTree): string {
  if (typeof tree === "string") return JSON.stringify(tree);
  const names = Object.keys(tree).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(tree[name] ?? "")}`).join()}}`;
}

/** A header by its name in lower case. */
export function header({ headers }: ApiRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
