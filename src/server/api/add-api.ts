import type { FastifyInstance } from "fastify";
import type { Hub } from "#engine/use-cases/hub.ts";
import { requireToken } from "../authenticate.ts";
import type { EventPublisher } from "../events/publish-events.ts";
import type { RefuseUnrouted } from "../known-addresses.ts";
import type { Metrics } from "../metrics/create-metrics.ts";
import { attentionRoutes } from "../routes/attention.ts";
import { auditRoutes } from "../routes/audits.ts";
import { configurationRoutes } from "../routes/configuration.ts";
import { connectionRoutes } from "../routes/connections.ts";
import { addEvents } from "../routes/events.ts";
import { journalRoutes } from "../routes/journal.ts";
import { recordRoutes } from "../routes/records.ts";
import { runRoutes } from "../routes/runs.ts";
import { sandboxRoutes } from "../routes/sandbox.ts";
import { addSecurityHeaders } from "../security-headers.ts";
import { readJson } from "./read-json.ts";

export interface ApiOptions {
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly publisher: EventPublisher;
  readonly refuseUnrouted: RefuseUnrouted;
}

/** The JSON API: everything under `/api/v1` but its description. */
export function addApi(app: FastifyInstance, { hub, metrics, publisher, refuseUnrouted }: ApiOptions): void {
  addSecurityHeaders(app);
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.is404 ? "none" : (request.routeOptions.url ?? "none");
    metrics.api(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  requireToken(app, hub);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    try {
      done(null, readJson(String(text)));
    } catch (error) {
      done(error instanceof Error ? error : new Error("unreadable"), undefined);
    }
  });
  app.setNotFoundHandler((request, reply) =>
    refuseUnrouted(request, reply, "What there is stands in /api/v1/openapi.json."),
  );
  const routes = [
    ...connectionRoutes(hub),
    ...recordRoutes(hub),
    ...journalRoutes(hub),
    ...runRoutes(hub),
    ...attentionRoutes(hub),
    ...configurationRoutes(hub),
    ...auditRoutes(),
    ...sandboxRoutes(hub),
  ];
  for (const route of routes) route.register(app);
  addEvents(app, publisher);
}
