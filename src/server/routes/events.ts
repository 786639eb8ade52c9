import type { FastifyInstance } from "fastify";
import { hubEvent } from "../api/hub-views.ts";
import { schemaOf } from "../api/json-schema.ts";
import { problemAnswer } from "../api/describe-route.ts";
import { allow } from "../authenticate.ts";
import type { EventPublisher } from "../events/publish-events.ts";
import { securityHeaders } from "../security-headers.ts";

/** Milliseconds that a client waits before it connects again. */
const reconnectMs = 2_000;

/** `GET /events`: what happens, as it happens. */
export function addEvents(app: FastifyInstance, publisher: EventPublisher): void {
  app.get(
    "/events",
    {
      exposeHeadRoute: false,
      schema: {
        tags: ["events"],
        summary: "What happens, as it happens",
        description:
          "Server-sent events (HTML Standard). `record` and `connection` carry an Event; `gap` says how many were left out because the client read too slowly. Nothing is replayed after a reconnect: read what you show again. Tells what this process does; with several, what its own workers do.\n\nNeeds role viewer.",
        operationId: "getEvents",
        security: [{ token: [] }],
        response: {
          200: {
            description: "An endless stream.",
            content: {
              "text/event-stream": { schema: { type: "string", "x-event": schemaOf(hubEvent, "output") } },
            },
          },
          401: problemAnswer("No token, or not one of ours."),
        },
      },
    },
    (request, reply) => {
      allow(request, "viewer");
      reply.hijack();
      reply.raw.writeHead(200, {
        ...securityHeaders,
        "content-type": "text/event-stream; charset=utf-8",
        // Asks nginx not to hold events back (nginx: "Module ngx_http_proxy_module", X-Accel-Buffering).
        "x-accel-buffering": "no",
        connection: "keep-alive",
      });
      reply.raw.write(`retry: ${reconnectMs}\n\n`);
      publisher.add(reply.raw);
    },
  );
}
