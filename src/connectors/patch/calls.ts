import type { Clock } from "#connectors/kit/clock.ts";
import type { CallPriority, HttpAnswer, HttpCaller } from "#connectors/kit/http-caller.ts";
import { refusal, unreadable, type AnsweredCall } from "./errors.ts";
import { baseUrlOf, type PatchCredentials } from "./settings.ts";
import type { AccountSettings } from "./settings/account-settings.ts";
import { wireList } from "./wire-shape.ts";

/** Query parameters; sent in this order. */
export type Query = readonly (readonly [name: string, value: string])[];

/** Calls with both headers, their answers read and their failures translated. */
export interface Calls {
  /** `GET /<resource>/<id>`; null when there is none. */
  get(resource: Resource, id: string): Promise<unknown>;
  /** Parsed answer; null where it was empty. */
  write(
    method: "POST" | "PUT" | "PATCH",
    resource: Resource,
    id: string | null,
    body: unknown,
    query?: Query,
  ): Promise<unknown>;
  /** Entries of one page; what is not an object with an id is still among them. */
  page(resource: Resource, query: Query, priority?: CallPriority): Promise<readonly unknown[]>;
}

export type Resource = "contacts" | "events";

export interface CallsOptions {
  readonly credentials: PatchCredentials;
  readonly account: AccountSettings;
  readonly http: HttpCaller;
  readonly clock: Clock;
}

/** Longer waits are the connection's business, not that of a call in the queue. */
const longestPauseMs = 60_000;

export function createCalls({ credentials, account, http, clock }: CallsOptions): Calls {
  const base = baseUrlOf(credentials);
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    authorization: `Bearer ${credentials.apiKey}`,
    "x-account-id": credentials.accountId,
  };

  const send = async (
    method: "GET" | "POST" | "PUT" | "PATCH",
    path: string,
    call: AnsweredCall,
    body?: string,
    priority?: CallPriority,
  ): Promise<HttpAnswer> =>
    http.call({
      method,
      url: `${base}/${path}`,
      headers,
      ...(body === undefined ? {} : { body }),
      operation: call.operation,
      writes: call.writes,
      timeoutMs: account.timeoutSeconds * 1000,
      ...(priority === undefined ? {} : { priority }),
    });
  const refuse = async (answer: HttpAnswer, call: AnsweredCall): Promise<never> => {
    const error = refusal(answer, call, account, clock.now());
    const { retryAfterMs } = error;
    if (retryAfterMs !== undefined && retryAfterMs <= longestPauseMs) await http.throttled(retryAfterMs);
    throw error;
  };

  return {
    get: async (resource, id) => {
      const call = { operation: `GET /${resource}/{id}`, writes: false, sent: "" };
      const answer = await send("GET", `${resource}/${encodeURIComponent(id)}`, call);
      // A page of somebody else's server that says 404 is no proof that the object is not there.
      if (answer.status === 404 && !answer.text.trimStart().startsWith("<")) return null;
      if (!isSuccess(answer)) return refuse(answer, call);
      if (answer.text.trim() === "") throw unreadable(call, "empty");
      return parse(answer, call);
    },
    write: async (method, resource, id, body, query = []) => {
      const text = JSON.stringify(body);
      const asked = queryText(query);
      const path = `${resource}${id === null ? "" : `/${encodeURIComponent(id)}`}`;
      const call = {
        operation: `${method} /${resource}${id === null ? "" : "/{id}"}`,
        writes: true,
        sent: `${asked.slice(1)}\n${text}`,
      };
      const answer = await send(method, path + asked, call, text);
      if (!isSuccess(answer)) return refuse(answer, call);
      return answer.text.trim() === "" ? null : parse(answer, call);
    },
    page: async (resource, query, priority) => {
      const asked = queryText(query);
      const call = { operation: `GET /${resource}`, writes: false, sent: asked.slice(1) };
      const answer = await send("GET", resource + asked, call, undefined, priority);
      if (!isSuccess(answer)) return refuse(answer, call);
      if (answer.text.trim() === "") throw unreadable(call, "empty");
      const entries = wireList(parse(answer, call));
      if (entries === null) throw unreadable(call, "wrong-shape");
      return entries;
    },
  };
}

/** The colon of `match:<field>` stays as it is written in the vendor's clients. */
function queryText(query: Query): string {
  const text = query
    .map(([name, value]) => `${encodeURIComponent(name).replace("%3A", ":")}=${encodeURIComponent(value)}`)
    .join("&");
  return text === "" ? "" : `?${text}`;
}

/** Only 200 is known of the vendor's own client; 201 for something new is what servers commonly say. */
function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

function parse(answer: HttpAnswer, call: AnsweredCall): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw unreadable(call, "not-json");
  }
}
