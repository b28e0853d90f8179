import type { Route } from "./router.ts";
import { businessRoutes } from "./routes/business.ts";
import { cardRoutes } from "./routes/cards.ts";
import { catalogueRoutes } from "./routes/catalogue.ts";
import { paymentRoutes } from "./routes/payments.ts";
import { terminalRoutes } from "./routes/terminal.ts";

/** Everything the simulator answers. Whatever is not here is a loud 404. */
export const routes: readonly Route[] = [
  ...paymentRoutes,
  ...cardRoutes,
  ...terminalRoutes,
  ...businessRoutes,
  ...catalogueRoutes,
];
