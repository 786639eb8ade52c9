import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub, WebhookAnswer } from "#engine/use-cases/hub.ts";
import type { AnswerError } from "../answer-error.ts";
import { sendProblem } from "../answer-error.ts";
import { problemAnswer } from "../api/describe-route.ts";
import type { Metrics } from "../metrics/create-metrics.ts";
import { problem } from "../problem.ts";
import { within } from "../within.ts";

export interface WebhookOptions {
  readonly hub: Pick<Hub, "receiveWebhook">;
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly answerError: AnswerError;
  /**
   * Milliseconds after which a delivery that is not stored yet is answered with 503. Below the five seconds that Shopify
   * waits (Shopify: "Troubleshoot webhooks"). It may be stored after all; the shop's repeat is then recognised by its id.
   */
  readonly deadlineMs: number;
}

/** Bodies over this are refused: 5 MiB. */
export const webhookBodyLimit = 5 * 1024 * 1024;
/** Bytes of bodies that may wait for the database at once; beyond it, deliveries are refused until some are stored. */
const mostBytesWaiting = 64 * 1024 * 1024;
const empty = Buffer.alloc(0);
/** When a request's headers had been read. Fastify's own `elapsedTime` stays 0 where no hook runs after the answer. */
const arrivedAt = "arrivedAt";

/**
 * Takes webhooks. The route of the shop is the speed path: no hooks but one, no validation, no log line, no token; raw bytes in,
 * one durable row, an empty 200 out.
 */
export function addWebhooks(app: FastifyInstance, options: WebhookOptions): void {
  const { hub, log, metrics, answerError, deadlineMs } = options;
  let bytesWaiting = 0;
  app.decorateRequest(arrivedAt, 0);
  const count = (request: FastifyRequest, status: number): void =>
    metrics.webhook(status, (performance.now() - request.getDecorator<number>(arrivedAt)) / 1_000);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler(async (error, request, reply) => {
    const answered = await answerError(error, request, reply);
    count(request, reply.statusCode);
    return answered;
  });

  const receive = async (
    headers: Readonly<Record<string, string | undefined>>,
    body: Buffer,
  ): Promise<WebhookAnswer> => {
    if (bytesWaiting + body.length > mostBytesWaiting) return tooMuchWaiting;
    bytesWaiting += body.length;
    const stored = hub.receiveWebhook("shopify", headers, body).finally(() => {
      bytesWaiting -= body.length;
    });
    return within(stored, deadlineMs, () => {
      log.warn({ deadlineMs }, "a delivery was not stored in time and was refused");
      return notInTime;
    });
  };

  app.post<{ Body: Buffer | undefined }>(
    "/webhooks/shopify",
    {
      bodyLimit: webhookBodyLimit,
      schema: shopifyDescription,
      // The bytes count whatever a sender calls them; a header that is no media type must not stand in the way.
      onRequest: (request, _reply, done) => {
        request.setDecorator(arrivedAt, performance.now());
        request.headers["content-type"] = undefined;
        done();
      },
    },
    async (request, reply) => {
      // Only single-valued headers are read; the types allow for `set-cookie`, which no request has.
      const headers = request.headers as Record<string, string | undefined>;
      const answer = await receive(headers, request.body ?? empty);
      count(request, answer.status);
      if (answer.status !== 200) return refuse(reply, answer);
      if (answer.repeated) reply.header("waybill-repeated", "true");
      return reply.send();
    },
  );

  app.post(
    "/webhooks/:connector/:connection",
    {
      schema: backOfficeDescription,
      // Answered before the body is read: nothing here would keep it.
      onRequest: async (request, reply) => {
        request.setDecorator(arrivedAt, performance.now());
        count(request, 404);
        return sendProblem(reply, notTaken);
      },
    },
    (_request, reply) => sendProblem(reply, notTaken),
  );
}

function refuse(reply: FastifyReply, answer: Exclude<WebhookAnswer, { status: 200 }>): FastifyReply {
  if (answer.status === 503) reply.header("retry-after", answer.retryAfterSeconds);
  return sendProblem(reply, problem(answer.status, answer.reason.code, answer.reason.message));
}

const tooMuchWaiting: WebhookAnswer = {
  status: 503,
  retryAfterSeconds: 5,
  reason: {
    code: "TOO_MUCH_WAITING",
    message:
      "More deliveries wait for the database than fit in memory; this one was not accepted. Send it again later.",
  },
};

const notInTime: WebhookAnswer = {
  status: 503,
  retryAfterSeconds: 5,
  reason: {
    code: "NOT_STORED_IN_TIME",
    message: "The database took too long; the delivery counts as not accepted. Send it again later.",
  },
};

const notTaken = problem(
  404,
  "WEBHOOK_NOT_TAKEN",
  "No connector of this version takes webhooks of a back office; nothing was kept. What changes over there is found by reading it.",
);

const tags = ["webhooks"];
const shopifyDescription = {
  tags,
  summary: "Take a webhook of a shop",
  description:
    'All topics of all stores; the store is the one of `X-Shopify-Shop-Domain`. Signed by `X-Shopify-Hmac-Sha256` over the raw body (Shopify: "Verify webhook deliveries"). 200 means that it is stored durably; a body that cannot be understood is stored as well, and its record says so.',
  operationId: "postWebhooksShopify",
  response: {
    200: { description: "Stored." },
    401: problemAnswer("The signature does not fit the body."),
    404: problemAnswer("No store with this domain is configured."),
    413: problemAnswer("The body is over 5 MiB."),
    503: problemAnswer("It cannot be stored now; Retry-After says when to send it again."),
  },
};
const backOfficeDescription = {
  tags,
  summary: "Take a webhook of a back office",
  description: "No connector of this version takes any.",
  operationId: "postWebhooksByConnectorByConnection",
  params: {
    type: "object",
    properties: { connector: { type: "string" }, connection: { type: "string" } },
    required: ["connector", "connection"],
  },
  response: { 404: problemAnswer("No connector takes webhooks here.") },
};
