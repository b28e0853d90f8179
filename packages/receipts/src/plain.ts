/** One line of text: a printer obeys control characters, whoever wrote them. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").trim();
}
