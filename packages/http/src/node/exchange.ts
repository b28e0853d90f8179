import type { IncomingMessage } from "node:http";
import type { Exchange } from "../exchange.ts";
import { exactBody } from "./body.ts";

/** A Node request as an exchange. `url` is what is left of its address below the mount. */
export function nodeExchange<Native>(message: IncomingMessage, url: string, native: Native): Exchange<Native> {
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  return {
    method: message.method ?? "GET",
    path: path === "" ? "/" : path,
    // Made when somebody asks: most requests have no query.
    get query() {
      return new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
    },
    header(name) {
      const value = message.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    bytes: (limit) => exactBody(message, limit),
    native,
  };
}
