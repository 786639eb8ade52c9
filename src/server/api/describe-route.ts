import type { FastifySchema } from "fastify";
import type { z } from "zod";
import { schemaOf } from "./json-schema.ts";
import type { RouteDescription } from "./define-route.ts";

const problemRef = { $ref: "#/components/schemas/Problem" };

const always: Readonly<Record<number, string>> = {
  400: "The request has unknown or wrong fields; `errors` names each.",
  401: "No token, or not one of ours.",
  403: "The token's role is too small.",
  503: "The database or an outside system is away for now; Retry-After says when to try again.",
};

/** What the OpenAPI document says of a route of the API. */
export function describeRoute(route: RouteDescription): FastifySchema {
  const params = schemaOf(route.params, "input");
  const query = schemaOf(route.query, "input");
  const problems = { ...always, ...route.problems };
  return {
    tags: [route.tag],
    summary: route.summary,
    description: `${route.description === undefined ? "" : `${route.description}\n\n`}Needs role ${route.role}.`,
    security: [{ token: [] }],
    operationId: operationId(route),
    ...(hasProperties(params) ? { params } : {}),
    ...(hasProperties(query) ? { querystring: query } : {}),
    ...(route.body === null ? {} : { body: schemaOf(route.body, "input") }),
    response: {
      [route.status ?? 200]: answerOf(route.answer),
      ...Object.fromEntries(Object.entries(problems).map(([status, when]) => [status, problemAnswer(when)])),
    },
  };
}

/** A problem document as an answer, with when it comes. */
export function problemAnswer(when: string): object {
  return { description: when, content: { "application/problem+json": { schema: problemRef } } };
}

function answerOf(answer: z.ZodType): object {
  return {
    description: "Done.",
    content: { "application/json": { schema: schemaOf(answer, "output") } },
  };
}

function hasProperties(schema: Record<string, unknown>): boolean {
  return typeof schema["properties"] === "object" && Object.keys(schema["properties"] ?? {}).length > 0;
}

/** `getRecord`, `postRunPause`: stable names for clients that are generated. */
function operationId({ method, path }: RouteDescription): string {
  const words = path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(":") ? `by-${part.slice(1)}` : part));
  return [method.toLowerCase(), ...words]
    .join("-")
    .replace(/[-.]+([a-z])/gi, (_match, letter: string) => letter.toUpperCase());
}
