import { createHmac, timingSafeEqual } from "node:crypto";
import { TillkitError } from "@tillkit/core";
import { linkExpired, linkInvalid } from "./link-errors.ts";

/** What a link opens. */
export interface LinkedBill {
  /** The host's id of the bill: the `reference` that its payments carry. */
  readonly bill: string;
  /** The table, where the bill was opened by scanning its code. */
  readonly table?: string;
}

/** What is signed. */
interface LinkClaims extends LinkedBill {
  /** The beginning of the hash of the code that was scanned: with another code on the table the link is worth nothing. */
  readonly codeMark?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Signs links to bills, and reads them. */
export interface BillLinks {
  sign(claims: LinkClaims): string;
  /** What we have signed, however long ago. @throws TillkitError `guest_link_invalid` */
  read(link: string): LinkClaims;
  /** What we have signed, and is still good. @throws TillkitError `guest_link_invalid`, `guest_link_expired` */
  verify(link: string): LinkClaims;
}

/**
 * Links are `claims.signature`: readable by anybody, and made by nobody who does not know a secret. The tenant is signed with them, and
 * is not in them: a link of another tenant is no link.
 *
 * @throws TillkitError `invalid_option`
 */
export function billLinks({
  secrets,
  tenant,
  now,
}: {
  /** The first signs; all are taken, so that a new one can be put in front of the old one. */
  readonly secrets: readonly string[];
  readonly tenant: string;
  readonly now: () => number;
}): BillLinks {
  const [newest] = secrets;
  if (newest === undefined || secrets.some((secret) => typeof secret !== "string" || secret.length < MIN_SECRET))
    throw new TillkitError(
      "invalid_option",
      `The option secrets makes no sense. Give one or more random strings of ${MIN_SECRET} characters or more, the newest first.`,
      { details: { option: "secrets" } },
    );

  const signatureOf = (claims: string, secret: string): Buffer =>
    createHmac("sha256", secret).update(`tillkit.bill.1\n${tenant}\n${claims}`).digest().subarray(0, SIGNATURE_BYTES);

  function read(link: string): LinkClaims {
    const [, claims, signature] = FORM.exec(link) ?? [];
    if (claims === undefined || signature === undefined) throw linkInvalid();
    const given = Buffer.from(signature, "base64url");
    const known = secrets.map((secret) => timingSafeEqual(signatureOf(claims, secret), given));
    if (!known.includes(true)) throw linkInvalid();
    return fromWire(claims);
  }

  return {
    sign: (claims) => {
      const wire = toWire(claims);
      return `${wire}.${signatureOf(wire, newest).toString("base64url")}`;
    },
    read,
    verify: (link) => {
      const claims = read(link);
      if (claims.expiresAt <= now()) throw linkExpired();
      return claims;
    },
  };
}

const MIN_SECRET = 32;
/** 128 bits, so that the QR code of a link on a printed bill stays coarse (RFC 2104, 5: half of the hash is enough). */
const SIGNATURE_BYTES = 16;
/** 16 bytes are 22 characters; a bill of 200 characters, in any script, is never longer than this. */
const FORM = /^([\w-]{1,2000})\.([\w-]{22})$/;

/** As it is signed: seconds, and empty strings for what is absent. */
function toWire({ bill, table = "", codeMark = "", expiresAt }: LinkClaims): string {
  return Buffer.from(JSON.stringify([bill, Math.ceil(expiresAt / 1_000), table, codeMark])).toString("base64url");
}

function fromWire(wire: string): LinkClaims {
  // Signed by us, and by no other version of this: the prefix of what is signed says so.
  const [bill, seconds, table, codeMark] = JSON.parse(Buffer.from(wire, "base64url").toString()) as WireClaims;
  return {
    bill,
    expiresAt: seconds * 1_000,
    ...(table === "" ? {} : { table }),
    ...(codeMark === "" ? {} : { codeMark }),
  };
}

type WireClaims = readonly [bill: string, seconds: number, table: string, codeMark: string];
