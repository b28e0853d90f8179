import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "../common/icons.tsx";

const looks = {
  good: "check",
  busy: "clock",
  unsure: "question",
  quiet: "undo",
} as const satisfies Record<string, IconName>;

/** How a page feels. */
export type Look = keyof typeof looks;

/** A page with one thing to say. */
export function GuestMessage({
  title,
  look,
  children,
}: {
  readonly title: string;
  readonly look: Look;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <main className="message" data-look={look}>
      <div className="message-sign">
        <Icon name={looks[look]} size={44} />
      </div>
      <div role={look === "unsure" ? "alert" : "status"}>
        <h1>{title}</h1>
      </div>
      {children}
    </main>
  );
}

/** The server does not answer, or breaks. */
export function Unreachable(): ReactElement {
  return (
    <GuestMessage title="We cannot be reached right now" look="unsure">
      <p>Please check your connection and try again.</p>
      <button type="button" className="button button-primary button-large" onClick={() => location.reload()}>
        Try again
      </button>
    </GuestMessage>
  );
}
