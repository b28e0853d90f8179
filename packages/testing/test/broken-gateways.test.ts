import type { EventPage, Gateway, GatewayAnswer, GatewayCall, News, TerminalPayment } from "@tillkit/core";
import { gatewayCases, type OpenGateway } from "@tillkit/testing";
import { describe, expect, it } from "vitest";
import { openModel } from "./model-bench.ts";

/** A gateway with one mistake, and a claim that must notice it. */
interface Mistake {
  readonly name: string;
  readonly caughtBy: string;
  readonly make: (gateway: Gateway) => Gateway;
}

type Perform = Gateway["perform"];
type AnswerOf = (answer: GatewayAnswer, call: GatewayCall) => GatewayAnswer;

const mistakes: readonly Mistake[] = [
  {
    name: "makes up a key for each call",
    caughtBy: "the same key makes one PaymentIntent",
    make: withCalls((call, serial) => ({ ...call, idempotencyKey: `${call.idempotencyKey}#${serial}` })),
  },
  {
    name: "makes a new session where the old one should be found",
    caughtBy: "the answer with the session is lost: nobody knows, and the same key tells",
    make: withCalls((call) => ({ ...call, recover: false })),
  },
  {
    name: "makes a new PaymentIntent where the old one should be found",
    caughtBy: "a key that is too old: what an earlier try has made is found",
    make: withCalls((call) => ({ ...call, recover: false })),
  },
  {
    name: "takes silence for a refusal",
    caughtBy: "the answer to the opening is lost: nobody knows, and the same key tells",
    make: withAnswers((answer) => (answer.type === "unknown" ? { type: "refused", message: "no answer" } : answer)),
  },
  {
    name: "takes silence for success",
    caughtBy: "the hand-over is lost: a check finds that it did not arrive",
    make: withAnswers((answer, { effect }) =>
      answer.type === "unknown" && effect.type === "hand_to_reader"
        ? { type: "done", news: [{ type: "reader_waiting", attempt: effect.attempt }] }
        : answer,
    ),
  },
  {
    name: "types a number that nobody has asked to be typed",
    caughtBy: "a number is typed only where that was asked for",
    make: withTerminal((payment) => ({ ...payment, moto: true })),
  },
  {
    name: "waits for a card where a number was to be typed",
    caughtBy: "a number that is typed is paid, and no card is taken in its place",
    make: withTerminal(({ moto: _moto, ...payment }) => payment),
  },
  {
    name: "tells an old decline again",
    caughtBy: "an old decline is not the next attempt's",
    make: withCalls(({ effect, ...call }) => ({
      ...call,
      effect: effect.type === "check_intent" ? { ...effect, knownCharges: [] } : effect,
    })),
  },
  {
    name: "calls held money paid",
    caughtBy: "held money is told as held, not as paid",
    make: withNews((news) => (news.type === "intent_authorized" ? paid(news.paymentIntentId, news.amount) : news)),
  },
  {
    name: "counts in another unit",
    caughtBy: "a tap is paid: the right money, of the right PaymentIntent, in the right mode",
    make: withNews((news) =>
      news.type === "paid" ? { ...news, evidence: { ...news.evidence, amount: news.evidence.amount / 100 } } : news,
    ),
  },
  {
    name: "mixes up test and live",
    caughtBy: "a tap is paid: the right money, of the right PaymentIntent, in the right mode",
    make: withNews((news) =>
      news.type === "paid" ? { ...news, evidence: { ...news.evidence, livemode: true } } : news,
    ),
  },
  {
    name: "cancels what is paid",
    caughtBy: "called off after the tap: the tap wins, and is told",
    make: withAnswers((answer, { effect }) =>
      effect.type === "cancel_intent" ? { type: "done", news: [{ type: "intent_canceled" }] } : answer,
    ),
  },
  {
    name: "closes a page that is paid",
    caughtBy: "a page is closed after the guest has paid: the guest wins, and is told",
    make: withAnswers((answer, { effect }) =>
      effect.type === "expire_session"
        ? { type: "done", news: [{ type: "session_expired", checkoutSessionId: effect.checkoutSessionId }] }
        : answer,
    ),
  },
  {
    name: "clears whatever is on the reader",
    caughtBy: "taking a payment off its reader leaves the next register's alone",
    make: (gateway) => {
      let shown: string | undefined;
      return {
        ...gateway,
        perform: (call) => {
          const { effect } = call;
          if (effect.type === "hand_to_reader") shown = effect.paymentIntentId;
          if (effect.type !== "cancel_action" || shown === undefined) return gateway.perform(call);
          return gateway.perform({ ...call, effect: { ...effect, paymentIntentId: shown } });
        },
      };
    },
  },
  {
    name: "believes a delivery without a signature",
    caughtBy: "without a signature nothing is believed",
    make: (gateway) => ({ ...gateway, receive: (delivery) => gateway.receive({ ...delivery, signature: "model" }) }),
  },
  {
    name: "believes a decline that only a webhook told",
    caughtBy: "a decline is only hinted at",
    make: withNews((news) =>
      news.type === "hint" ? { type: "attempt_failed", attempt: 1, failure: { code: "card_declined" } } : news,
    ),
  },
  {
    name: "takes foreign money",
    caughtBy: "money that tillkit has nothing to do with is no news",
    make: (gateway) => ({
      ...gateway,
      receive: (delivery) => {
        const { ignored, ...event } = gateway.receive(delivery);
        return ignored === undefined ? event : { ...event, news: [paid("pi_0", 5000)] };
      },
    }),
  },
  {
    name: "gives a repeated event a new id",
    caughtBy: "events have ids of their own, and a repetition has the same",
    make: (gateway) => {
      let serial = 0;
      return { ...gateway, receive: (delivery) => ({ ...gateway.receive(delivery), id: `evt_${(serial += 1)}` }) };
    },
  },
  {
    name: "lists events under other ids than it delivers them",
    caughtBy: "what could not be delivered is listed, and means what the delivery would have meant",
    make: withPages(({ events, ...page }) => ({
      ...page,
      events: events.map((event) => ({ ...event, id: `acct_1/${event.id}` })),
    })),
  },
  {
    name: "lists the oldest events first",
    caughtBy: "what could not be delivered is listed, and means what the delivery would have meant",
    make: withPages(({ events, ...page }) => ({ ...page, events: events.toReversed() })),
  },
  {
    name: "lists only the first page",
    caughtBy: "events are listed page by page, each once, newest first",
    make: withPages(({ events }) => ({ events })),
  },
  {
    name: "lists everything that there ever was",
    caughtBy: "events from before the time that was asked for are not listed",
    make: (gateway) => ({ ...gateway, listEvents: (query) => gateway.listEvents({ ...query, since: 0 }) }),
  },
  {
    name: "adds tips to those that were suggested before",
    caughtBy: "new suggestions take the place of all old ones, whatever kind and currency",
    make: (gateway) => ({
      ...gateway,
      writeTips: async (change, tips) => {
        const before = await gateway.readTips(change);
        return gateway.writeTips(change, { ...before.tips, ...tips });
      },
    }),
  },
  {
    name: "sets the account's tips where a location's were meant",
    caughtBy: "a location's own suggestions come first, and go without touching the account's",
    make: (gateway) => ({
      ...gateway,
      writeTips: async (_change, tips) => gateway.writeTips({}, tips),
    }),
  },
  {
    name: "begins anew where a page is not to be had",
    caughtBy: "a page after an event that nobody knows is an error that trying again does not change",
    make: (gateway) => ({
      ...gateway,
      listEvents: (query) => {
        const { after: _after, ...first } = query;
        return gateway.listEvents(query).catch(() => gateway.listEvents(first));
      },
    }),
  },
];

describe("the contract catches a gateway that", () => {
  it.each(mistakes)("$name", async ({ make, caughtBy }) => {
    const open: OpenGateway = async (account) => {
      const opened = await openModel(account);
      return { ...opened, gateway: make(opened.gateway) };
    };
    expect(await failuresOf(open)).toContain(caughtBy);
  });
});

/** The claims that are false. */
async function failuresOf(open: OpenGateway): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of gatewayCases) {
    try {
      await run(open);
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

function withPages(change: (page: EventPage) => EventPage): (gateway: Gateway) => Gateway {
  return (gateway) => ({ ...gateway, listEvents: async (query) => change(await gateway.listEvents(query)) });
}

function withCalls(change: (call: GatewayCall, serial: number) => GatewayCall): (gateway: Gateway) => Gateway {
  let serial = 0;
  return (gateway) => ({ ...gateway, perform: (call) => gateway.perform(change(call, (serial += 1))) });
}

function withTerminal(change: (payment: TerminalPayment) => TerminalPayment): (gateway: Gateway) => Gateway {
  return withCalls(({ payment, ...call }) => ({
    ...call,
    payment: payment.flow === "terminal" ? change(payment) : payment,
  }));
}

function withAnswers(change: AnswerOf): (gateway: Gateway) => Gateway {
  return (gateway) => {
    const perform: Perform = async (call) => change(await gateway.perform(call), call);
    return { ...gateway, perform };
  };
}

/** The same mistake in what calls answer and in what webhooks say. */
function withNews(change: (news: News) => News): (gateway: Gateway) => Gateway {
  return (gateway) => ({
    ...withAnswers((answer) => (answer.type === "done" ? { ...answer, news: answer.news.map(change) } : answer))(
      gateway,
    ),
    receive: (delivery) => {
      const event = gateway.receive(delivery);
      return { ...event, news: event.news.map(change) };
    },
  });
}

function paid(paymentIntentId: string, amount: number): News {
  return { type: "paid", evidence: { paymentIntentId, amount, currency: "usd", tip: 0, livemode: false } };
}
