import type Stripe from "stripe";

import type { EndpointObject } from "../objects/types.ts";
import { invalidParameter, invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import { apiVersion } from "../schema/schema.ts";
import type { EndpointRecord, World } from "../world.ts";
import { seconds } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";

/** An account has at most this many endpoints (page Webhooks). */
const mostEndpoints = 16;

/** POST /v1/webhook_endpoints: the only answer that shows the secret. */
export function create(world: World, params: Stripe.WebhookEndpointCreateParams): EndpointObject {
  if (world.endpoints.size >= mostEndpoints)
    throw invalidRequest(`You have reached the maximum of ${mostEndpoints} webhook endpoints.`);
  checkUrl(world, params.url);
  checkVersion(params.api_version);
  const secret = world.random.id("whsec_", 32);
  const endpoint: EndpointObject = {
    id: world.random.id("we_1"),
    object: "webhook_endpoint",
    api_version: params.api_version ?? apiVersion,
    application: null,
    created: seconds(world),
    description: params.description || null,
    enabled_events: params.enabled_events,
    livemode: world.livemode,
    metadata: mergeMetadata({}, params.metadata),
    status: "enabled",
    url: params.url,
  };
  const record = { endpoint, secret, connect: params.connect ?? false };
  world.endpoints.set(endpoint.id, { ...record, stop: listenTo(world, record) });
  return { ...endpoint, secret };
}

/** POST /v1/webhook_endpoints/{id}: anything but the version of its events. */
export function update(world: World, id: string, params: Stripe.WebhookEndpointUpdateParams): EndpointObject {
  const record = find(world, id);
  if (params.url !== undefined) checkUrl(world, params.url);
  const { disabled } = params;
  const endpoint: EndpointObject = {
    ...record.endpoint,
    metadata: mergeMetadata(record.endpoint.metadata, params.metadata),
    ...(params.url !== undefined && { url: params.url }),
    ...(params.enabled_events && { enabled_events: params.enabled_events }),
    ...(params.description !== undefined && { description: params.description || null }),
    ...(disabled !== undefined && { status: disabled ? "disabled" : "enabled" }),
  };
  record.stop();
  const changed = { ...record, endpoint };
  world.endpoints.set(id, { ...changed, stop: listenTo(world, changed) });
  return endpoint;
}

/** DELETE /v1/webhook_endpoints/{id} */
export function remove(world: World, id: string) {
  find(world, id).stop();
  world.endpoints.delete(id);
  return { id, object: "webhook_endpoint", deleted: true } as const;
}

/** GET /v1/webhook_endpoints/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): EndpointRecord {
  const record = world.endpoints.get(id);
  if (!record) throw missing("webhook endpoint", id, "webhook_endpoint");
  return record;
}

/** Sends events to the endpoint, unless it is disabled. The returned function ends it. */
export function listenTo(world: World, { endpoint, secret, connect }: Omit<EndpointRecord, "stop">): () => void {
  if (endpoint.status !== "enabled") return () => undefined;
  return world.listen({
    id: endpoint.id,
    url: endpoint.url,
    secret,
    events: endpoint.enabled_events,
    apiVersion: endpoint.api_version ?? apiVersion,
    connect,
    account: world.account,
    livemode: world.livemode,
  });
}

/** Versions with the same name differ by additions only; the shapes of others are not known here. */
function checkVersion(version: string | undefined): void {
  const release = apiVersion.split(".")[1] ?? "";
  if (version === undefined || version.endsWith(`.${release}`)) return;
  throw notSimulated(`events in the shape of ${version}, only of the ${release} versions`, "api_version");
}

function checkUrl(world: World, url: string): void {
  const wanted = world.livemode ? /^https:\/\// : /^https?:\/\//;
  if (URL.canParse(url) && wanted.test(url)) return;
  throw invalidParameter("Invalid URL: an explicit scheme (such as https) must be provided.", "url", "url_invalid");
}
