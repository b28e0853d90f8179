/** Markup that is safe to send. */
export interface Html {
  readonly markup: string;
}

/** Markup from a template: everything put in is escaped, unless it is markup itself; lists are joined. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  let markup = parts[0] ?? "";
  for (const [i, value] of values.entries()) markup += text(value) + (parts[i + 1] ?? "");
  return { markup };
}

/** No markup at all. */
export const nothing: Html = { markup: "" };

function text(value: string | number | Html | readonly Html[]): string {
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

function escaped(value: string): string {
  return value.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
