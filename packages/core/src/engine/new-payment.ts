import type { CheckoutCommon, CheckoutPayment } from "../checkout/state.ts";
import { settleFree } from "../payment/settle.ts";
import type { SignaturePolicy, Signing, SigningPlace } from "../terminal/signing.ts";
import type { TerminalPayment } from "../terminal/state.ts";
import type { Context } from "./context.ts";
import { parseCheckout, parseCollect } from "./requests.ts";
import type { PaymentCommon } from "../payment/common.ts";
import type { SigningDefaults } from "./types/options.ts";
import type { CheckoutRequest, CollectRequest } from "./types/requests.ts";

type Labels = Pick<PaymentCommon, "order" | "location" | "description" | "metadata">;

/** Stripe wants at least 30 minutes from its own clock at the time the request arrives, also when a lost request is repeated. */
const DEFAULT_OPEN_MS = 45 * 60_000;

/** How long held money waits for a signature that is required. */
const SIGNING_TIMEOUT_MS = 5 * 60_000;

/** A page that is to close earlier than Stripe closes any, with a minute for the request to arrive, is closed by the till. */
const SHORTEST_AT_STRIPE_MS = 31 * 60_000;

/** Reads a request to collect into a payment that has not begun. */
export function newTerminalPayment(context: Context, request: CollectRequest): TerminalPayment {
  const {
    reference,
    money,
    reader,
    capture = "automatic",
    tip = 0,
    tipping,
    hold,
    signature,
    signaturePlace,
    confirmation = "automatic",
    customerCanCancel = true,
    moto = false,
    register,
    timeoutMs = context.collectionTimeoutMs,
    ...rest
  } = parseCollect(request);
  const asked = { policy: moto ? "off" : signature, place: signaturePlace } as const;
  const signing = signingOf(context.signingOn(reader), asked);
  const holds = capture !== "automatic" || signing?.policy === "required";
  const at = context.clock.now();
  return {
    ...common(context, reference, at),
    ...labels(rest),
    ordered: money,
    flow: "terminal",
    capture,
    ...(tip === 0 ? {} : { tip }),
    ...(moto ? { tipping: { onReader: false } } : tipping === undefined ? {} : { tipping }),
    ...(holds ? { hold: { warnBeforeMs: context.holdWarningMs, ...hold } } : {}),
    ...(signing === undefined ? {} : { signing }),
    confirmation,
    customerCanCancel,
    ...(moto ? { moto } : {}),
    ...(register === undefined ? {} : { register }),
    readerId: reader,
    attempts: [{ number: 1, readerId: reader, startedAt: at, outcome: "running" }],
    status: "opening",
    stage: "sending",
    deadlineAt: at + timeoutMs,
  };
}

/** Reads a request for a Checkout page into a payment that has not begun. */
export function newCheckoutPayment(context: Context, request: CheckoutRequest): CheckoutPayment {
  const {
    reference,
    money,
    lines,
    successUrl,
    cancelUrl,
    expiresInMs = DEFAULT_OPEN_MS,
    ...rest
  } = parseCheckout(request);
  const at = context.clock.now();
  const payment: CheckoutCommon = {
    ...common(context, reference, at),
    ...labels(rest),
    ordered: money,
    flow: "checkout",
    lines,
    successUrl,
    ...(cancelUrl === undefined ? {} : { cancelUrl }),
    // Stripe counts whole seconds.
    expiresAt: Math.floor((at + Math.max(expiresInMs, SHORTEST_AT_STRIPE_MS)) / 1_000) * 1_000,
    ...(expiresInMs < SHORTEST_AT_STRIPE_MS ? { closesAt: at + expiresInMs } : {}),
  };
  return money.amount === 0
    ? { ...payment, status: "succeeded", ...settleFree(payment, at) }
    : { ...payment, status: "opening", stage: "sending" };
}

function signingOf(
  { policy: usual = "off", place: usualPlace = "screen", timeoutMs = SIGNING_TIMEOUT_MS }: SigningDefaults,
  {
    policy = usual,
    place = usualPlace,
  }: { readonly policy?: SignaturePolicy | undefined; readonly place?: SigningPlace | undefined },
): Signing | undefined {
  return policy === "off" ? undefined : { policy, place, timeoutMs, status: "awaited", asked: 0 };
}

function common({ tenant, gateway, newId }: Context, reference: string, at: number) {
  const { livemode, environment, account } = gateway;
  return {
    id: `pay_${newId()}`,
    tenant,
    reference,
    livemode,
    createdAt: at,
    review: [],
    refunds: [],
    disputes: [],
    ...(environment === undefined ? {} : { environment }),
    ...(account === undefined ? {} : { account }),
  };
}

function labels({ order, location, description, metadata }: Labels): Labels {
  return {
    ...(order === undefined ? {} : { order }),
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
