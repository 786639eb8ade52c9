import type { Clock } from "#connectors/kit/clock.ts";
import type { CallPriority, HttpAnswer, HttpCaller } from "#connectors/kit/http-caller.ts";
import { refusal, unreadable, type AnsweredCall } from "./errors.ts";
import type { WireObject, WirePage } from "./schema.ts";
import { baseUrlOf, type UnleashedCredentials } from "./settings.ts";
import type { AccountSettings } from "./settings/account-settings.ts";
import { signQuery } from "./signature.ts";
import { isWireObject } from "./wire-shape.ts";

/** Query parameters; sent in this order. */
export type Query = Readonly<Record<string, string>>;

/** Signed calls, with their answers read and their failures translated. */
export interface Calls {
  /** `GET /<resource>/<guid>`; null when there is none. */
  get(resource: string, guid: string): Promise<WireObject | null>;
  /** `guid`: of the object, or the name of what is done, such as `FreeCredit`. */
  write(method: "POST" | "PUT", resource: string, guid: string, body: unknown): Promise<WireObject>;
  page(resource: string, page: number, query: Query, priority?: CallPriority): Promise<WirePage>;
}

export interface CallsOptions {
  readonly credentials: UnleashedCredentials;
  readonly account: AccountSettings;
  readonly http: HttpCaller;
  readonly clock: Clock;
}

/** Longer waits are the connection's business, not that of a call in the queue. */
const longestPauseMs = 60_000;

/**
 * Signs and carries calls. The signature covers the query's very characters (vendor's documentation, AuthenticationHelp), so the
 * text is made once, signed and sent; without a query it is always the same and is made once for all calls.
 */
export function createCalls({ credentials, account, http, clock }: CallsOptions): Calls {
  const base = baseUrlOf(credentials);
  const timeoutMs = account.timeoutSeconds * 1000;
  const headersFor = (query: string): Readonly<Record<string, string>> => ({
    accept: "application/json",
    "content-type": "application/json",
    "api-auth-id": credentials.apiId,
    "api-auth-signature": signQuery(query, credentials.apiKey),
    "client-type": account.clientType,
  });
  const plainHeaders = headersFor("");

  const refuse = async (answer: HttpAnswer, call: AnsweredCall): Promise<never> => {
    const error = refusal(answer, call, account, clock.now());
    const { retryAfterMs } = error;
    if (retryAfterMs !== undefined && retryAfterMs <= longestPauseMs) await http.throttled(retryAfterMs);
    throw error;
  };

  return {
    get: async (resource, guid) => {
      const call: AnsweredCall = { operation: `GET /${resource}/{guid}`, writes: false, sent: "" };
      const answer = await http.call({
        method: "GET",
        url: `${base}/${resource}/${guid}`,
        headers: plainHeaders,
        operation: call.operation,
        writes: false,
        timeoutMs,
      });
      // A page of somebody else's server that says 404 is no proof that the object is not there.
      if (answer.status === 404 && !answer.text.trimStart().startsWith("<")) return null;
      if (!isSuccess(answer)) return refuse(answer, call);
      return objectOf(resource, answer, call);
    },
    write: async (method, resource, guid, body) => {
      const text = JSON.stringify(body);
      const name = /^[0-9a-f-]{36}$/i.test(guid) ? "{guid}" : guid;
      const call: AnsweredCall = { operation: `${method} /${resource}/${name}`, writes: true, sent: text };
      const answer = await http.call({
        method,
        url: `${base}/${resource}/${guid}`,
        headers: plainHeaders,
        body: text,
        operation: call.operation,
        writes: true,
        timeoutMs,
      });
      return isSuccess(answer) ? objectOf(resource, answer, call) : refuse(answer, call);
    },
    page: async (resource, page, query, priority = "live") => {
      const text = Object.entries(query)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join("&");
      const call: AnsweredCall = { operation: `GET /${resource}`, writes: false, sent: text };
      const answer = await http.call({
        method: "GET",
        url: `${base}/${resource}/${page}${text === "" ? "" : `?${text}`}`,
        headers: headersFor(text),
        operation: call.operation,
        writes: false,
        timeoutMs,
        priority,
      });
      return isSuccess(answer) ? pageOf(resource, answer, call) : refuse(answer, call);
    },
  };
}

function isSuccess(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function parse(answer: HttpAnswer, call: AnsweredCall): unknown {
  if (answer.text.trim() === "") throw unreadable(call, "empty");
  try {
    return JSON.parse(answer.text);
  } catch {
    throw unreadable(call, "not-json");
  }
}

function objectOf(resource: string, answer: HttpAnswer, call: AnsweredCall): WireObject {
  const value = parse(answer, call);
  if (!isWireObject(resource, value)) throw unreadable(call, "wrong-shape");
  return withLowerGuid(value);
}

function pageOf(resource: string, answer: HttpAnswer, call: AnsweredCall): WirePage {
  const value = parse(answer, call);
  if (!isPage(resource, value)) throw unreadable(call, "wrong-shape");
  return { Pagination: value.Pagination, Items: value.Items.map((item) => withLowerGuid(item)) };
}

function isPage(resource: string, value: unknown): value is WirePage {
  if (typeof value !== "object" || value === null || !("Items" in value) || !("Pagination" in value))
    return false;
  const { Items: items, Pagination: pagination } = value;
  return (
    Array.isArray(items) &&
    items.every((item) => isWireObject(resource, item)) &&
    typeof pagination === "object" &&
    pagination !== null &&
    "NumberOfPages" in pagination &&
    typeof pagination.NumberOfPages === "number" &&
    "NumberOfItems" in pagination &&
    typeof pagination.NumberOfItems === "number"
  );
}

function withLowerGuid(value: WireObject): WireObject {
  const guid = value.Guid.toLowerCase();
  return guid === value.Guid ? value : { ...value, Guid: guid };
}
