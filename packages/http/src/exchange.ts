/** One request as the routes see it, whatever server took it in. */
export interface Exchange<Native> {
  /** Upper case. */
  readonly method: string;
  /** Below the mount, without the query: `/payments/pay_1`. The mount itself is `/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /**
   * The exact bytes of the body.
   *
   * @throws TillkitError `body_too_large`, `raw_body_unavailable`
   */
  bytes(limit: number): Promise<Uint8Array>;
  /** The framework's own request, for `authorize`. */
  readonly native: Native;
}

/** One answer, for the server to write. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Text, bytes, or text that comes bit by bit. Whoever writes a stream calls `return()` on its iterator when the client leaves:
   * that is what ends the watch behind it.
   */
  readonly body?: string | Uint8Array | AsyncIterable<string>;
}

/** The routes around one till, as one function. Made by `createHandler`. */
export interface Handler<Native> {
  /**
   * Answers every request under the mount, known errors included. What it throws is not tillkit's: give it to the framework.
   */
  handle(exchange: Exchange<Native>): Promise<Answer>;
}
