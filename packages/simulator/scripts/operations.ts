/** The Stripe operations the simulator answers, and where the `stripe` package declares each one. */
export const operations = [
  { resource: "PaymentIntents", methods: ["create", "retrieve", "update", "list", "cancel", "capture"] },
  { resource: "Checkout/Sessions", methods: ["create", "retrieve", "update", "list", "expire", "listLineItems"] },
  {
    resource: "Terminal/Readers",
    methods: ["retrieve", "list", "processPaymentIntent", "cancelAction", "setReaderDisplay"],
  },
  { resource: "TestHelpers/Terminal/Readers", methods: ["presentPaymentMethod"] },
  { resource: "Terminal/Locations", methods: ["retrieve", "list"] },
  { resource: "Charges", methods: ["retrieve", "list"] },
  { resource: "Refunds", methods: ["create", "retrieve", "list"] },
  { resource: "Events", methods: ["retrieve", "list"] },
  { resource: "Balance", methods: ["retrieve"] },
  { resource: "Accounts", methods: ["retrieveCurrent"] },
] as const;

/** Response objects kept whole; every other Stripe object a field may expand to is only checked to be an object. */
export const keptResources: readonly string[] = [
  "PaymentIntents.PaymentIntent",
  "Charges.Charge",
  "Refunds.Refund",
  "Checkout.Sessions.Session",
  "Terminal.Readers.Reader",
  "Terminal.Locations.Location",
  "LineItems.LineItem",
  "Prices.Price",
  "Balance.Balance",
  "Events.Event.Request",
  "shared.Address",
  "shared.Metadata",
];

/** Kept, but not the objects inside: they say nothing about payments. */
export const keptFlat: readonly string[] = ["Accounts.Account"];

/** Inside what is kept, never filled in by the simulator. */
export const neverFilled: readonly string[] = [
  "PaymentIntents.PaymentIntent.NextAction",
  "Refunds.Refund.NextAction",
  "Charges.Charge.Level3",
];

/** Inside an object keyed by payment method type, only these keys are spelled out. */
export const keptPaymentMethods: readonly string[] = ["card", "card_present", "interac_present", "link"];
