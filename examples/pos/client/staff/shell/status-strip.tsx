import type { ReactElement } from "react";
import type { ModeAnswer } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { useTillState, type Reader } from "./till-context.ts";

/** What is always in sight: whether money is real, the reader, Stripe's events and the connection. */
export function StatusStrip({ dock }: { readonly dock?: { readonly open: boolean; toggle(): void } }): ReactElement {
  const { mode, reader, online } = useTillState();
  return (
    <header className="strip">
      <strong className="strip-shop">{mode?.shop ?? "Harbour Coffee"}</strong>
      {mode ? <ModeBadge mode={mode} /> : null}
      <span className="strip-space" />
      <ReaderPill reader={reader} />
      {mode ? <WebhookPill mode={mode} /> : null}
      <span className={`strip-pill ${online ? "is-good" : "is-unsure"}`}>
        <Icon name={online ? "check" : "warning"} size={16} />
        <span>{online ? "Online" : "Offline"}</span>
      </span>
      {dock ? (
        <button
          type="button"
          className="strip-dock"
          aria-expanded={dock.open}
          aria-keyshortcuts="Control+`"
          title="Ctrl+`"
          onClick={dock.toggle}
        >
          <Icon name="card" />
          Simulator
        </button>
      ) : null}
      {online ? null : (
        <p className="offline" role="alert">
          <Icon name="warning" />
          This till is offline. Cards cannot be charged until it is back; nothing that was started is lost.
        </p>
      )}
    </header>
  );
}

function ModeBadge({ mode: { mode } }: { readonly mode: ModeAnswer }): ReactElement {
  return (
    <span className="mode" data-mode={mode}>
      <b>{mode}</b>
      <span>{mode === "LIVE" ? "real money" : "no real money"}</span>
    </span>
  );
}

function ReaderPill({ reader }: { readonly reader: Reader | undefined }): ReactElement {
  const [tone, words] = readerWords(reader);
  return (
    <span className={`strip-pill ${tone}`}>
      <Icon name="wave" size={16} />
      <span>{words}</span>
    </span>
  );
}

function readerWords(reader: Reader | undefined): readonly [tone: string, words: string] {
  if (!reader) return ["is-quiet", "No reader"];
  if (reader.status === "offline") return ["is-unsure", `${reader.label}: not connected`];
  if (reader.paymentId !== undefined) return ["is-busy", `${reader.label}: taking a payment`];
  return ["is-good", `${reader.label}: ready`];
}

function WebhookPill({ mode: { lastWebhookAt, now } }: { readonly mode: ModeAnswer }): ReactElement {
  return (
    <span className="strip-pill is-quiet">
      <Icon name="bolt" size={16} />
      <span>{lastWebhookAt === null ? "No events yet" : `Last event ${ageOf(now - lastWebhookAt)}`}</span>
    </span>
  );
}

function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
