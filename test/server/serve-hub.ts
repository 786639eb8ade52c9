import { createHmac, randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ApiRole } from "#engine/ports/engine-store.ts";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { createServer, type ServerOptions } from "#server/create-server.ts";
import { toySecret } from "#test/support/toy-connectors.ts";

/** How long a test waits for something that has to happen, on a machine that is busy with others. */
export const patience = { timeout: 10_000 };

/** A line of the log that a test looks at. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A hub behind a listening server, for tests of the HTTP side. */
export interface Served {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly log: readonly LogLine[];
  /** A request to the API, as JSON, with a token of the role (default owner; null: none). */
  api(method: string, path: string, options?: { body?: unknown; role?: ApiRole | null }): Promise<Answer>;
  token(role: ApiRole): Promise<string>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly json: Record<string, unknown>;
}

export async function serveHub(
  hub: Hub,
  options: Partial<Omit<ServerOptions, "hub" | "log">> = {},
  port = 0,
): Promise<Served> {
  const lines: LogLine[] = [];
  const write =
    (level: LogLine["level"]): EngineLog["info"] =>
    (fields, message) =>
      void lines.push({ level, fields, message });
  const log: EngineLog = { info: write("info"), warn: write("warn"), error: write("error") };
  const app = await createServer({ hub, log, publicUrl: "http://waybill.example", ...options });
  await app.listen({ host: "127.0.0.1", port });
  const [address] = app.addresses();
  const url = `http://127.0.0.1:${typeof address === "object" ? address.port : 0}`;
  const tokens = new Map<ApiRole, string>();
  const token = async (role: ApiRole): Promise<string> => {
    const known = tokens.get(role) ?? (await hub.createKey(role, "test")).token;
    tokens.set(role, known);
    return known;
  };
  return {
    app,
    url,
    log: lines,
    token,
    api: async (method, path, { body, role = "owner" } = {}) =>
      ask(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(role === null ? {} : { authorization: `Bearer ${await token(role)}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    close: () => app.close(),
  };
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parse(text) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Headers of a signed delivery of the toy shop. */
export function signed(
  body: Buffer,
  topic = "customers/create",
  id: string = randomUUID(),
): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-shopify-shop-domain": "toy.example",
    "x-shopify-topic": topic,
    "x-shopify-webhook-id": id,
    "x-shopify-hmac-sha256": createHmac("sha256", toySecret).update(body).digest("base64"),
  };
}

/** Sends a delivery to a server's webhook address. */
export function post(url: string, body: Buffer, headers: Record<string, string>): Promise<Answer> {
  return ask(`${url}/webhooks/shopify`, { method: "POST", headers, body: new Uint8Array(body) });
}
