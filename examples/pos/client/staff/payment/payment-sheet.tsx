import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { useTillState } from "../shell/till-context.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { PaidSheet } from "./paid-sheet.tsx";
import { SaleSummary } from "./sale-summary.tsx";
import { SheetBody } from "./sheet-body.tsx";
import { SheetPicture } from "./sheet-picture.tsx";
import type { RunningSale } from "./running-sale.ts";
import { startingView } from "./starting-view.ts";
import { usePayment } from "./use-payment.ts";
import { useSheetCommands } from "./use-sheet-commands.ts";
import { viewOf, type ButtonName, type View } from "./wording.ts";

/** The payment over the counter: what it costs, what the reader does, and what can be done now. */
export function PaymentSheet({
  sale,
  again,
  end,
}: {
  readonly sale: RunningSale;
  /** Asks for a payment that was not started again, on this reader. */
  again(reader?: string): void;
  /** The sheet is done with; the counter empties its cart when the sale is sold. */
  end(outcome: { readonly sold: boolean }): void;
}): ReactElement {
  const { readers } = useTillState();
  const { payment, lost, hear } = usePayment(sale.paymentId);
  const [reader, setReader] = useState(sale.reader ?? "");
  useEffect(() => {
    if (lost) end({ sold: false });
  }, [lost, end]);
  const commands = useSheetCommands({ payment, reader, hear });
  const amount = formatMoney(sale.total, sale.currency);

  const view: View = payment ? viewOf(payment) : startingView(sale);
  const label = readers.find(({ id }) => id === (payment?.reader ?? sale.reader))?.label ?? "the reader";
  const slow = useSlow(view.slow?.afterMs, `${payment?.status}.${payment?.stage}.${payment?.version}`);
  const fill = (text: string): string => text.replaceAll("{reader}", label).replaceAll("{amount}", amount);

  const press = (name: ButtonName): void => {
    if (name === "new_sale") end({ sold: true });
    else if (name === "back_to_sale") end({ sold: false });
    else if (name === "try_again" && !payment) again(reader);
    else commands.press(name);
  };
  return (
    <ModalDialog
      label={`Payment of ${amount}`}
      closable={view.buttons.includes("back_to_sale")}
      close={() => end({ sold: false })}
    >
      <div className="sheet">
        <div className="sheet-main">
          <p className="sheet-amount money">{amount}</p>
          {payment?.status === "succeeded" && view.tone === "good" ? (
            <PaidSheet payment={payment} words={fill(view.detail)} press={() => press("new_sale")} />
          ) : (
            <SheetBody
              picture={
                <SheetPicture payment={payment} byPhone={sale.reader === undefined} tone={view.tone} amount={amount} />
              }
              headline={fill(view.headline)}
              detail={fill(slow && view.slow ? view.slow.detail : view.detail)}
              view={view}
              legal={payment?.commands ?? ["retry"]}
              locked={commands.locked}
              press={press}
              {...(sale.reader !== undefined && canChooseReader(view)
                ? { choice: { readers, reader, choose: setReader } }
                : {})}
            />
          )}
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

const canChooseReader = ({ buttons, tone }: View): boolean =>
  tone === "bad" && (buttons.includes("try_again") || buttons.includes("try_another_card"));

/** Whether the same state has lasted this long. */
function useSlow(afterMs: number | undefined, state: string): boolean {
  const [slow, setSlow] = useState("");
  useEffect(() => {
    if (afterMs === undefined) return;
    const timer = setTimeout(() => setSlow(state), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs, state]);
  return slow === state;
}
