/** What a printer or a page obeys instead of printing it: controls, line separators, and marks that turn the direction of text. */
const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of text that commands nobody, whoever wrote it. Half a letter (Unicode calls it a surrogate) becomes a sign for one. */
export function plain(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .replaceAll(obeyed, " ")
    .trim();
}
