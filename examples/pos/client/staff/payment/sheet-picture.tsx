import type { Tone } from "@tillkit/core";
import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import { Icon } from "../../common/icons.tsx";
import { ReaderDrawing, type ReaderScreen } from "../../common/reader-drawing.tsx";

/** The reader as the guest sees it, or the code that the guest scans. */
export function SheetPicture({
  payment,
  byPhone,
  tone,
  amount,
}: {
  readonly payment: PaymentResource | undefined;
  /** Whether the guest pays on the phone. */
  readonly byPhone: boolean;
  readonly tone: Tone;
  readonly amount: string;
}): ReactElement {
  if (!byPhone) return <ReaderDrawing screen={screenOf(tone, amount)} />;
  if (payment?.status !== "open" || payment.url === undefined)
    return (
      <div className="sheet-sign" data-tone={tone}>
        <Icon name={tone === "busy" ? "clock" : tone === "quiet" ? "undo" : "question"} size={44} />
      </div>
    );
  return (
    <figure className="sheet-code">
      <img src={`/api/tillkit/payments/${payment.id}/qr`} alt={`Code to pay ${amount}`} />
      <figcaption>
        Scan to pay, or{" "}
        <a href={payment.url} target="_blank" rel="noreferrer">
          open the page here
        </a>
      </figcaption>
    </figure>
  );
}

const screens: Readonly<Record<Tone, Omit<ReaderScreen, "amount">>> = {
  ask: { look: "ask", words: "Tap or insert card" },
  busy: { look: "busy", words: "One moment" },
  good: { look: "good", words: "Approved" },
  bad: { look: "bad", words: "Not paid" },
  unsure: { look: "busy", words: "Checking" },
  quiet: { look: "idle", words: "Harbour Coffee" },
};

function screenOf(tone: Tone, amount: string): ReaderScreen {
  return tone === "ask" || tone === "busy" ? { ...screens[tone], amount } : screens[tone];
}
