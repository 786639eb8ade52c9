import type { FastifyInstance, FastifyRequest } from "fastify";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { databaseAway, sendProblem } from "../answer-error.ts";
import { problemAnswer } from "../api/describe-route.ts";
import { principalOf } from "../authenticate.ts";
import type { Metrics } from "../metrics/create-metrics.ts";
import { problem } from "../problem.ts";
import { within } from "../within.ts";

export interface HealthOptions {
  readonly hub: Pick<Hub, "ready" | "authenticate">;
  readonly metrics: Metrics;
  readonly log: EngineLog;
}

const readyDeadlineMs = 3_000;
const tags = ["health"];
const ok = { type: "object", properties: { status: { const: "ok" } }, required: ["status"] };
const okAnswer = (description: string): object => ({
  description,
  content: { "application/json": { schema: ok } },
});

/** Whether the process lives, whether it can work, and what it counts. */
export function addHealth(app: FastifyInstance, { hub, metrics, log }: HealthOptions): void {
  app.get(
    "/healthz",
    {
      schema: {
        tags,
        summary: "Whether the process answers",
        operationId: "getHealthz",
        response: { 200: okAnswer("It does.") },
      },
    },
    (_request, reply) => reply.send({ status: "ok" }),
  );

  app.get(
    "/readyz",
    {
      schema: {
        tags,
        summary: "Whether it can work: the database answers",
        operationId: "getReadyz",
        response: { 200: okAnswer("It can."), 503: problemAnswer("The database is away.") },
      },
    },
    async (_request, reply) => {
      try {
        await within(hub.ready(), readyDeadlineMs, () => {
          throw new Error(`no answer within ${readyDeadlineMs} ms`);
        });
      } catch (error) {
        log.warn({ err: error }, "not ready");
        return sendProblem(reply.header("retry-after", 5), databaseAway);
      }
      return reply.send({ status: "ok" });
    },
  );

  app.get(
    "/metrics",
    {
      schema: {
        tags,
        summary: "Counters for Prometheus",
        description:
          "Holds names of connections and counts, no personal data. Free for requests that come from this machine itself and passed no proxy; any other needs a token of any role as `Authorization: Bearer`.",
        operationId: "getMetrics",
        security: [{}, { token: [] }],
        response: {
          200: {
            description: "Prometheus text format.",
            content: { "text/plain": { schema: { type: "string" } } },
          },
          401: problemAnswer("Asked from elsewhere without a valid token."),
        },
      },
    },
    async (request, reply) => {
      if (!isLocal(request) && (await principalOf(hub, request)) === null)
        return sendProblem(
          reply.header("www-authenticate", "Bearer"),
          problem(
            401,
            "NOT_SIGNED_IN",
            "Metrics are free only on the machine itself. Send a token of any role: Authorization: Bearer <token>.",
          ),
        );
      return reply.header("content-type", metrics.contentType).send(await metrics.text());
    },
  );
}

/** From this machine, and no proxy says that it asks for somebody else. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress ?? "";
  const isLoopback = address === "::1" || /^(::ffff:)?127\./.test(address);
  return (
    isLoopback &&
    headers["x-forwarded-for"] === undefined &&
    headers["x-real-ip"] === undefined &&
    headers["forwarded"] === undefined &&
    headers["via"] === undefined
  );
}
