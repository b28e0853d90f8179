import { Readable } from "node:stream";
import { type Answer, createHandler, exactBody, type Exchange, type HandlerOptions } from "@tillkit/http";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";

/** {@link HandlerOptions} of `@tillkit/http`, with Fastify's own request in `authorize`. `prefix` is Fastify's. */
export type TillkitOptions = HandlerOptions<FastifyRequest>;

/**
 * The tillkit routes as a Fastify plugin. Other routes keep their parsers: what it changes stays inside it.
 *
 * @example
 * await app.register(tillkit, { prefix: "/payments-api", till, authorize: (request) => isCashier(request) });
 *
 * @throws TillkitError `invalid_option`
 */
export const tillkit: FastifyPluginAsync<TillkitOptions> = async (app, options) => {
  const handler = createHandler<FastifyRequest>(options);
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    send(reply, await handler.handle(toExchange(request)));

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  // "/*" alone would not match the prefix itself.
  app.all("/", answer);
  app.all("/*", answer);
};

function toExchange(request: FastifyRequest): Exchange<FastifyRequest> {
  // Fastify has taken the prefix off, also one with parameters in it.
  const rest = (request.params as { readonly "*"?: string })["*"] ?? ""; // by the routes above
  const mark = request.url.indexOf("?");
  return {
    method: request.method,
    path: `/${rest}`,
    query: new URLSearchParams(mark === -1 ? "" : request.url.slice(mark + 1)),
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    bytes: (limit) => exactBody(request.raw, limit),
    native: request,
  };
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  const begun = reply.code(status).headers(headers);
  // Fastify destroys the stream when the client leaves, and that ends the watch behind it.
  return begun.send(typeof body === "object" && !(body instanceof Uint8Array) ? Readable.from(body) : body);
}
