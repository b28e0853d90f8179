import type { Stripe } from "stripe";
import { expect } from "vitest";

import type { Simulator } from "@tillkit/simulator";

import { inPerson } from "./simulated-stripe.ts";

/** Calls operations of one kind of object. */
export type Walk = (stripe: Stripe, simulator: Simulator) => Promise<unknown>;

const metadata = { order: "7" };
const address = { country: "US", city: "Springfield", line1: "1 Main Street", postal_code: "12345", state: "IL" };
const inputs: Stripe.Terminal.ReaderCollectInputsParams.Input[] = [
  {
    type: "email",
    custom_text: { title: "Receipt?", skip_button: "No" },
    toggles: [{ title: "News", default_value: "enabled" }],
  },
  {
    type: "selection",
    custom_text: { title: "Bag?" },
    required: true,
    selection: { choices: [{ id: "y", text: "Yes", style: "primary" }] },
  },
  { type: "signature", custom_text: { title: "Sign", description: "Here", submit_button: "Done" }, required: true },
  { type: "numeric", custom_text: { title: "Table" } },
  { type: "phone", custom_text: { title: "Phone" } },
];

/** Every operation, each with as little and as much as it takes. */
export const walks: Readonly<Record<string, Walk>> = {
  async paymentIntents(stripe, simulator) {
    const { paymentIntents, customers, charges } = stripe;
    const customer = (await customers.create({ name: "Ada" })).id;
    await paymentIntents.create({ amount: 1000, currency: "usd" });
    const full = await paymentIntents.create({
      amount: 1000,
      currency: "usd",
      allowed_payment_method_types: ["card_present", "card"],
      capture_method: "manual",
      customer,
      description: "Table 4",
      metadata,
      payment_method_options: { card_present: { request_incremental_authorization_support: true } },
      receipt_email: "guest@example.com",
      statement_descriptor_suffix: "TABLE",
      transfer_group: "g",
      expand: ["customer"],
    });
    await paymentIntents.retrieve(full.id);
    await paymentIntents.update(full.id, { amount: 1200, description: "Table 5", metadata: { order: "8" } });
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: full.id });
    await simulator.reader("tmr_front").tap();
    await paymentIntents.incrementAuthorization(full.id, { amount: 1500 });
    await paymentIntents.capture(full.id, { amount_to_capture: 1400, metadata });
    await paymentIntents.retrieve(full.id, { expand: ["latest_charge.balance_transaction", "latest_charge.refunds"] });
    await paymentIntents.create({
      amount: 1000,
      currency: "usd",
      customer,
      payment_method: "pm_card_visa",
      payment_method_options: { card: { request_three_d_secure: "any", capture_method: "manual" } },
      confirm: true,
      setup_future_usage: "off_session",
      return_url: "https://shop.example/back",
      expand: ["payment_method", "latest_charge"],
    });
    await paymentIntents.list({ customer, limit: 1 });
    const online = await paymentIntents.create({ amount: 1000, currency: "usd", payment_method: "pm_card_visa" });
    await paymentIntents.confirm(online.id);
    const later = await paymentIntents.create({ amount: 1000, currency: "usd" });
    await paymentIntents.confirm(later.id, { payment_method: "pm_card_amex", return_url: "https://shop.example" });
    await paymentIntents.cancel((await inPerson(stripe)).id, { cancellation_reason: "abandoned" });
    await paymentIntents.search({ query: 'status:"succeeded"' });
    await paymentIntents.search({ query: 'amount>100 AND metadata["order"]:"8"', limit: 1, expand: ["data.customer"] });
    await paymentIntents.listAmountDetailsLineItems(full.id, { limit: 1 });
    await paymentIntents.applyCustomerBalance(full.id, { amount: 1 }).catch(() => undefined);
    await paymentIntents.verifyMicrodeposits(full.id, { amounts: [1, 2] }).catch(() => undefined);
    await paymentIntents.list();
    await paymentIntents.list({ limit: 2, created: { gte: 1 }, expand: ["data.latest_charge"] });
    const [charge] = (await charges.list({ payment_intent: full.id, customer, limit: 1 })).data;
    await charges.list();
    await charges.search({ query: 'payment_method_details.card.last4:"4242" OR refunded:"true"', limit: 2 });
    await charges.capture(charge?.id ?? "").catch(() => undefined);
    await charges.retrieve(charge?.id ?? "", { expand: ["payment_intent", "balance_transaction.source", "customer"] });
    await charges.update(charge?.id ?? "", { description: "x", metadata });
  },
  async setupIntents({ setupIntents, customers, terminal }, simulator) {
    await setupIntents.create();
    const customer = (await customers.create()).id;
    const full = await setupIntents.create({
      allowed_payment_method_types: ["card_present"],
      customer,
      description: "Tab",
      metadata,
      usage: "off_session",
    });
    await setupIntents.update(full.id, { description: "Bar tab", metadata });
    await terminal.readers.processSetupIntent("tmr_front", {
      setup_intent: full.id,
      allow_redisplay: "always",
      process_config: { enable_customer_cancellation: true },
    });
    await simulator.reader("tmr_front").insert();
    expect((await setupIntents.retrieve(full.id, { expand: ["customer"] })).status).toBe("succeeded");
    await setupIntents.verifyMicrodeposits(full.id).catch(() => undefined);
    await setupIntents.cancel((await setupIntents.create()).id, { cancellation_reason: "abandoned" });
    await setupIntents.list({ customer, limit: 3 });
  },
  async paymentMethods({ paymentMethods, customers, setupIntents, setupAttempts }) {
    const customer = (await customers.create()).id;
    const made = await paymentMethods.create({
      type: "card",
      card: { number: "4242424242424242", exp_month: 4, exp_year: 2040, cvc: "123" },
      billing_details: { name: "Ada", email: "ada@example.com", phone: "+1555", address: { city: "Rome" } },
      allow_redisplay: "always",
      metadata,
    });
    await paymentMethods.create({ type: "card", card: { token: "tok_mastercard" } });
    await paymentMethods.attach(made.id, { customer });
    await paymentMethods.update(made.id, { card: { exp_month: 5 }, billing_details: { name: "" }, metadata });
    await paymentMethods.retrieve(made.id, { expand: ["customer"] });
    await paymentMethods.list();
    await paymentMethods.list({ customer, type: "card", limit: 2 });
    await customers.listPaymentMethods(customer, { limit: 1, type: "card" });
    await customers.retrievePaymentMethod(customer, made.id);
    await paymentMethods.detach(made.id);
    const setup = await setupIntents.create({ customer, payment_method: "pm_card_visa" });
    await setupIntents.confirm(setup.id);
    const asked = await setupIntents.create({
      customer,
      confirm: true,
      payment_method: "pm_card_authenticationRequired",
      return_url: "https://shop.example/saved",
      usage: "off_session",
    });
    await setupIntents.confirm(asked.id, { payment_method: "pm_card_visa", expand: ["latest_attempt.payment_method"] });
    await setupIntents.list({ payment_method: "pm_x" });
    await setupAttempts.list({ setup_intent: setup.id, limit: 1 });
  },
  async coupons({ coupons, customers, checkout: { sessions } }, simulator) {
    const { id } = await coupons.create({
      amount_off: 200,
      currency: "usd",
      duration: "once",
      id: "WELCOME",
      max_redemptions: 5,
      name: "Welcome",
      redeem_by: 4_000_000_000,
      metadata,
    });
    await coupons.create({ percent_off: 12.5 });
    await coupons.update(id, { name: "Hello", metadata });
    await coupons.retrieve(id);
    await coupons.list({ limit: 1, created: { gt: 1 } });
    const customer = (await customers.create({ email: "ada@example.com" })).id;
    const made = await sessions.create({
      mode: "payment",
      success_url: "https://shop.example/done",
      line_items: [{ price_data: { currency: "usd", unit_amount: 950, product_data: { name: "Soup" } } }],
      customer,
      discounts: [{ coupon: id }],
      payment_intent_data: { setup_future_usage: "off_session" },
      expand: ["customer", "discounts.coupon"],
    });
    await simulator.guest(made.id).pay();
    await sessions.list({ customer });
    await coupons.del(id);
  },
  async catalogue({ products, prices, checkout: { sessions } }, simulator) {
    const plain = await products.create({ name: "Tea" });
    const { id: product } = await products.create({
      id: "prod_soup",
      name: "Soup",
      active: true,
      description: "Of the day",
      images: ["https://shop.example/soup.png"],
      unit_label: "bowl",
      url: "https://shop.example/soup",
      default_price_data: { currency: "usd", unit_amount: 950 },
      metadata,
      expand: ["default_price"],
    });
    await products.update(plain.id, { name: "Green tea", description: "Hot", metadata, images: "", unit_label: "" });
    await products.list({ active: true, ids: [product], limit: 1 });
    await prices.create({ currency: "usd", unit_amount: 300, product: plain.id });
    const price = await prices.create({
      currency: "usd",
      unit_amount: 500,
      product_data: { name: "Cake", metadata },
      lookup_key: "cake",
      nickname: "Slice",
      tax_behavior: "inclusive",
      metadata,
    });
    await prices.update(price.id, { nickname: "Large slice", active: true, metadata, lookup_key: "slice" });
    await prices.retrieve(price.id, { expand: ["product"] });
    await products.update(product, { default_price: price.id, active: false });
    await products.retrieve(product);
    await prices.list({ lookup_keys: ["slice"], active: true, currency: "usd", type: "one_time", product: "prod_x" });
    const made = await sessions.create({
      mode: "payment",
      success_url: "https://shop.example/done",
      line_items: [{ price: price.id, quantity: 2, metadata }],
    });
    await simulator.guest(made.id).pay();
    await sessions.listLineItems(made.id, { expand: ["data.price.product"] });
    await products.del((await products.create({ name: "Gone" })).id);
  },
  async sessions({ checkout: { sessions } }, simulator) {
    const line_items = [
      { quantity: 2, price_data: { currency: "usd", unit_amount: 450, product_data: { name: "Soup" } } },
    ];
    const success_url = "https://shop.example/done";
    await sessions.create({ mode: "payment", success_url, line_items });
    const full = await sessions.create({
      mode: "payment",
      success_url,
      cancel_url: "https://shop.example/back",
      line_items,
      client_reference_id: "order-7",
      customer_email: "guest@example.com",
      locale: "de",
      metadata,
      payment_intent_data: { description: "Soup", metadata },
      submit_type: "pay",
      expand: ["line_items"],
    });
    await sessions.update(full.id, { metadata: { order: "9" } });
    await simulator.guest(full.id).pay();
    await sessions.retrieve(full.id, { expand: ["payment_intent.latest_charge", "line_items"] });
    await sessions.listLineItems(full.id, { limit: 1 });
    await sessions.expire((await sessions.create({ mode: "payment", success_url, line_items })).id);
    await sessions.list({ status: "complete", limit: 2 });
  },
  async readers(stripe, simulator) {
    const { terminal, testHelpers } = stripe;
    const { readers } = terminal;
    const location = (await terminal.locations.create({ display_name: "Bar", address })).id;
    const { id } = await readers.create({ registration_code: "simulated-s700", label: "Bar", location, metadata });
    await readers.create({ registration_code: "simulated-wpe", location });
    await readers.update(id, { label: "Long bar", metadata });
    await readers.retrieve(id, { expand: ["location"] });
    await readers.list({ device_type: "simulated_stripe_s700", location, limit: 1 });
    await readers.setReaderDisplay(id, {
      type: "cart",
      cart: { currency: "usd", total: 500, tax: 40, line_items: [{ amount: 460, description: "Beer", quantity: 1 }] },
    });
    await readers.cancelAction(id);
    const paid = (await inPerson(stripe)).id;
    await readers.processPaymentIntent(id, {
      payment_intent: paid,
      process_config: { enable_customer_cancellation: true, allow_redisplay: "always" },
    });
    await testHelpers.terminal.readers.presentPaymentMethod(id, {
      type: "card_present",
      card_present: { number: "4242424242424242" },
      amount_tip: 100,
    });
    await readers.refundPayment(id, { payment_intent: paid, amount: 100, metadata });
    await testHelpers.terminal.readers.presentPaymentMethod(id);
    await readers.retrieve(id, { expand: ["action.refund_payment.refund"] });
    const read = (await inPerson(stripe)).id;
    await readers.collectPaymentMethod(id, {
      payment_intent: read,
      collect_config: { enable_customer_cancellation: true },
    });
    await simulator.reader(id).tap();
    await readers.confirmPaymentIntent(id, { payment_intent: read });
    await readers.collectInputs(id, { inputs: inputs.slice(0, 1) });
    await testHelpers.terminal.readers.timeoutInputCollection(id);
    await readers.collectInputs(id, { inputs, metadata });
    await testHelpers.terminal.readers.succeedInputCollection(id, { skip_non_required_inputs: "all" });
    const [file] = (await stripe.files.list({ purpose: "customer_signature" })).data;
    await stripe.files.retrieve(file?.id ?? "");
    await terminal.locations.update(location, {
      display_name: "Bar and garden",
      metadata,
      address: { city: "Shelbyville" },
    });
    await readers.del(id);
    await terminal.locations.retrieve(location);
    await terminal.locations.list({ limit: 1 });
    await terminal.locations.del((await terminal.locations.create({ display_name: "Gone", address })).id);
    await terminal.connectionTokens.create();
    await terminal.connectionTokens.create({ location });
  },
  async files({ files }) {
    const data = Buffer.from("%PDF-1.7");
    await files.create({ purpose: "business_logo", file: { data } });
    const file = { data, name: "receipt.pdf", type: "application/pdf" };
    const { id } = await files.create({ purpose: "dispute_evidence", file });
    await files.retrieve(id);
    await files.list({ purpose: "dispute_evidence", limit: 1, created: { gt: 1 } });
  },
  async configurations({ terminal: { configurations } }) {
    await configurations.create();
    const { id } = await configurations.create({
      name: "Tips",
      offline: { enabled: false },
      reboot_window: { start_hour: 2, end_hour: 4 },
      tipping: { usd: { percentages: [15, 20, 25], fixed_amounts: [100, 200, 300], smart_tip_threshold: 1000 } },
    });
    await configurations.update(id, { name: "No tips", tipping: "" });
    expect(await configurations.retrieve(id)).not.toHaveProperty("tipping");
    await configurations.list({ limit: 1, is_account_default: false });
    await configurations.del(id);
  },
  async money(stripe, simulator) {
    const { refunds, disputes, balance, balanceTransactions, accounts } = stripe;
    const pay = async (payment_method: string) => {
      const { id } = await stripe.paymentIntents.create({ amount: 1000, currency: "usd", payment_method });
      return (await stripe.paymentIntents.confirm(id)).id;
    };
    const payment_intent = await pay("pm_card_pendingRefund");
    const { id } = await refunds.create({ payment_intent, amount: 100, metadata, reason: "duplicate" });
    await refunds.create({ payment_intent });
    await refunds.update(id, { metadata: { order: "8" } });
    await refunds.retrieve(id, { expand: ["charge", "payment_intent", "balance_transaction"] });
    await refunds.list({ payment_intent, limit: 1 });
    await refunds.cancel(id).catch(() => undefined);
    await pay("pm_card_createDispute");
    await pay("pm_card_createDisputeInquiry");
    await expect.poll(() => simulator.disputes.length).toBe(2);
    const [inquiry, dispute] = (await disputes.list({ limit: 2 })).data;
    await disputes.retrieve(dispute?.id ?? "", { expand: ["charge"] });
    await disputes.update(dispute?.id ?? "", {
      evidence: { uncategorized_text: "winning_evidence" },
      submit: true,
      metadata,
    });
    await disputes.close(inquiry?.id ?? "");
    const [moved] = (await balanceTransactions.list({ type: "charge", currency: "usd", limit: 1 })).data;
    await balanceTransactions.retrieve(moved?.id ?? "", { expand: ["source"] });
    await balance.retrieve();
    const { id: account } = await accounts.retrieveCurrent();
    await accounts.retrieve(account);
  },
  async customers({ customers }) {
    const { id } = await customers.create({
      name: "Ada",
      email: "ada@example.com",
      phone: "+15555550123",
      description: "Regular",
      metadata,
    });
    await customers.update(id, { name: "Ada L.", metadata });
    await customers.retrieve(id);
    await customers.list({ email: "ada@example.com", limit: 1 });
    await customers.search({ query: 'name~"Ada" -email:null', limit: 1 });
    await customers.del(id);
    expect(await customers.retrieve(id)).toEqual({ id, object: "customer", deleted: true });
  },
  async webhooks({ webhookEndpoints, events }) {
    await webhookEndpoints.create({ url: "http://127.0.0.1:9/all", enabled_events: ["*"] });
    const { id } = await webhookEndpoints.create({
      url: "http://127.0.0.1:9/hook",
      enabled_events: ["charge.succeeded"],
      description: "Till",
      metadata,
      api_version: "2026-10-28.endive",
      connect: false,
    });
    await webhookEndpoints.update(id, { disabled: true, enabled_events: ["*"], description: "Off" });
    await webhookEndpoints.retrieve(id);
    await webhookEndpoints.list({ limit: 1 });
    await webhookEndpoints.del(id);
    const [event] = (await events.list()).data;
    if (event) await events.retrieve(event.id);
    await events.list({ types: ["customer.created", "charge.failed"], delivery_success: false, created: { gt: 1 } });
  },
};
