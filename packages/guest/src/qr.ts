import { TillkitError } from "@tillkit/core";
import encodeQR from "qr";
import { encodePng } from "./png.ts";

/** How a QR code is drawn. */
export interface QrOptions {
  /**
   * How much of the code may be lost: `low` 7 %, `medium` 15 %, `quartile` 25 %, `high` 30 %. Default: `quartile`, which survives a
   * coffee ring. `low` for what is long and stands on a screen, like the address of a payment page.
   */
  readonly errorCorrection?: "low" | "medium" | "quartile" | "high";
}

/**
 * A QR code as an SVG picture of any size, without a size of its own.
 *
 * @throws TillkitError `invalid_request` for what does not fit into a QR code
 */
export function qrSvg(text: string, options: QrOptions = {}): string {
  const modules = modulesOf(text, options);
  const size = modules.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${runs(modules).join("")}"/></svg>`
  );
}

/**
 * A QR code as a PNG picture, black on white.
 *
 * @throws TillkitError `invalid_request` for what does not fit into a QR code
 */
export function qrPng(
  text: string,
  { scale = 12, ...options }: QrOptions & { /** Pixels a module. Default: 12. */ readonly scale?: number } = {},
): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(scale) || scale < 1 || scale > 64)
    throw new TillkitError("invalid_request", "A module is 1 to 64 pixels wide.", { details: { path: "scale" } });
  return encodePng(modulesOf(text, options), scale);
}

function modulesOf(text: string, { errorCorrection = "quartile" }: QrOptions): readonly (readonly boolean[])[] {
  try {
    // Scanners expect four modules of white around a code (ISO/IEC 18004, 9.1).
    return encodeQR(text, "raw", { ecc: errorCorrection, border: 4 });
  } catch (cause) {
    throw new TillkitError("invalid_request", `No QR code holds this text of ${text.length} characters.`, { cause });
  }
}

/** Each run of dark modules as one stroke of a path: a tenth of the size of one square a module. */
function runs(modules: readonly (readonly boolean[])[]): readonly string[] {
  return modules.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return [];
      const end = row.indexOf(false, x);
      const width = (end === -1 ? row.length : end) - x;
      return [`M${x} ${y}h${width}v1h-${width}z`];
    }),
  );
}
