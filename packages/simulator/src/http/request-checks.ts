import { createHash } from "node:crypto";

import { apiVersion, operations } from "../schema/schema.ts";
import type { Operation } from "../schema/schema.ts";
import type { ApiRequest } from "./api-request.ts";
import { Refusal, invalidRequest } from "../protocol/errors.ts";
import { decodeForm } from "../protocol/form.ts";
import type { FormTree } from "../protocol/form.ts";
import { isMultipart, readMultipart } from "../protocol/multipart.ts";
import type { Upload } from "../protocol/multipart.ts";
import type { Router } from "./router.ts";

/** The route and the declared operation of a request. Throws a loud 404. */
export function findRoute(route: Router, { method, path }: ApiRequest) {
  const found = route(method, path);
  const operation = found?.route.download ? download : found && operations[found.route.name];
  if (found && operation) return { ...found, operation };
  const message = `Unrecognized request URL (${method}: ${path}). The simulator answers only what its README lists.`;
  throw new Refusal(404, { type: "invalid_request_error", message }, false);
}

/** What comes down is not declared: the client fetches it by its address alone. */
const download: Operation = { response: {}, list: false, needsParams: false };

/** The connected account a request is about. Throws a 403 for what cannot be an account. */
export function accountOf(request: ApiRequest): string | null {
  const account = header(request, "stripe-account") ?? header(request, "stripe-context");
  if (account === undefined || account === "") return null;
  if (/^acct_\w+$/.test(account)) return account;
  const message = `The provided key does not have access to account '${account}' (or that account does not exist).`;
  throw new Refusal(403, { type: "invalid_request_error", code: "account_invalid", message }, false);
}

/** Refuses a wrong version and a body that is not a form, or not the kind of form that the operation takes. */
export function checkHeaders(request: ApiRequest, operation: string, version: string, strict: boolean): void {
  if (strict && version !== apiVersion) {
    throw invalidRequest(`The simulator speaks API version ${apiVersion}; this request asked for ${version}.`);
  }
  if (request.method !== "POST" || request.body === "") return;
  const wanted = operation === "POST /v1/files" ? "multipart/form-data" : "application/x-www-form-urlencoded";
  if ((header(request, "content-type") ?? "").startsWith(wanted)) return;
  const message = `${operation} takes ${wanted} bodies.`;
  throw new Refusal(400, { type: "invalid_request_error", message }, false);
}

/** The parameters of a request, and the file that came with them. Throws a 400 for what cannot be read. */
export function readSent(request: ApiRequest): {
  readonly tree: { readonly [name: string]: FormTree };
  readonly upload?: Upload;
} {
  if (request.method !== "POST") return { tree: decodeForm(request.query) };
  const contentType = header(request, "content-type");
  if (contentType === undefined || !isMultipart(contentType)) return { tree: decodeForm(request.body) };
  const { text, upload } = readMultipart(request.body, contentType);
  return { tree: decodeForm(text), ...(upload && { upload }) };
}

/** What makes two requests with one idempotency key the same: all that was sent, in any order. */
export function fingerprintOf(
  { method, path }: ApiRequest,
  { tree, upload }: { readonly tree: FormTree; readonly upload?: Upload },
): string {
  const file = upload ? ` ${createHash("sha256").update(upload.content, "latin1").digest("hex")}` : "";
  return `${method} ${path} ${canonical(tree)}${file}`;
}

/** Taken away in 2026-09-30.endive; most published samples still send it. */
export function refuseRemoved(tree: { readonly [name: string]: FormTree }): void {
  if (tree["payment_method_types"] === undefined) return;
  const code = "payment_method_types_no_longer_supported";
  const message = "payment_method_types is no longer supported. Use allowed_payment_method_types instead.";
  throw new Refusal(400, { type: "invalid_request_error", code, message, param: "payment_method_types" }, false);
}

/** The same parameters in any order are the same request. */
function canonical(tree: FormTree): string {
  if (typeof tree === "string") return JSON.stringify(tree);
  const names = Object.keys(tree).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(tree[name] ?? "")}`).join()}}`;
}

/** A header by its name in lower case. */
export function header({ headers }: ApiRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
