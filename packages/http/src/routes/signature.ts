import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { signatureBody } from "../schemas.ts";
import { getPayment } from "./payments.ts";

/** `POST /payments/:id/signature`: the strokes from the till's screen, or a reader to ask, or that the guest would not sign. */
export async function takeSignature(call: Call): Promise<Answer> {
  const { till } = call.settings;
  const body = await readBody(call, signatureBody);
  if ("strokes" in body) await till.sign(call.id, body);
  else if ("refused" in body) await till.refuseSignature(call.id);
  else await till.askSignature(call.id, body.reader === undefined ? {} : { reader: body.reader });
  return getPayment(call);
}

/**
 * `GET /payments/:id/signature.svg`: the drawing, as it was kept.
 *
 * A drawing from a reader is somebody else's document: nothing in it may run, or be fetched, where a browser opens it.
 */
export async function getSignature({ settings, id }: Call): Promise<Answer> {
  const { svg, sha256 } = await settings.till.signature(id);
  return {
    status: 200,
    headers: {
      "content-type": "image/svg+xml; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      "content-disposition": 'inline; filename="signature.svg"',
      etag: `"${sha256}"`,
    },
    body: svg,
  };
}
