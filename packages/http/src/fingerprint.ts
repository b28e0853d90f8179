/** What a request asks for, as a hash (SHA-256): the same method, path and bytes have the same, and nothing else has. */
export async function fingerprintOf(method: string, path: string, bytes: Uint8Array): Promise<string> {
  // Neither a method nor a path can have a line break in it.
  const front = new TextEncoder().encode(`${method}\n${path}\n`);
  const whole = new Uint8Array(front.length + bytes.length);
  whole.set(front);
  whole.set(bytes, front.length);
  return Buffer.from(await crypto.subtle.digest("SHA-256", whole)).toString("hex");
}
