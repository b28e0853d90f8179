import { useEffect, useState, type ReactElement } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../common/icons.tsx";
import { FaultsTab } from "./faults-tab.tsx";
import { GuestTab } from "./guest-tab.tsx";
import { ReaderTab } from "./reader-tab.tsx";

const tabs = [
  { id: "reader", name: "Reader", Tab: ReaderTab },
  { id: "guest", name: "Guest", Tab: GuestTab },
  { id: "faults", name: "Faults", Tab: FaultsTab },
] as const;

/**
 * Plays the parts that a demo has nobody for: the guest's card, the guest's phone and a bad network.
 *
 * It stays within reach while the payment sheet is open, so it is moved into the open dialog: outside of it nothing can be pressed.
 */
export function Dock({ close }: { close(): void }): ReactElement {
  const host = useDockHost();
  const [shown, setShown] = useState<(typeof tabs)[number]["id"]>("reader");
  return createPortal(
    <aside className="dock" aria-label="Simulator">
      <header>
        <div className="tabs" role="group" aria-label="What to simulate">
          {tabs.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={shown === id} onClick={() => setShown(id)}>
              {name}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button button-bare dock-close"
          aria-label="Close the simulator"
          onClick={close}
        >
          <Icon name="cross" />
        </button>
      </header>
      {tabs.map(({ id, Tab }) => (shown === id ? <Tab key={id} /> : null))}
    </aside>,
    host,
  );
}

/** The open dialog, or the page where there is none. */
function useDockHost(): Element {
  const [host, setHost] = useState<Element>(() => document.querySelector("dialog[open]") ?? document.body);
  useEffect(() => {
    const find = (): void => setHost(document.querySelector("dialog[open]") ?? document.body);
    find();
    const watch = new MutationObserver(find);
    watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["open"] });
    return () => watch.disconnect();
  }, []);
  return host;
}
