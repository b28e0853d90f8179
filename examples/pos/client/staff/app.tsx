import { useEffect, useState, type ReactElement } from "react";
import { CounterPage } from "./counter/counter-page.tsx";
import { Dock } from "./dock/dock.tsx";
import { OrderPage } from "./orders/order-page.tsx";
import { OrdersPage } from "./orders/orders-page.tsx";
import { ReadersPage } from "./readers/readers-page.tsx";
import { usePath } from "./router.tsx";
import { Rail } from "./shell/rail.tsx";
import { StatusStrip } from "./shell/status-strip.tsx";
import { TillContext, useTill } from "./shell/till-context.ts";
import { TablesPage } from "./tables/tables-page.tsx";

/** The staff's app: a rail, a status strip and one screen at a time. */
export function App(): ReactElement {
  const till = useTill();
  const path = usePath();
  const [dockOpen, setDockOpen] = useState(() => sessionStorage.getItem("pos.dock") === "open");

  useEffect(() => {
    sessionStorage.setItem("pos.dock", dockOpen ? "open" : "closed");
  }, [dockOpen]);
  useEffect(() => {
    const toggle = (event: KeyboardEvent): void => {
      if (event.ctrlKey && event.key === "`") setDockOpen((open) => !open);
    };
    addEventListener("keydown", toggle);
    return () => removeEventListener("keydown", toggle);
  }, []);

  const simulated = till.mode?.simulator === true;
  return (
    <TillContext value={till}>
      <div className="shell" data-dock={simulated && dockOpen}>
        <a className="skip" href="#screen">
          Skip to the screen
        </a>
        <Rail path={path} />
        <StatusStrip {...(simulated ? { dock: { open: dockOpen, toggle: () => setDockOpen((open) => !open) } } : {})} />
        <main id="screen" tabIndex={-1}>
          <Screen path={path} />
        </main>
        {simulated && dockOpen ? <Dock close={() => setDockOpen(false)} /> : null}
      </div>
    </TillContext>
  );
}

function Screen({ path }: { readonly path: string }): ReactElement {
  const order = /^\/orders\/([^/]+)$/.exec(path)?.[1];
  if (order !== undefined) return <OrderPage key={order} paymentId={order} />;
  if (path.startsWith("/orders")) return <OrdersPage />;
  if (path.startsWith("/tables")) return <TablesPage />;
  if (path.startsWith("/readers")) return <ReadersPage />;
  return <CounterPage />;
}
