import { useEffect, useState, type ReactElement } from "react";
import type { GuestAnswer } from "../../common/api.ts";
import { ApiError, getJson } from "../common/api.ts";
import { MenuPage } from "./menu-page.tsx";
import { GuestMessage } from "./message.tsx";
import { ReturnPage } from "./return-page.tsx";

/** What the table's link opens: the menu, or how the payment ended. */
export function GuestApp({ path, search }: { readonly path: string; readonly search: string }): ReactElement {
  const [token, page] = path.replace(/^\/t\//, "").split("/");
  const [guest, setGuest] = useState<GuestAnswer>();
  const [error, setError] = useState<ApiError>();

  useEffect(() => {
    getJson<GuestAnswer>(`/api/guest/${token}`).then(setGuest, (problem: unknown) => {
      if (problem instanceof ApiError) setError(problem);
    });
  }, [token]);
  useEffect(() => {
    if (guest) document.title = `Table ${guest.table} · ${guest.shop}`;
  }, [guest]);

  if (error?.status === 404)
    return (
      <GuestMessage title="We do not know this table" look="unsure">
        <p>The link may be an old one. Please scan the code on your table again, or ask us.</p>
      </GuestMessage>
    );
  if (error)
    return (
      <GuestMessage title="We cannot be reached right now" look="unsure">
        <p>Please check your connection and try again.</p>
        <button type="button" className="button button-primary button-large" onClick={() => location.reload()}>
          Try again
        </button>
      </GuestMessage>
    );
  if (!guest || token === undefined) return <div className="guest-wait" aria-busy="true" />;
  const sessionId = new URLSearchParams(search).get("session_id");
  if (page === "return") return <ReturnPage guest={guest} token={token} sessionId={sessionId ?? ""} />;
  return <MenuPage guest={guest} token={token} />;
}
