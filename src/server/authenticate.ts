import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiRole } from "#engine/ports/engine-store.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { RequestError } from "./problem.ts";

/** Who sent a request. */
export interface Principal {
  readonly id: string;
  readonly role: ApiRole;
}

/** A role may do what the ones before it may. */
const rank: Readonly<Record<ApiRole, number>> = { viewer: 0, operator: 1, owner: 2 };
const longestToken = 512;

/**
 * Lets only requests with a token of ours into this part of the server: `Authorization: Bearer <token>`. No token, a malformed
 * one and an unknown one get the same answer, so that nothing can be learned by trying.
 */
export function requireToken(app: FastifyInstance, hub: Pick<Hub, "authenticate">): void {
  app.decorateRequest("principal", null);
  app.addHook("onRequest", async (request, reply) => {
    const principal = await principalOf(hub, request);
    if (principal === null) {
      reply.header("www-authenticate", "Bearer");
      throw notSignedIn();
    }
    request.setDecorator("principal", principal);
  });
}

/** Who a request comes from; null when its token is missing or not ours. */
export async function principalOf(
  hub: Pick<Hub, "authenticate">,
  request: FastifyRequest,
): Promise<Principal | null> {
  const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? "")?.[1];
  return token === undefined || token.length > longestToken ? null : hub.authenticate(token);
}

/** The sender of a request that `requireToken` let in. Refuses one whose role is too small. */
export function allow(request: FastifyRequest, role: ApiRole): Principal {
  const principal = request.getDecorator<Principal | null>("principal");
  if (principal === null) throw notSignedIn();
  if (rank[principal.role] < rank[role])
    throw new RequestError(
      403,
      "ROLE_TOO_SMALL",
      `This needs a token of role ${role}; yours is a ${principal.role}'s. An owner can make one: waybill keys create --role ${role}`,
    );
  return principal;
}

function notSignedIn(): RequestError {
  return new RequestError(
    401,
    "NOT_SIGNED_IN",
    "Send a valid token: Authorization: Bearer <token>. An owner makes them with `waybill keys create`.",
  );
}
