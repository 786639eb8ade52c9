import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ApiRole } from "#engine/ports/engine-store.ts";
import { allow, type Principal } from "../authenticate.ts";
import { readInput } from "./read-input.ts";
import { describeRoute } from "./describe-route.ts";

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** What a route says about itself: the same text becomes its check and its entry in the OpenAPI document. */
export interface RouteDescription {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/api/v1`, with `:name` for what varies. */
  readonly path: string;
  /** The least role that may ask. */
  readonly role: ApiRole;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Status of success; default 200. */
  readonly status?: 200 | 201;
  /** Answer of success. */
  readonly answer: z.ZodType;
  /** Refusals beyond the ones that every route may answer, with when they come. */
  readonly problems?: Readonly<Record<number, string>>;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
}

export interface ApiRoute extends RouteDescription {
  register(app: FastifyInstance): void;
}

type Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Omit<
  RouteDescription,
  "params" | "query" | "body" | "answer"
> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  handle(input: {
    readonly params: z.output<P>;
    readonly query: z.output<Q>;
    readonly body: z.output<B>;
    readonly by: Principal;
  }): Promise<z.output<A>>;
};

/**
 * Defines a route of the API. Everything that comes in is checked against its schema before `handle` runs, and unknown fields
 * are refused by name; what goes out is what `handle` answers, as JSON.
 */
export function defineRoute<
  A extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(given: Given<P, Q, B, A>): ApiRoute {
  const params: z.ZodType = given.params ?? nothing;
  const query: z.ZodType = given.query ?? nothing;
  const body: z.ZodType | null = given.body ?? null;
  const description: RouteDescription = { ...given, params, query, body };
  return {
    ...description,
    register: (app) => {
      app.route({
        method: given.method,
        url: given.path,
        schema: describeRoute(description),
        handler: async (request, reply) => {
          const by = allow(request, given.role);
          const answer = await given.handle({
            params: readInput(params, request.params, "path") as z.output<P>,
            query: readInput(query, request.query, "query") as z.output<Q>,
            body: readInput(body ?? nothing, request.body ?? {}, "body") as z.output<B>,
            by,
          });
          reply.code(given.status ?? 200).header("content-type", "application/json; charset=utf-8");
          return reply.send(JSON.stringify(answer));
        },
      });
    },
  };
}
