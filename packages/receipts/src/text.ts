import { cut, widthOf } from "./columns.ts";
import type { Receipt, Row } from "./receipt.ts";

/** Writes a receipt for a printer that knows only text. 42 columns, or 48, are what printers of 80 mm have. */
export function receiptText(receipt: Receipt, { columns = 42 }: { readonly columns?: number } = {}): string {
  const { merchant, marks, head, items, totals, blanks, card, refunds, signature, footer, copy } = receipt;
  const center = (line: string): readonly string[] =>
    wrapped(line, columns).map((part) => " ".repeat(Math.floor((columns - widthOf(part)) / 2)) + part);
  const rows = (of: readonly Row[]): readonly string[] => of.flatMap((row) => aligned(row, columns));
  const blank = (label: string): string => `${label} ${"_".repeat(Math.max(4, columns - label.length - 1))}`;
  return [
    ...[merchant.name, ...merchant.lines].flatMap(center),
    ...block(marks.flatMap((mark) => center(`*** ${mark} ***`))),
    ...block(rows(head)),
    ...block(rows(items)),
    ...block(rows(totals)),
    ...block(blanks.flatMap((label) => [blank(label), ""])),
    ...block(rows(refunds)),
    ...block(rows(card)),
    ...block(
      signature === undefined ? [] : signature === "line" ? ["", blank("Signature")] : center("Signed on screen"),
    ),
    ...block(footer.flatMap(center)),
    ...block(center(copy === "customer" ? "Customer copy" : "Merchant copy")),
    "",
  ].join("\n");
}

/** The label on the left, the value on the right; on lines of their own where they do not fit beside each other. */
function aligned({ label, value }: Row, columns: number): readonly string[] {
  const gap = columns - widthOf(label) - widthOf(value);
  if (gap >= 1) return [label + " ".repeat(gap) + value];
  const right = (part: string): string => " ".repeat(columns - widthOf(part)) + part;
  return [...wrapped(label, columns), ...wrapped(value, columns).map(right)];
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((whole) => cut(whole, columns))) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** With an empty line before it. */
function block(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}
