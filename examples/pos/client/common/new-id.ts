/** 128 random bits as hex. `crypto.randomUUID` is missing on a phone that opened the page over plain http. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
