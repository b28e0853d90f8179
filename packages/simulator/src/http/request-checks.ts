import { apiVersion, operations } from "../schema/schema.ts";
import type { ApiRequest } from "./api-request.ts";
import { Refusal, invalidRequest } from "../protocol/errors.ts";
import type { FormTree } from "../protocol/form.ts";
import type { Router } from "./router.ts";

/** The route and the declared operation of a request. Throws a loud 404. */
export function findRoute(route: Router, { method, path }: ApiRequest) {
  const found = route(method, path);
  const operation = found && operations[found.route.name];
  if (found && operation) return { ...found, operation };
  const message = `Unrecognized request URL (${method}: ${path}). The simulator answers only what its README lists.`;
  throw new Refusal(404, { type: "invalid_request_error", message }, false);
}

/** The connected account a request is about. Throws a 403 for what cannot be an account. */
export function accountOf(request: ApiRequest): string | null {
  const account = header(request, "stripe-account") ?? header(request, "stripe-context");
  if (account === undefined || account === "") return null;
  if (/^acct_\w+$/.test(account)) return account;
  const message = `The provided key does not have access to account '${account}' (or that account does not exist).`;
  throw new Refusal(403, { type: "invalid_request_error", code: "account_invalid", message }, false);
}

/** Refuses a wrong version and a body that is not a form. */
export function checkHeaders(request: ApiRequest, version: string, strict: boolean): void {
  if (strict && version !== apiVersion) {
    throw invalidRequest(`The simulator speaks API version ${apiVersion}; this request asked for ${version}.`);
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
