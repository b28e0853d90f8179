import type { ServerResponse } from "node:http";

/** Sends a page that may run nothing and load nothing. */
export function show(response: ServerResponse, status: number, page: string): void {
  send(response, status, page, "");
}

/** Sends a page of the Dashboard, which brings its script along and talks to this server only. */
export function showScripted(response: ServerResponse, status: number, page: string): void {
  send(
    response,
    status,
    page,
    "script-src 'unsafe-inline'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; ",
  );
}

/** Sends the browser on after a form, with a GET. */
export function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}

function send(response: ServerResponse, status: number, page: string, more: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; img-src data:; ${more}base-uri 'none'`,
    "referrer-policy": "no-referrer",
  });
  response.end(page);
}
