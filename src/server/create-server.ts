import Fastify, { type FastifyInstance } from "fastify";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { createAnswerError } from "./answer-error.ts";
import { addApi } from "./api/add-api.ts";
import { addOpenApi, addOpenApiRoute } from "./api/open-api.ts";
import { publishEvents } from "./events/publish-events.ts";
import { noteAddresses } from "./known-addresses.ts";
import { createMetrics } from "./metrics/create-metrics.ts";
import { addHealth } from "./routes/health.ts";
import { addPage } from "./routes/page.ts";
import { addWebhooks } from "./routes/webhooks.ts";
import { addSecurityHeaders } from "./security-headers.ts";

export interface ServerOptions {
  readonly hub: Hub;
  readonly log: EngineLog;
  /** Where this server is reached from outside; stands in the OpenAPI document. */
  readonly publicUrl: string;
  /** See `WebhookOptions`; default 4 seconds. */
  readonly webhookDeadlineMs?: number;
  /** A quiet event stream gets a sign of life this often; default 15 seconds. */
  readonly heartbeatMs?: number;
  /** Bytes that may wait for a slow client of the event stream; default 256 KiB. */
  readonly maxBufferedBytes?: number;
}

const requestTimeoutMs = 120_000;
const longestName = 2_048;
const apiBodyLimit = 1024 * 1024;

/**
 * The HTTP server of a hub: webhooks, JSON API, health, metrics. The caller binds it (`listen`) and closes it, which lets what
 * is under way finish and ends the event streams; then it may stop the hub.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { hub, log } = options;
  const answerError = createAnswerError(hub, log);
  const app = Fastify({
    logger: false,
    bodyLimit: apiBodyLimit,
    requestTimeout: requestTimeoutMs,
    // What arrives on an open connection while the server closes is still taken; the hub is stopped only afterwards.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    // An address that cannot be read is refused before any route, and in no other form than the rest.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    routerOptions: { maxParamLength: longestName, ignoreTrailingSlash: true },
  });
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));

  const metrics = createMetrics(hub, log);
  const publisher = publishEvents({
    hub,
    log,
    heartbeatMs: options.heartbeatMs ?? 15_000,
    maxBufferedBytes: options.maxBufferedBytes ?? 256 * 1024,
    onCount: (open) => metrics.streams(open),
  });
  app.addHook("preClose", (done) => {
    publisher.close();
    done();
  });

  app.setErrorHandler(answerError);
  const refuseUnrouted = noteAddresses(app);
  app.setNotFoundHandler((request, reply) => refuseUnrouted(request, reply, "The API is at /api/v1."));
  await addOpenApi(app, options.publicUrl);
  app.register((part, _options, done) => {
    const deadlineMs = options.webhookDeadlineMs ?? 4_000;
    addWebhooks(part, { hub, log, metrics, answerError, deadlineMs });
    done();
  });
  app.register((part, _options, done) => {
    addSecurityHeaders(part);
    addHealth(part, { hub, metrics, log });
    addPage(part);
    addOpenApiRoute(part);
    done();
  });
  app.register(
    (part, _options, done) => {
      addApi(part, { hub, metrics, publisher, refuseUnrouted });
      done();
    },
    { prefix: "/api/v1" },
  );
  await app.ready();
  return app;
}
