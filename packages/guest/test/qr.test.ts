import { inflateSync } from "node:zlib";
import { printSheet, qrPng, qrSvg } from "@tillkit/guest";
import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";

const LINK = "https://harbour.example/t/XkF2bm9tLXZlcnktcmFuZG9t";

/** Reads a picture like a camera does. */
function scan(dark: readonly (readonly boolean[])[], scale: number): string {
  const size = dark.length * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      if (dark[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  return decodeQR({ width: size, height: size, data });
}

/** The squares that an SVG of ours paints. */
function squaresOf(svg: string): readonly (readonly boolean[])[] {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const squares = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    squares[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  return squares;
}

/** The squares of a PNG of one bit a pixel. */
function pixelsOf(png: Uint8Array): readonly (readonly boolean[])[] {
  const bytes = Buffer.from(png);
  const size = bytes.readUInt32BE(16);
  const length = bytes.readUInt32BE(33);
  const rows = inflateSync(bytes.subarray(41, 41 + length));
  const stride = 1 + Math.ceil(size / 8);
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (__, x) => ((rows[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0),
  );
}

describe("a QR code", () => {
  it.each([
    ["a table's link", LINK],
    ["the address of a payment page", "https://checkout.stripe.com/c/pay/cs_test_".padEnd(900, "aB3")],
    ["words", "naïve ☕ 注文"],
  ])("as SVG is read: %s", (_, text) => {
    expect(scan(squaresOf(qrSvg(text, { errorCorrection: "low" })), 4)).toBe(text);
  });

  it("as PNG is read too, at any scale", () => {
    for (const scale of [1, 3, 12]) {
      const png = qrPng(LINK, { scale });
      const squares = pixelsOf(png);
      expect(squares).toHaveLength(squaresOf(qrSvg(LINK)).length * scale);
      expect(scan(squares, scale < 4 ? 4 : 1)).toBe(LINK);
    }
  });

  it("has four modules of white around it", () => {
    const squares = squaresOf(qrSvg(LINK));
    expect(squares.slice(0, 4).flat()).not.toContain(true);
    expect(squares[4]?.[4]).toBe(true);
  });

  it("says what it cannot hold", () => {
    expect(() => qrSvg("x".repeat(3_000))).toThrow(expect.objectContaining({ code: "invalid_request" }));
    expect(() => qrPng(LINK, { scale: 0 })).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });
});

describe("a print sheet", () => {
  const codes = Array.from({ length: 13 }, (_, n) => ({ label: `Table ${n + 1}`, url: `${LINK}${n}` }));

  it("has each code once, and as many pages as they need", () => {
    const html = printSheet(codes, { title: "Harbour Coffee" });
    expect(html.match(/<article>/g)).toHaveLength(13);
    expect(html.match(/<section>/g)).toHaveLength(3);
    const pictures = html.match(/<svg.*?<\/svg>/gs) ?? [];
    expect(pictures.map((svg) => scan(squaresOf(svg), 4))).toEqual(codes.map(({ url }) => url));
  });

  it("lets no markup in by labels, titles or addresses", () => {
    const evil = `"><script>alert('1')</script>&`;
    const html = printSheet([{ label: evil, url: `https://x.example/${evil}` }], {
      title: evil,
      invitation: evil,
      language: evil,
    });
    expect(html).not.toContain("<script");
    expect(html).toContain("&#60;script&#62;");
  });

  it("needs nothing from elsewhere", () => {
    expect(printSheet(codes, { title: "Café" })).not.toMatch(/src=|href=|url\(|@import/);
  });

  it("says so when there is nothing to print, and refuses a page of five", () => {
    expect(printSheet([], { title: "Café" })).toContain("There are no codes to print.");
    expect(() => printSheet(codes, { title: "Café", perPage: 5 as 6 })).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });
});
