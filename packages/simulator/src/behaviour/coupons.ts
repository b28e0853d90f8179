import type Stripe from "stripe";

import type { Coupon } from "../objects/types.ts";
import { invalidParameter, invalidRequest, missing } from "../protocol/errors.ts";
import { couponParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/coupons: a percentage or an amount off the whole bill. */
export function create(world: World, params: Stripe.CouponCreateParams): Coupon {
  refuseUnsimulated(params, couponParams);
  const { percent_off: percent, amount_off: amount, currency, redeem_by: until } = params;
  if ((percent === undefined) === (amount === undefined))
    throw invalidParameter("You must pass either percent_off or amount_off, and not both.", "percent_off");
  if (percent !== undefined && (percent <= 0 || percent > 100))
    throw invalidParameter("percent_off must be more than 0 and at most 100.", "percent_off");
  if (amount !== undefined && currency === undefined)
    throw invalidParameter("You must pass currency when passing amount_off.", "currency", "parameter_missing");
  const id = params.id ?? world.random.id("", 8);
  if (world.coupons.has(id)) throw invalidRequest("Coupon already exists.", { code: "resource_already_exists" });
  const coupon: Coupon = {
    id,
    object: "coupon",
    amount_off: amount ?? null,
    created: seconds(world),
    currency: currency?.toLowerCase() ?? null,
    duration: params.duration ?? "once",
    duration_in_months: null,
    livemode: world.livemode,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    percent_off: percent ?? null,
    redeem_by: until ?? null,
    times_redeemed: 0,
    valid: true,
  };
  put(world, coupon);
  world.emit("coupon.created", coupon);
  return coupon;
}

/** POST /v1/coupons/{id}: only what describes it. */
export function update(world: World, id: string, params: Stripe.CouponUpdateParams): Coupon {
  refuseUnsimulated(params, new Set(["expand", "metadata", "name"]));
  const coupon = find(world, id);
  const metadata = mergeMetadata(coupon.metadata ?? {}, params.metadata);
  const changed = put(world, { ...coupon, metadata, ...(params.name !== undefined && { name: params.name }) });
  world.emit("coupon.updated", changed);
  return changed;
}

/** DELETE /v1/coupons/{id}: nobody can redeem it any more; what was redeemed stays. */
export function remove(world: World, id: string) {
  const coupon = find(world, id);
  world.coupons.delete(id);
  world.emit("coupon.deleted", coupon);
  return { id, object: "coupon", deleted: true } as const;
}

/** GET /v1/coupons/{id}. Throws `resource_missing`. */
export function find(world: World, id: string, param = "coupon"): Coupon {
  const coupon = world.coupons.get(id);
  if (!coupon) throw missing("coupon", id, param);
  return { ...coupon, valid: isValid(world, coupon) };
}

/** What a coupon takes off a bill. Throws a 400 for one that cannot be redeemed for it any more. */
export function amountOff(world: World, id: string, total: number, currency: string): number {
  const coupon = find(world, id, "discounts[0][coupon]");
  if (!coupon.valid)
    throw invalidRequest(`Coupon expired: ${id}`, { code: "coupon_expired", param: "discounts[0][coupon]" });
  if (coupon.currency !== null && coupon.currency !== currency) {
    const message = `The coupon is in ${coupon.currency}, and the Checkout Session in ${currency}.`;
    throw invalidParameter(message, "discounts[0][coupon]");
  }
  const off = coupon.amount_off ?? Math.round((total * (coupon.percent_off ?? 0)) / 100);
  return Math.min(off, total);
}

/** The bill it was for is paid. */
export function redeem(world: World, id: string): void {
  const coupon = world.coupons.get(id);
  if (coupon) put(world, { ...coupon, times_redeemed: coupon.times_redeemed + 1 });
}

function isValid(world: World, { redeem_by: until, max_redemptions: most, times_redeemed: times }: Coupon): boolean {
  return (until === null || until > seconds(world)) && (most === null || times < most);
}

function put(world: World, coupon: Coupon): Coupon {
  world.coupons.set(coupon.id, coupon);
  return coupon;
}
