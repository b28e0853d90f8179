import { useEffect, useState, type ReactElement } from "react";
import type { SaleChange } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { useTillState, type Reader } from "../shell/till-context.ts";
import { viewOf, type ActionName, type View } from "./actions.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { PaidSheet } from "./paid-sheet.tsx";
import { SaleSummary } from "./sale-summary.tsx";
import { SheetBody } from "./sheet-body.tsx";
import { SheetPanels } from "./sheet-panels.tsx";
import { SheetPicture } from "./sheet-picture.tsx";
import type { RunningSale } from "./running-sale.ts";
import { startingView } from "./starting-view.ts";
import { usePayment } from "./use-payment.ts";
import { useSheetCommands } from "./use-sheet-commands.ts";
import { whereOf } from "./where.ts";

/** The payment over the counter: what it costs, what the reader does, and what can be done now. */
export function PaymentSheet({
  sale,
  again,
  change,
  end,
}: {
  readonly sale: RunningSale;
  /** Asks for a payment that was not started again, on this reader. */
  again(reader?: string): void;
  /** Another bill is asked for now. */
  change(change: SaleChange): void;
  /** The sheet is done with; the counter empties its cart when the sale is sold. */
  end(outcome: { readonly sold: boolean }): void;
}): ReactElement {
  const { readers } = useTillState();
  const { payment, lost, hear } = usePayment(sale.paymentId);
  useEffect(() => {
    if (lost) end({ sold: false });
  }, [lost, end]);
  const commands = useSheetCommands({ payment, hear });
  const amount = formatMoney(payment?.amount ?? sale.total, sale.currency);
  const view = payment ? viewOf(payment) : startingView(sale);
  const detail = useDetail(view, `${payment?.status}.${payment?.stage}`);

  const press = (name: ActionName): void => {
    if (name === "new_sale") end({ sold: true });
    else if (name === "back_to_sale") end({ sold: false });
    else if (name === "start") again();
    else commands.press(name);
  };
  return (
    <ModalDialog
      label={`Payment of ${amount}`}
      closable={view.actions.some(({ name }) => name === "back_to_sale")}
      close={() => end({ sold: false })}
    >
      <div className="sheet">
        <div className="sheet-main">
          <p className="sheet-amount money">{amount}</p>
          {payment?.status === "succeeded" && view.tone === "good" ? (
            <PaidSheet payment={payment} words={detail} press={() => press("new_sale")} />
          ) : (
            <SheetBody
              picture={
                <SheetPicture payment={payment} byPhone={sale.reader === undefined} tone={view.tone} amount={amount} />
              }
              where={whereOf({ sale, payment, labelOf: (id) => labelIn(readers, id) })}
              view={{ ...view, detail }}
              locked={commands.locked}
              press={press}
            />
          )}
          <SheetPanels sale={sale} payment={payment} commands={commands} again={again} change={change} />
          {commands.problem === undefined ? null : (
            <p className="problem" role="alert">
              <Icon name="warning" /> {commands.problem}
            </p>
          )}
        </div>
        <SaleSummary sale={sale} paymentIntentId={payment?.paymentIntentId} />
      </div>
    </ModalDialog>
  );
}

function labelIn(readers: readonly Reader[], id: string): string {
  return readers.find((reader) => reader.id === id)?.label ?? "A reader that is not listed";
}

/** What is said of the state; once it has lasted too long, why. */
function useDetail({ detail, slow }: View, state: string): string {
  const [slowState, setSlowState] = useState("");
  const afterMs = slow?.afterMs;
  useEffect(() => {
    if (afterMs === undefined) return;
    const timer = setTimeout(() => setSlowState(state), afterMs);
    return () => {
      clearTimeout(timer);
      setSlowState("");
    };
  }, [afterMs, state]);
  return slow !== undefined && slowState === state ? slow.detail : detail;
}
