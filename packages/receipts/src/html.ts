import type { Receipt, Row } from "./receipt.ts";

const style = `
@page { size: 80mm auto; margin: 0 }
body { box-sizing: border-box; width: 80mm; margin: 0 auto; padding: 4mm; font: 12px/1.4 ui-monospace, monospace; color: #000; background: #fff }
header, footer, .mark { text-align: center }
h1 { margin: 0; font-size: 16px }
h1, p { overflow-wrap: anywhere }
p { margin: 0 }
.mark { margin: 2mm 0; padding: 1mm; border: 1px solid; font-weight: bold }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 4mm; margin: 3mm 0; padding-top: 2mm; border-top: 1px dashed }
dd { margin: 0; text-align: right; overflow-wrap: anywhere }
.items, .totals, .refunds { grid-template-columns: 1fr auto }
:is(.items, .totals, .refunds) > dt { overflow-wrap: anywhere }
:is(.items, .totals, .refunds) > dd { white-space: nowrap }
.totals > :nth-last-child(-n + 2) { font-size: 15px; font-weight: bold }
.blank { margin: 6mm 0 0; border-bottom: 1px solid }
footer { margin-top: 4mm }
img { display: block; width: 100%; max-height: 25mm; object-fit: contain }
`;

/** Writes a receipt as a page of 80 mm that needs nothing else: no script, no font, no address. */
export function receiptHtml(receipt: Receipt): string {
  const { merchant, marks, head, items, totals, blanks, card, refunds, signature, footer, copy } = receipt;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Receipt ${escaped(merchant.name)}</title>
<style>${style}</style>
</head>
<body>
<header><h1 dir="auto">${escaped(merchant.name)}</h1>${paragraphs(merchant.lines)}</header>
${marks.map((mark) => `<p class="mark">${mark}</p>`).join("\n")}
${list("head", head)}${list("items", items)}${list("totals", totals)}
${blanks.map((label) => `<p class="blank">${label}</p>`).join("\n")}
${list("refunds", refunds)}${list("card", card)}
${signed(signature)}
<footer>${paragraphs(footer)}<p>${copy === "customer" ? "Customer copy" : "Merchant copy"}</p></footer>
</body>
</html>
`;
}

function list(name: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const lines = rows.map(
    ({ label, value }) => `<dt dir="auto">${escaped(label)}</dt><dd><bdi>${escaped(value)}</bdi></dd>`,
  );
  return `<dl class="${name}">${lines.join("\n")}</dl>\n`;
}

/** As a picture: in an image, nothing that may be in the drawing can run. */
function signed(signature: Receipt["signature"]): string {
  if (signature === undefined) return "";
  if (signature === "line") return `<p class="blank">Signature</p>`;
  return `<img alt="Signature" src="data:image/svg+xml;base64,${base64(signature.svg)}">`;
}

function base64(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

const paragraphs = (lines: readonly string[]): string =>
  lines.map((line) => `<p dir="auto">${escaped(line)}</p>`).join("");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
