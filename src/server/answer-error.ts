import type { FastifyReply, FastifyRequest } from "fastify";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { problem, problemOf, problemType, retryAfterSeconds, type Problem } from "./problem.ts";

export type AnswerError = (
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>;

/**
 * Answers every error as a problem document. What is neither a refusal nor a failure that says what it is was caused by the
 * database being away (503, nothing happened) or by a mistake of ours (500, in the log under the number that is answered).
 */
export function createAnswerError(hub: Pick<Hub, "ready">, log: EngineLog): AnswerError {
  return async (error, request, reply) => {
    const known = problemOf(error);
    if (known !== null) {
      const seconds = retryAfterSeconds(error);
      if (seconds !== null) reply.header("retry-after", seconds);
      // The body of a refused request is read to its end and dropped (bounded by the request timeout). Closing the connection
      // at once would reset it under a client that is still sending, which would then never see this answer.
      if (known.status === 413) reply.removeHeader("connection");
      return sendProblem(reply, known);
    }
    if (isDatabaseError(error) || (await isAway(hub))) {
      log.error({ err: error, request: request.id }, "the database is away");
      reply.header("retry-after", 5);
      return sendProblem(reply, databaseAway);
    }
    log.error({ err: error, request: request.id, route: request.routeOptions.url }, "a request failed");
    return sendProblem(
      reply,
      problem(
        500,
        "INTERNAL_DEFECT",
        `A mistake of Waybill's own. The log of the server has the details under ${request.id}.`,
        { request: request.id },
      ),
    );
  };
}

export const databaseAway = problem(
  503,
  "DATABASE_AWAY",
  "The database cannot be reached now. Send it again later.",
);

export function sendProblem(reply: FastifyReply, body: Problem): FastifyReply {
  return reply.code(body.status).header("content-type", problemType).send(JSON.stringify(body));
}

/** SQLSTATE classes of a connection that broke, a server that is full, and one that stops or starts. */
function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(08|53|57P)[0-9A-Z]{2,3}$/.test(String(error.code));
}

async function isAway(hub: Pick<Hub, "ready">): Promise<boolean> {
  try {
    await hub.ready();
    return false;
  } catch {
    return true;
  }
}
