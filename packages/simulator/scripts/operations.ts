/** The Stripe operations the simulator answers, and where the `stripe` package declares each one. */
export const operations = [
  {
    resource: "PaymentIntents",
    methods: [
      "create",
      "retrieve",
      "update",
      "list",
      "cancel",
      "capture",
      "confirm",
      "incrementAuthorization",
      "search",
      "applyCustomerBalance",
      "verifyMicrodeposits",
      "listAmountDetailsLineItems",
    ],
  },
  {
    resource: "SetupIntents",
    methods: ["create", "retrieve", "update", "list", "cancel", "confirm", "verifyMicrodeposits"],
  },
  { resource: "SetupAttempts", methods: ["list"] },
  { resource: "PaymentMethods", methods: ["create", "retrieve", "update", "list", "attach", "detach"] },
  { resource: "Checkout/Sessions", methods: ["create", "retrieve", "update", "list", "expire", "listLineItems"] },
  {
    resource: "Terminal/Readers",
    methods: [
      "create",
      "retrieve",
      "update",
      "del",
      "list",
      "processPaymentIntent",
      "collectPaymentMethod",
      "confirmPaymentIntent",
      "processSetupIntent",
      "collectInputs",
      "refundPayment",
      "cancelAction",
      "setReaderDisplay",
    ],
  },
  {
    resource: "TestHelpers/Terminal/Readers",
    methods: ["presentPaymentMethod", "succeedInputCollection", "timeoutInputCollection"],
  },
  { resource: "Terminal/Locations", methods: ["create", "retrieve", "update", "del", "list"] },
  { resource: "Terminal/Configurations", methods: ["create", "retrieve", "update", "del", "list"] },
  { resource: "Terminal/ConnectionTokens", methods: ["create"] },
  { resource: "Charges", methods: ["retrieve", "update", "list", "capture", "search"] },
  { resource: "Refunds", methods: ["create", "retrieve", "update", "list", "cancel"] },
  { resource: "Disputes", methods: ["retrieve", "update", "list", "close"] },
  {
    resource: "Customers",
    methods: ["create", "retrieve", "update", "del", "list", "search", "listPaymentMethods", "retrievePaymentMethod"],
  },
  { resource: "Products", methods: ["create", "retrieve", "update", "del", "list"] },
  { resource: "Prices", methods: ["create", "retrieve", "update", "list"] },
  { resource: "Coupons", methods: ["create", "retrieve", "update", "del", "list"] },
  { resource: "Events", methods: ["retrieve", "list"] },
  { resource: "WebhookEndpoints", methods: ["create", "retrieve", "update", "del", "list"] },
  { resource: "Files", methods: ["create", "retrieve", "list"] },
  { resource: "BalanceTransactions", methods: ["retrieve", "list"] },
  { resource: "Balance", methods: ["retrieve"] },
  { resource: "Accounts", methods: ["retrieve", "retrieveCurrent"] },
] as const;

/** Response objects kept whole; every other Stripe object a field may expand to is only checked to be an object. */
export const keptResources: readonly string[] = [
  "PaymentIntents.PaymentIntent",
  "Charges.Charge",
  "Refunds.Refund",
  "Checkout.Sessions.Session",
  "Terminal.Readers.Reader",
  "Terminal.Locations.Location",
  "Terminal.Readers.DeletedReader",
  "Terminal.Locations.DeletedLocation",
  "Terminal.Configurations.Configuration",
  "Terminal.Configurations.DeletedConfiguration",
  "Terminal.ConnectionTokens.ConnectionToken",
  "SetupIntents.SetupIntent",
  "SetupAttempts.SetupAttempt",
  "PaymentMethods.PaymentMethod",
  "Disputes.Dispute",
  "Customers.DeletedCustomer",
  "Products.Product",
  "Products.DeletedProduct",
  "Coupons.Coupon",
  "Coupons.DeletedCoupon",
  "WebhookEndpoints.WebhookEndpoint",
  "WebhookEndpoints.DeletedWebhookEndpoint",
  "Files.File",
  "BalanceTransactions.BalanceTransaction",
  "LineItems.LineItem",
  "Prices.Price",
  "Balance.Balance",
  "Events.Event.Request",
  "shared.Address",
  "shared.Metadata",
];

/** Kept, but not the objects inside: they say nothing about payments. */
export const keptFlat: readonly string[] = ["Accounts.Account", "Customers.Customer"];

/** Inside what is kept, never filled in by the simulator. */
export const neverFilled: readonly string[] = ["Refunds.Refund.NextAction", "Charges.Charge.Level3"];

/** Inside an object keyed by payment method type, only these keys are spelled out. */
export const keptPaymentMethods: readonly string[] = [
  "card",
  "card_present",
  "interac_present",
  "link",
  "us_bank_account",
  "billing_details",
  "customer",
  "metadata",
  "redirect_to_url",
  "use_stripe_sdk",
];
