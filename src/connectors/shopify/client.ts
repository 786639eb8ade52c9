import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { CallPriority, HttpAnswer } from "#connectors/kit/http-caller.ts";
import type { SyncError } from "#domain/sync-error.ts";
import { freshTokenRefused, type AccessTokens } from "./auth/access-tokens.ts";
import { failureOf, searchFailure } from "./errors/graph-failure.ts";
import type { GraphProblem } from "./errors/graph-problem.ts";
import { errorOfStatus, unclear, type CallFacts } from "./errors/status-error.ts";
import { readGraphBody } from "./graph-body.ts";
import type { CostLimiter } from "./limiter.ts";
import { createNotices } from "./notices.ts";
import type { ShopifySettings } from "./settings.ts";
import { shopAddress } from "./settings.ts";

export interface GraphCall {
  /** Name of the operation in the document. */
  readonly name: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Default `live`. */
  readonly priority?: CallPriority;
  /** True for mutations. Default false. */
  readonly writes?: boolean;
}

/** What came of a call. With problems, parts of the data are null without being empty: see each problem's path. */
export interface GraphAnswer<Data> {
  /** Null when the shop withheld everything; then there are problems. */
  readonly data: Data | null;
  /** Only of the kinds `protected`, `missing-scope` and `cut-off`; every other kind rejects. */
  readonly problems: readonly GraphProblem[];
}

/** Speaks GraphQL to one shop. */
export interface ShopifyClient {
  /**
   * Sends one document. Never retries, except that a refused token is renewed once: a 401 says that nothing was carried
   * out. `Data` is what the document's generated type promises; nothing checks it again.
   */
  ask<Data>(call: GraphCall): Promise<GraphAnswer<Data>>;
  /** See `SourceSystem`. */
  refuseWaiting(): void;
  close(): void;
}

export interface ShopifyClientOptions {
  readonly settings: ShopifySettings;
  readonly http: ConnectionContext<unknown, unknown>["http"];
  readonly tell: ConnectionContext<unknown, unknown>["tell"];
  readonly tokens: AccessTokens;
  readonly limiter: CostLimiter;
}

export function createShopifyClient(options: ShopifyClientOptions): ShopifyClient {
  const { settings, http, tokens, limiter } = options;
  const url = `${shopAddress(settings)}/admin/api/${settings.apiVersion}/graphql.json`;
  const notices = createNotices(options.tell, settings);
  /** Points that each document asked for when it was last sent. */
  const costs = new Map<string, number>();

  const send = async (call: GraphCall, facts: CallFacts, token: string): Promise<HttpAnswer> => {
    const { document: query, name: operationName, variables = {}, priority = "live" } = call;
    return http.call({
      method: "POST",
      url,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-shopify-access-token": token,
      },
      body: JSON.stringify({ query, operationName, variables }),
      operation: facts.operation,
      writes: facts.writes,
      priority,
    });
  };

  /** Sends under the limiter and reads what the answer says of the points. */
  const attempt = async (call: GraphCall, facts: CallFacts, token: string) => {
    const permit = await limiter.take(costs.get(call.document) ?? null, call.priority ?? "live");
    let status = null;
    try {
      const answer = await send(call, facts, token);
      const body = answer.status === 200 ? readGraphBody(answer) : null;
      status = body?.cost?.status ?? null;
      if (body?.cost?.requested !== undefined) costs.set(call.document, body.cost.requested);
      return { answer, body };
    } finally {
      permit.settle(status);
    }
  };

  const wait = async (error: SyncError): Promise<SyncError> => {
    if (error.errorClass === "throttled" && error.retryAfterMs !== undefined) {
      limiter.pause(error.retryAfterMs);
      await http.throttled(error.retryAfterMs);
    }
    return error;
  };

  return {
    ask: async <Data>(call: GraphCall): Promise<GraphAnswer<Data>> => {
      const writes = call.writes ?? false;
      const operation = `${writes ? "mutation" : "query"} ${call.name}`;
      const facts: CallFacts = { operation, writes, shop: settings.domain };
      const token = await tokens.current();
      let { answer, body } = await attempt(call, facts, token);
      if (answer.status === 401) {
        ({ answer, body } = await attempt(call, facts, await tokens.insteadOf(token)));
        if (answer.status === 401) throw freshTokenRefused(settings.domain);
      }
      if (answer.status !== 200) throw await wait(errorOfStatus(facts, answer));
      if (body === null)
        throw unclear(facts, "ANSWER_UNREADABLE", "gave an answer that is no answer to a query", answer);
      notices.look(facts, answer);
      const failure =
        failureOf(facts, body.problems, body.cost, answer) ?? searchFailure(facts, body.search, answer);
      if (failure !== null) throw await wait(failure);
      return { data: body.data as Data | null, problems: body.problems };
    },
    refuseWaiting: () => limiter.refuseWaiting(),
    close: () => limiter.close(),
  };
}
