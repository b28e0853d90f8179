import { TillkitError, type WebhookDelivery } from "@tillkit/core";
import { stripeGateway } from "@tillkit/stripe";
import { Stripe } from "stripe";
import { describe, expect, it } from "vitest";

const secret = "whsec_first0000000000000";
const second = "whsec_second000000000000";
const now = Date.UTC(2026, 10, 1);
const seconds = now / 1000;
const payload = JSON.stringify({
  id: "evt_1",
  object: "event",
  type: "charge.updated",
  livemode: false,
  data: { object: {} },
});
const gateway = stripeGateway({ secretKey: "sk_test_abc", webhookSecrets: [secret, second] });
const { webhooks } = new Stripe("sk_test_abc");

function signed(options: { payload?: string; secret?: string; timestamp?: number } = {}): string {
  return webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds, ...options });
}

function deliver(fields: Partial<Omit<WebhookDelivery, "bytes">> & { body?: string } = {}): string {
  const { body = payload, ...rest } = fields;
  try {
    return gateway.receive({ bytes: Buffer.from(body), signature: signed(), at: now, ...rest }).type;
  } catch (error) {
    if (TillkitError.is(error)) return String(error.details["reason"] ?? error.code);
    throw error;
  }
}

describe("a delivery is believed when Stripe has signed it", () => {
  it("with the first secret", () => {
    expect(deliver()).toBe("charge.updated");
  });

  it("with the other secret of a rotation", () => {
    expect(deliver({ signature: signed({ secret: second }) })).toBe("charge.updated");
  });

  it("when one of several signatures fits", () => {
    const [time, good] = signed().split(",");
    expect(deliver({ signature: `${time},v1=${"0".repeat(64)},${good},v0=abc` })).toBe("charge.updated");
  });

  it("up to the tolerance in both directions", () => {
    expect(deliver({ at: now + 300_000 })).toBe("charge.updated");
    expect(deliver({ at: now - 300_000 })).toBe("charge.updated");
  });
});

describe("a delivery that is not Stripe's is refused, and says which check failed", () => {
  it.each([
    ["no_header", undefined],
    ["no_header", ""],
    ["malformed_header", "nonsense"],
    ["malformed_header", `v1=${"0".repeat(64)}`],
    ["malformed_header", `t=,v1=${"0".repeat(64)}`],
    ["malformed_header", `t=12x,v1=${"0".repeat(64)}`],
    ["malformed_header", `t=1,t=2,v1=${"0".repeat(64)}`],
    ["no_v1_signature", `t=${seconds},v0=${"0".repeat(64)}`],
    ["mismatch", `t=${seconds},v1=${"0".repeat(64)}`],
    ["mismatch", `t=${seconds},v1=`],
  ])("%s: %s", (reason, signature) => {
    expect(deliver({ signature })).toBe(reason);
  });

  it("a changed byte", () => {
    expect(deliver({ body: payload.replace("evt_1", "evt_2") })).toBe("mismatch");
  });

  it("a foreign secret", () => {
    expect(deliver({ signature: signed({ secret: "whsec_foreign00000000000" }) })).toBe("mismatch");
  });

  it("a signature in capitals, which Stripe never sends", () => {
    expect(deliver({ signature: signed().replace(/v1=.*/, (hex) => hex.toUpperCase().replace("V1", "v1")) })).toBe(
      "mismatch",
    );
  });

  it("a repetition after its time, with how late it is", () => {
    expect(deliver({ at: now + 301_000 })).toBe("too_old");
    expect(() => gateway.receive({ bytes: Buffer.from(payload), signature: signed(), at: now + 301_000 })).toThrowError(
      expect.objectContaining({ details: { reason: "too_old", skewSeconds: 301 } }),
    );
  });

  it("a stamp from the future", () => {
    expect(deliver({ at: now - 301_000 })).toBe("in_future");
  });

  it("any, where no secret is set", () => {
    const deaf = stripeGateway({ secretKey: "sk_test_abc", webhookSecrets: [] });
    expect(() => deaf.receive({ bytes: Buffer.from(payload), signature: signed(), at: now })).toThrowError(
      expect.objectContaining({ details: { reason: "no_secret" } }),
    );
  });
});

describe("what is signed still has to make sense", () => {
  it.each(["nonsense", "[]", "null", "1", '{"id":"evt_1"}', '{"id":1,"type":"a"}', ""])("%j is no event", (body) => {
    expect(deliver({ body, signature: signed({ payload: body }) })).toBe("malformed_body");
  });

  it("an event of the other mode is refused", () => {
    const body = payload.replace("false", "true");
    expect(deliver({ body, signature: signed({ payload: body }) })).toBe("webhook_wrong_mode");
  });
});

describe("the verdict is stripe-node's, or stricter", () => {
  /** Where we refuse what stripe-node lets through. */
  const stricter = new Set(["in_future", "malformed_header", "malformed_body", "webhook_wrong_mode"]);

  it("on 4,000 deliveries with random damage", () => {
    const random = seeded(7);
    const below = (limit: number): number => Math.floor(random() * limit);
    const damage = (text: string): string => {
      const at = below(text.length + 1);
      const character = "tv10,=. aF\u00e9\ufeff"[below(12)] ?? "";
      return text.slice(0, at) + character + text.slice(at + below(2));
    };
    const verdicts = { believed: 0, refused: 0, stricter: 0 };
    for (let round = 0; round < 4_000; round++) {
      const key = [secret, second, "whsec_foreign00000000000"][below(3)] ?? secret;
      const timestamp = seconds + below(5) * 200 - 400;
      const header = signed({ secret: key, timestamp });
      const signature = below(3) === 0 ? damage(header) : header;
      const body = below(3) === 0 ? damage(payload) : payload;
      const ours = deliver({ body, signature });
      const theirs = believedByStripe(body, signature, now);
      const believed = ours === "charge.updated";
      if (believed) expect(theirs, `${signature} ${body}`).toBe(true);
      else if (theirs) expect(stricter, `${ours}: ${signature} ${body}`).toContain(ours);
      verdicts[believed ? "believed" : theirs ? "stricter" : "refused"]++;
    }
    expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(100);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function believedByStripe(body: string, signature: string, at: number): boolean {
  return [secret, second].some((key) => {
    try {
      webhooks.constructEvent(body, signature, key, 300, undefined, at);
      return true;
    } catch {
      return false;
    }
  });
}
