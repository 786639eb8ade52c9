import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RequestError } from "./problem.ts";

/** Refuses a request that no route takes. Always throws `RequestError`. */
export type RefuseUnrouted = (request: FastifyRequest, reply: FastifyReply, hint: string) => never;

/**
 * Notes the address of every route that is added from now on. A request that none takes is refused as 405 with the methods that
 * its address takes (RFC 9110, "405 Method Not Allowed"), and as 404 where the address takes none.
 */
export function noteAddresses(app: FastifyInstance): RefuseUnrouted {
  const known = new Map<string, { readonly parts: readonly string[]; readonly methods: Set<string> }>();
  app.addHook("onRoute", ({ url, method }) => {
    const address = known.get(url) ?? { parts: partsOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) address.methods.add(one);
    known.set(url, address);
  });

  return (request, reply, hint) => {
    const [path = ""] = request.url.split("?");
    const taken = [...known.values()].filter(({ parts }) => isOf(parts, partsOf(path)));
    const methods = [...new Set(taken.flatMap((address) => [...address.methods]))].sort();
    if (methods.length === 0)
      throw new RequestError(404, "NO_SUCH_ADDRESS", `There is no ${request.method} ${path} here. ${hint}`);
    reply.header("allow", methods.join(", "));
    throw new RequestError(
      405,
      "METHOD_NOT_ALLOWED",
      `${path} takes ${methods.join(", ")}, not ${request.method}. ${hint}`,
    );
  };
}

/** A path without the slash at its end, in parts. */
function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, "").split("/");
}

/** Whether a route's address, in which `:name` stands for one part, is the one of a path. */
function isOf(address: readonly string[], path: readonly string[]): boolean {
  return (
    address.length === path.length &&
    address.every((part, index) => (part.startsWith(":") ? path[index] !== "" : part === path[index]))
  );
}
