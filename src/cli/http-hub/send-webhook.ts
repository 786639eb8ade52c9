import type { WebhookAnswer } from "#engine/use-cases/hub.ts";
import type { ApiClient } from "./api-client.ts";
import { errorOfAnswer } from "./error-of-answer.ts";

/** Headers that belong to a connection, not to the delivery that is passed on. */
const ofConnection = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "expect",
  "upgrade",
  "keep-alive",
]);

/** Hands a delivery to the server's webhook address, byte for byte. */
export async function sendWebhook(
  api: ApiClient,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Buffer,
): Promise<WebhookAnswer> {
  const passed = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !ofConnection.has(entry[0]),
  );
  const answer = await api.raw("/webhooks/shopify", {
    method: "POST",
    headers: { "content-type": "application/json", ...Object.fromEntries(passed) },
    body: rawBody,
  });
  const text = await answer.body.text();
  const status = answer.statusCode;
  if (status === 200) return { status, repeated: answer.headers["waybill-repeated"] === "true" };
  const problem: unknown = parse(text);
  if (status === 401 || status === 404) return { status, reason: reasonOf(problem) };
  if (status === 503)
    return {
      status,
      reason: reasonOf(problem),
      retryAfterSeconds: Number(answer.headers["retry-after"] ?? 5),
    };
  throw errorOfAnswer(status, problem, api.address);
}

function reasonOf(problem: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = {
    code: "REFUSED",
    message: "The server refused the delivery.",
    ...said(problem),
  };
  return { code, message };
}

function said(problem: unknown): { readonly code?: string; readonly message?: string } {
  if (typeof problem !== "object" || problem === null) return {};
  return {
    ...("code" in problem ? { code: String(problem.code) } : {}),
    ...("detail" in problem ? { message: String(problem.detail) } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
