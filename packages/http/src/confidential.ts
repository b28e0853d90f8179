import { confidentialDeclines } from "@tillkit/core";

const inText = new RegExp(confidentialDeclines.join("|"), "g");

/** A sentence as it may leave the server. */
export function publicText(text: string): string {
  return text.replace(inText, "generic_decline");
}
