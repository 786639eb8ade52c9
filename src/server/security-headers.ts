import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** The one style of the page at `/`. */
export const pageStyle =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}";

const styleHash = createHash("sha256").update(pageStyle).digest("base64");

const headers = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
};

/** Puts the headers on every answer of a part of the server that keep browsers from doing anything with it but showing it. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

export { headers as securityHeaders };
