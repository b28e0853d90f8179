import { crc32, deflateSync } from "node:zlib";

/** A picture of black and white squares as a PNG of one bit a pixel (W3C PNG, 5 and 11). */
export function encodePng(squares: readonly (readonly boolean[])[], scale: number): Uint8Array<ArrayBuffer> {
  const size = squares.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.writeUInt8(1, 8); // bits a pixel; the rest is zero: greyscale, deflate, no interlacing
  const rows = squares.flatMap((row) => Array.from<Buffer>({ length: scale }).fill(scanline(row, scale)));
  return Uint8Array.from(
    Buffer.concat([
      SIGNATURE,
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(Buffer.concat(rows))),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** One row of pixels, after a zero that says that it is not filtered. White is 1. */
function scanline(row: readonly boolean[], scale: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil((row.length * scale) / 8));
  for (let x = 0; x < row.length * scale; x++)
    if (row[Math.floor(x / scale)] === false) line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return line;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
