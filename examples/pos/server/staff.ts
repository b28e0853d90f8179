import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestHandler, Response } from "express";
import { Refusal } from "./refusal.ts";

const COOKIE = "tillkit_staff";

/** Who may use the till. */
export interface Staff {
  /** Makes the browser that asked for a staff page a staff browser. */
  welcome(response: Response): void;
  has(request: IncomingMessage): boolean;
  /** Lets only staff browsers pass. */
  readonly only: RequestHandler;
}

/**
 * The simplest thing that keeps guests out: opening a staff page sets a cookie that no script can read and no other site can send.
 *
 * There is no login: whoever can open `/counter` is staff. In a shop, put your own session here.
 */
export function staffOf(value: string): Staff {
  const expected = Buffer.from(value);

  const has = ({ headers }: IncomingMessage): boolean => {
    const given = Buffer.from(cookieIn(headers.cookie) ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return {
    has,
    welcome: (response) => {
      response.cookie(COOKIE, value, { httpOnly: true, sameSite: "strict", path: "/", maxAge: 12 * 3_600_000 });
    },
    only: (request, _response, next) => {
      next(has(request) ? undefined : new Refusal(403, "forbidden", "Open the till's own page first: /counter."));
    },
  };
}

function cookieIn(header: string | undefined): string | undefined {
  const pair = header?.split("; ").find((text) => text.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1);
}
