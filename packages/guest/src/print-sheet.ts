import { TillkitError } from "@tillkit/core";
import { qrSvg } from "./qr.ts";

/** A code to print. */
export interface SheetCode {
  /** What stands above the code, large: `Table 7`. */
  readonly label: string;
  /** What the code opens. */
  readonly url: string;
}

/** How a sheet of codes is printed. */
export interface SheetOptions {
  /** Stands at the top of each code, small: the shop's name. */
  readonly title: string;
  /** Stands below each code. Default: `Scan to order and pay`. */
  readonly invitation?: string;
  /** How many codes share a page of A4: 1, 2, 4, 6 (the default) or 8. */
  readonly perPage?: 1 | 2 | 4 | 6 | 8;
  /** The language of the words, as in HTML. Default: `en`. */
  readonly language?: string;
}

/**
 * A page of HTML to print: codes with their labels and addresses on A4, and marks where to cut. It needs nothing else, neither script
 * nor font nor picture: open it in a tab of its own, and print.
 *
 * @throws TillkitError `invalid_request`
 */
export function printSheet(codes: readonly SheetCode[], options: SheetOptions): string {
  const { title, invitation = "Scan to order and pay", perPage = 6, language = "en" } = options;
  const grid = grids[perPage];
  if (grid === undefined)
    throw new TillkitError("invalid_request", "A page has 1, 2, 4, 6 or 8 codes.", { details: { path: "perPage" } });
  const pages = Array.from({ length: Math.ceil(codes.length / perPage) }, (_, page) =>
    codes.slice(page * perPage, (page + 1) * perPage),
  );
  const card = ({ label, url }: SheetCode): string => `
    <article>
      <p class="title">${escape(title)}</p>
      <h2>${escape(label)}</h2>
      ${qrSvg(url)}
      <p>${escape(invitation)}</p>
      <p class="url">${escape(url.replace(/^https?:\/\//, ""))}</p>
    </article>`;
  const sections = pages.map((page) => `\n  <section>${page.map(card).join("")}\n  </section>`);

  return `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${styleOf(grid)}</style>
</head>
<body>${sections.length > 0 ? sections.join("") : "\n  <p>There are no codes to print.</p>"}
</body>
</html>
`;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** The width of a code, in millimetres. Three centimetres are read from thirty. */
  readonly code: number;
}

const grids: Readonly<Record<number, Grid>> = {
  1: { columns: 1, rows: 1, code: 120 },
  2: { columns: 1, rows: 2, code: 84 },
  4: { columns: 2, rows: 2, code: 72 },
  6: { columns: 2, rows: 3, code: 52 },
  8: { columns: 2, rows: 4, code: 36 },
};

/** A4 without margins of the printer's own; each card draws the corners at which it is cut. */
function styleOf({ columns, rows, code }: Grid): string {
  return `
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { background: #e8e8e8; color: #000; font: 11pt/1.3 system-ui, sans-serif }
section { background: #fff; display: grid; width: 210mm; height: 297mm; padding: 8mm; margin: 0 auto 6mm;
  grid-template: repeat(${rows}, 1fr) / repeat(${columns}, 1fr); overflow: hidden }
article { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1.5mm; padding: 4mm;
  text-align: center; min-width: 0; break-inside: avoid; background: ${cutMarks} }
h2 { font-size: ${rows > 2 ? 18 : 26}pt; line-height: 1.1; overflow-wrap: anywhere }
svg { width: ${code}mm; height: ${code}mm }
.title { text-transform: uppercase; letter-spacing: 0.08em; font-size: 9pt }
.url { font: 7.5pt ui-monospace, monospace; overflow-wrap: anywhere }
@media print { body { background: none } section { margin: 0; break-after: page } section:last-of-type { break-after: auto } }
`;
}

/** Two short lines in each corner. */
const cutMarks = ["left top", "left bottom", "right top", "right bottom"]
  .flatMap((corner) =>
    ["5mm 0.2mm", "0.2mm 5mm"].map((size) => `linear-gradient(#000, #000) ${corner} / ${size} no-repeat`),
  )
  .join(", ");

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
