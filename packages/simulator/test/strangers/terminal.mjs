// A shop's own code, with Stripe's official client and nothing of ours: a server that takes cards on a smart reader.
// STRIPE_SECRET_KEY and STRIPE_API (http://127.0.0.1:12111, or unset for Stripe itself) say who and where.
import { createServer } from "node:http";

import Stripe from "stripe";

const { hostname: host, port, protocol } = new URL(process.env.STRIPE_API ?? "https://api.stripe.com");
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "", {
  host,
  port: Number(port) || 443,
  protocol: protocol === "http:" ? "http" : "https",
});

const routes = {
  async "POST /register_reader"() {
    const location = await stripe.terminal.locations.create({
      display_name: "Harbour Café",
      address: { line1: "1 Quay", city: "Boston", state: "MA", country: "US", postal_code: "02110" },
    });
    return stripe.terminal.readers.create({
      registration_code: "simulated-wpe",
      label: "Counter",
      location: location.id,
    });
  },
  "GET /readers": () => stripe.terminal.readers.list({ limit: 10 }),
  "POST /create_payment_intent": ({ amount }) =>
    stripe.paymentIntents.create({
      amount,
      currency: "usd",
      allowed_payment_method_types: ["card_present"],
      capture_method: "manual",
    }),
  "POST /process_payment": ({ reader, payment_intent }) =>
    stripe.terminal.readers.processPaymentIntent(reader, { payment_intent }),
  "POST /simulate_payment": ({ reader, number }) =>
    stripe.testHelpers.terminal.readers.presentPaymentMethod(
      reader,
      number ? { type: "card_present", card_present: { number } } : {},
    ),
  "POST /reader": ({ reader }) => stripe.terminal.readers.retrieve(reader),
  "POST /capture": ({ payment_intent }) => stripe.paymentIntents.capture(payment_intent),
  "POST /cancel": ({ reader }) => stripe.terminal.readers.cancelAction(reader),
};

async function answer(request, response) {
  const route = routes[`${request.method} ${request.url}`];
  if (!route) {
    response.writeHead(404).end();
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  try {
    const result = await route(body === "" ? {} : JSON.parse(body));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
  } catch (error) {
    const { type, code, message } = error;
    response.writeHead(error.statusCode ?? 500).end(JSON.stringify({ error: { type, code, message } }));
  }
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
