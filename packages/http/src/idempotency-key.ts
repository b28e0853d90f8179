import { mustBeIdempotencyKey, TillkitError } from "@tillkit/core";

/**
 * Reads an `Idempotency-Key`: a String of Structured Field Values (RFC 9651, 3.3.3), as draft-ietf-httpapi-idempotency-key-header
 * asks for, or a bare word, as most clients send. Quoted or not, it is the same key.
 *
 * @throws TillkitError `idempotency_key_invalid`
 */
export function keyOf(header: string): string {
  const [, quoted, bare] = FORM.exec(header) ?? [];
  const key = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare;
  if (key === undefined)
    throw new TillkitError(
      "idempotency_key_invalid",
      'The Idempotency-Key is neither a "quoted string" nor a bare word in ASCII, or was sent twice. A random UUID is a good one.',
    );
  mustBeIdempotencyKey(key);
  return key;
}

/** Between the quotes all of printable ASCII; bare no white space, and no comma, which is how two headers come together. */
const FORM = /^(?:"((?:[ !#-[\]-~]|\\["\\])*)"|([!#-+\--~]+))$/;
