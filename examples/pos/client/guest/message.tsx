import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "../common/icons.tsx";

const looks = {
  good: "check",
  busy: "clock",
  unsure: "question",
  quiet: "undo",
} as const satisfies Record<string, IconName>;

/** A page with one thing to say. */
export function GuestMessage({
  title,
  look,
  children,
}: {
  readonly title: string;
  readonly look: keyof typeof looks;
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
