import { Agent, request, type Dispatcher } from "undici";
import { errorOfAnswer } from "./error-of-answer.ts";
import { ServerUnreachableError, unreachable } from "./server-unreachable-error.ts";

/** Speaks JSON with a server. Refusals reject as the use case rejected over there; see `errorOfAnswer`. */
export interface ApiClient {
  /** Address as people know it, without credentials. */
  readonly address: string;
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<T>;
  send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** Any request below the server's address, answered as it came. */
  raw(path: string, options: RawRequest): Promise<Dispatcher.ResponseData>;
  /** Rejects when the server is away, or its database. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface RawRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  /** Longest silence inside an answer, in milliseconds; default 5 minutes. */
  readonly bodyTimeoutMs?: number;
}

/** Plans and syncs of many records answer only when they are done. */
const longestAnswerMs = 30 * 60_000;

export function createApiClient(options: { readonly url: string; readonly token: string }): ApiClient {
  const { base, address } = parseAddress(options.url);
  const agent = new Agent({ connect: { timeout: 5_000 }, headersTimeout: longestAnswerMs });

  const raw: ApiClient["raw"] = async (path, { method, headers, body, signal, bodyTimeoutMs }) => {
    try {
      return await request(`${base}${path}`, {
        dispatcher: agent,
        method,
        headers: { authorization: `Bearer ${options.token}`, ...headers },
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
        ...(bodyTimeoutMs === undefined ? {} : { bodyTimeout: bodyTimeoutMs }),
      });
    } catch (error) {
      throw signal?.aborted === true ? error : unreachable(address, error);
    }
  };

  const answerOf = async <T>(path: string, options: RawRequest): Promise<T> => {
    const answer = await raw(path, options);
    let text: string;
    try {
      text = await answer.body.text();
    } catch (error) {
      throw unreachable(address, error);
    }
    const type = String(answer.headers["content-type"] ?? "");
    const json = /^application\/(problem\+)?json\b/.test(type) ? parse(text) : undefined;
    if (json === undefined)
      throw new ServerUnreachableError(
        "NOT_A_WAYBILL_SERVER",
        `${address} answers, but not as a Waybill server does (status ${answer.statusCode}, ${type === "" ? "no content type" : type}). Check the address given by --url.`,
      );
    if (answer.statusCode >= 400) throw errorOfAnswer(answer.statusCode, json, address);
    return json as T;
  };

  return {
    address,
    raw,
    get: (path, query = {}) => answerOf(`/api/v1${path}${queryText(query)}`, { method: "GET" }),
    send: (method, path, body) =>
      answerOf(`/api/v1${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    ready: async () => void (await answerOf("/readyz", { method: "GET" })),
    close: () => agent.destroy(),
  };
}

function parseAddress(text: string): { readonly base: string; readonly address: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ServerUnreachableError(
      "BAD_ADDRESS",
      `${JSON.stringify(text)} is not an address. Give one like http://127.0.0.1:7420.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new ServerUnreachableError(
      "BAD_ADDRESS",
      `The server's address has to begin with http:// or https://, not ${url.protocol}//.`,
    );
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return { base, address: base };
}

function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parts.set(key, String(value));
  return parts.size === 0 ? "" : `?${parts.toString()}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
