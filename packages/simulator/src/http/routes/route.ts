import type { OperationParams } from "../operation-params.ts";
import type { Route, RouteCall } from "../router.ts";

/** A route whose parameters have the type Stripe declares for them. */
export function route<Name extends keyof OperationParams>(
  name: Name,
  permission: string,
  run: (call: Omit<RouteCall, "params"> & { readonly params: OperationParams[Name] }) => object | Promise<object>,
): Route {
  // The request schema was generated from this very type, and the request has passed it.
  return { name, permission, run: (call) => run({ ...call, params: call.params as OperationParams[Name] }) };
}
