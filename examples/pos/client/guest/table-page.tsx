import { useEffect, type ReactElement } from "react";
import type { GuestMenuAnswer } from "../../common/api.ts";
import { MenuPage } from "./menu-page.tsx";
import { GuestMessage, Unreachable } from "./message.tsx";
import { ThankYou } from "./thank-you.tsx";
import { useBill } from "./use-bill.ts";
import { useVisit } from "./use-visit.ts";

/** A table on a guest's phone: the menu, and thanks as soon as anybody at the table has paid. */
export function TablePage({ menu, code }: { readonly menu: GuestMenuAnswer; readonly code: string }): ReactElement {
  const { link, error, begin } = useVisit(code);
  if (error?.status === 404)
    return (
      <GuestMessage title="We do not know this table" look="unsure">
        <p>The code may be an old one. Please scan the one on your table again, or ask us.</p>
      </GuestMessage>
    );
  if (error) return <Unreachable />;
  if (link === undefined) return <div className="guest-wait" aria-busy="true" />;
  return <Sitting key={link} menu={menu} link={link} begin={begin} />;
}

function Sitting({
  menu,
  link,
  begin,
}: {
  readonly menu: GuestMenuAnswer;
  readonly link: string;
  begin(): void;
}): ReactElement {
  const table = useBill(link);
  const { bill, error } = table;
  // The link has run out, or the table has another code: whoever has that one may go on.
  const over = error?.status === 404 || error?.status === 410;
  useEffect(() => {
    if (over) begin();
  }, [over, begin]);
  useEffect(() => {
    if (bill) document.title = `Table ${bill.table} · ${menu.shop}`;
  }, [bill, menu.shop]);

  if (!bill) return error && !over ? <Unreachable /> : <div className="guest-wait" aria-busy="true" />;
  if (bill.order) return <ThankYou order={bill.order} bill={bill} again={begin} />;
  if (!bill.open)
    return (
      <GuestMessage title="This bill is closed" look="quiet">
        <p>It was paid in another way, or the bank takes a little longer. You need not do anything.</p>
        <button type="button" className="button" onClick={begin}>
          Order something else
        </button>
      </GuestMessage>
    );
  return <MenuPage menu={menu} link={link} table={{ ...table, bill }} />;
}
