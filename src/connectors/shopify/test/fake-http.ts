import type { HttpAnswer, HttpCall, HttpCaller } from "#connectors/kit/http-caller.ts";

/** An answer of the scripted shop: only what differs from a JSON answer with status 200. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

export interface FakeHttp {
  readonly http: HttpCaller;
  readonly calls: HttpCall[];
  /** Waits that were passed on to the shared budget, in milliseconds. */
  readonly throttles: number[];
  /** Queries of calls to GraphQL, parsed. */
  queries(): readonly {
    readonly operationName: string;
    readonly query: string;
    readonly variables: unknown;
  }[];
}

/** A caller that answers by a function of the call, so that each class of answer can be told as a story. */
export function fakeHttp(answer: (call: HttpCall, index: number) => Scripted | Promise<Scripted>): FakeHttp {
  const calls: HttpCall[] = [];
  const throttles: number[] = [];
  return {
    calls,
    throttles,
    queries: () =>
      calls
        .filter(({ url }) => url.endsWith("/graphql.json"))
        .map(({ body }) => JSON.parse(body ?? "") as ReturnType<FakeHttp["queries"]>[number]),
    http: {
      call: async (call): Promise<HttpAnswer> => {
        calls.push(call);
        const { status = 200, headers = {}, json, text } = await answer(call, calls.length - 1);
        return { status, headers, text: text ?? JSON.stringify(json ?? {}) };
      },
      throttled: (ms) => {
        throttles.push(ms);
        return Promise.resolve();
      },
    },
  };
}

/** `extensions` of an answer with this much left in the bucket. */
export function cost(currentlyAvailable: number, requestedQueryCost = 10): object {
  return {
    cost: {
      requestedQueryCost,
      actualQueryCost: requestedQueryCost,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
    },
  };
}
