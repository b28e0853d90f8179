import { useEffect, useState, type ReactElement } from "react";
import type { GuestMenuAnswer } from "../../common/api.ts";
import { ApiError, getJson } from "../common/api.ts";
import { Unreachable } from "./message.tsx";
import { ReturnPage } from "./return-page.tsx";
import { TablePage } from "./table-page.tsx";

/** What a guest's address opens: the menu of a table, how its payment ended, or how one at the counter did. */
export function GuestApp({ path, search }: { readonly path: string; readonly search: string }): ReactElement {
  const query = new URLSearchParams(search);
  const session = `session_id=${encodeURIComponent(query.get("session_id") ?? "")}`;
  if (path === "/thanks") return <ReturnPage ask={`/api/tillkit/checkout/outcome?${session}`} />;
  const [code = "", page] = path.replace(/^\/t\//, "").split("/");
  if (page !== "return") return <Menu code={code} />;
  const link = encodeURIComponent(query.get("link") ?? "");
  return <ReturnPage ask={`/api/tillkit/guest/bills/${link}/return?${session}`} table={{ code, link }} />;
}

function Menu({ code }: { readonly code: string }): ReactElement {
  const [menu, setMenu] = useState<GuestMenuAnswer>();
  const [error, setError] = useState<ApiError>();

  useEffect(() => {
    getJson<GuestMenuAnswer>("/api/guest/menu").then(setMenu, (problem: unknown) => {
      if (problem instanceof ApiError) setError(problem);
    });
  }, []);

  if (error) return <Unreachable />;
  if (!menu) return <div className="guest-wait" aria-busy="true" />;
  return <TablePage menu={menu} code={code} />;
}
