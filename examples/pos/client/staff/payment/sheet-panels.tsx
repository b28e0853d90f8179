import type { PaymentResource } from "@tillkit/http";
import { useState, type ReactElement } from "react";
import type { SaleChange } from "../../../common/api.ts";
import { Icon, type IconName } from "../../common/icons.tsx";
import { ChangePanel } from "./change-panel.tsx";
import { ReaderPanel } from "./reader-panel.tsx";
import type { RunningSale } from "./running-sale.ts";
import type { SheetCommands } from "./use-sheet-commands.ts";

type Panel = "readers" | "change";

/** What can be done beside the buttons: take the payment to another reader, and change what is being paid for. */
export function SheetPanels({
  sale,
  payment,
  commands,
  again,
  change,
}: {
  readonly sale: RunningSale;
  readonly payment: PaymentResource | undefined;
  readonly commands: SheetCommands;
  /** Asks for a payment that was not started again, on this reader. */
  again(reader: string): void;
  change(change: SaleChange): void;
}): ReactElement | null {
  const [open, setOpen] = useState<Panel>();
  if (sale.reader === undefined) return null;
  const offered = panelsOf(sale, payment);
  if (offered.length === 0) return null;
  const shown = offered.find((panel) => panel === open);
  const close = (): void => setOpen(undefined);

  return (
    <>
      <div className="sheet-more">
        {offered.map((panel) => (
          <button
            key={panel}
            type="button"
            className="button button-bare"
            aria-expanded={panel === shown}
            onClick={() => setOpen(panel === shown ? undefined : panel)}
          >
            <Icon name={looks[panel].icon} />
            {looks[panel].label}
          </button>
        ))}
      </div>
      {shown === "readers" ? (
        <ReaderPanel
          payment={payment}
          commands={commands}
          take={(reader) => {
            if (payment === undefined) again(reader);
            else commands.press(payment.commands.includes("swap_reader") ? "swap_reader" : "retry", { reader });
            close();
          }}
        />
      ) : null}
      {shown === "change" ? (
        <ChangePanel
          sale={sale}
          commands={commands}
          changed={(lines) => {
            change(lines);
            close();
          }}
        />
      ) : null}
    </>
  );
}

const looks: Readonly<Record<Panel, { readonly label: string; readonly icon: IconName }>> = {
  readers: { label: "Another reader", icon: "wave" },
  change: { label: "Change the sale", icon: "basket" },
};

function panelsOf({ problem }: RunningSale, payment: PaymentResource | undefined): readonly Panel[] {
  // Without an answer nobody knows on which reader the payment is.
  if (payment === undefined) return problem === undefined || problem.code === "unreachable" ? [] : ["readers"];
  const { commands } = payment;
  return [
    ...(commands.includes("swap_reader") || commands.includes("retry") ? (["readers"] as const) : []),
    ...(commands.includes("change_amount") ? (["change"] as const) : []),
  ];
}
