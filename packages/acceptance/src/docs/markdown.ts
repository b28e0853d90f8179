/** A Markdown file. */
export interface Document {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Where it begins: 1 is the first line of the document. */
  readonly line: number;
  /** The file that it is a part of, where `<!-- file: name.ts -->` stands before it. */
  readonly file?: string;
}

/** The code of a document, in reading order. */
export function codeBlocks({ text }: Document): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let file: string | undefined;
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^```(\w*)/.exec(line);
    if (open !== undefined) {
      if (fence === null) open.lines.push(line);
      else {
        blocks.push({
          language: open.language,
          code: open.lines.join("\n"),
          line: open.line,
          ...(file === undefined ? {} : { file }),
        });
        open = undefined;
        file = undefined;
      }
      continue;
    }
    if (fence !== null) open = { language: fence[1] ?? "", line: index + 1, lines: [] };
    else file = /^<!-- file: (\S+) -->$/.exec(line)?.[1] ?? (line.trim() === "" ? file : undefined);
  }
  return blocks;
}

/** The text of a document without its code: what is read, and not run. */
function prose({ text }: Document): string {
  return text.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** The names by which a document's headings can be linked to, as GitHub makes them. */
export function anchors({ text }: Document): readonly string[] {
  const seen = new Map<string, number>();
  return headings(text).map((heading) => {
    const name = anchorOf(heading);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
}

/** Where a document's links and images point. */
export function links(document: Document): readonly string[] {
  return [...prose(document).matchAll(/!?\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

function headings(text: string): readonly string[] {
  const outside = text.replace(/^```[^]*?^```$/gm, "");
  return [...outside.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading);
}

/** GitHub keeps letters, digits, spaces, dashes and underscores, and writes spaces as dashes. */
function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}
