import type { PaymentResource } from "@tillkit/http";
import { useState, type ReactElement } from "react";
import { getJson, postJson } from "../../common/api.ts";
import { useTillState, type Reader } from "../shell/till-context.ts";
import type { SheetCommands } from "./use-sheet-commands.ts";

/** Every reader, what runs on it, and the way there. */
export function ReaderPanel({
  payment,
  commands,
  take,
}: {
  readonly payment: PaymentResource | undefined;
  readonly commands: SheetCommands;
  /** Takes the payment to this reader. */
  take(reader: string): void;
}): ReactElement {
  const { readers } = useTillState();
  return (
    <ul className="sheet-panel" aria-label="Readers">
      {readers.map((reader) => (
        <ReaderRow key={reader.id} reader={reader} payment={payment} commands={commands} take={take} />
      ))}
    </ul>
  );
}

function ReaderRow({
  reader,
  payment,
  commands,
  take,
}: {
  readonly reader: Reader;
  readonly payment: PaymentResource | undefined;
  readonly commands: SheetCommands;
  take(reader: string): void;
}): ReactElement {
  const { id, label } = reader;
  // The list is some seconds old: what the payment itself says of its reader is newer.
  const here = payment?.reader === id && payment.commands.includes("swap_reader");
  const ours = here || (payment !== undefined && reader.paymentId === payment.id);
  const foreign = !ours && (reader.use === "other" || reader.use === "leftover");
  return (
    <li className="reader-row">
      <span className="reader-row-name">
        <strong>{label}</strong>
        <small>{wordsOf(reader, ours)}</small>
      </span>
      {foreign || (reader.use === "payment" && !ours) ? null : (
        <button type="button" className="button" aria-disabled={commands.locked !== undefined} onClick={() => take(id)}>
          {payment?.reader === id ? "Ask again on" : "Take it to"} {label}
        </button>
      )}
      {foreign ? <Clearing reader={reader} commands={commands} /> : null}
    </li>
  );
}

function wordsOf({ status, use, register }: Reader, ours: boolean): string {
  if (ours) return "This payment";
  if (use === "payment") return register === undefined ? "Taking another payment" : `Taking a payment for ${register}`;
  if (use === "other" || use === "leftover") return "Shows something that is not of this sale";
  return status === "offline" ? "Not connected, as far as Stripe knows" : "Ready";
}

/** Takes off a reader what somebody has left on it, in two steps: first look, then do. */
function Clearing({ reader, commands }: { readonly reader: Reader; readonly commands: SheetCommands }): ReactElement {
  // What the cashier has read: if anything else runs there by then, the server does nothing.
  const [seen, setSeen] = useState<{ readonly paymentIntentId: string | null }>();
  const see = async (): Promise<void> => {
    const { action } = await getJson<Reader>(`/api/tillkit/readers/${reader.id}`);
    setSeen({ paymentIntentId: action?.paymentIntentId ?? null });
  };
  const clear = async (): Promise<void> => {
    await postJson(`/api/tillkit/readers/${reader.id}/clear`, {
      expectedPaymentIntentId: seen?.paymentIntentId ?? null,
    });
    setSeen(undefined);
  };
  if (seen === undefined)
    return (
      <button
        type="button"
        className="button button-bare"
        aria-disabled={commands.locked !== undefined}
        onClick={() => commands.run("look", see)}
      >
        Clear {reader.label}
      </button>
    );
  return (
    <div className="reader-clearing" role="alert">
      <p>
        Somebody may be paying there: look at it first.{" "}
        {seen.paymentIntentId === null ? null : <span className="mono">{seen.paymentIntentId}</span>}
      </p>
      <button type="button" className="button" onClick={() => setSeen(undefined)}>
        Leave it
      </button>
      <button
        type="button"
        className="button button-danger"
        aria-disabled={commands.locked !== undefined}
        onClick={() => commands.run("clear", clear)}
      >
        Yes, clear {reader.label}
      </button>
    </div>
  );
}
