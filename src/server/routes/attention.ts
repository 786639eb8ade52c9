import { z } from "zod";
import type { Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { attentionView, recordView } from "../api/record-views.ts";

const tag = "attention";
const defaultLimit = 100;

/** Open questions that only a person can decide. */
export function attentionRoutes(hub: Hub): readonly ApiRoute[] {
  return [
    defineRoute({
      method: "GET",
      path: "/attention",
      role: "viewer",
      tag,
      summary: "Open questions, oldest first, a page at a time",
      description: "Give `next` of an answer as `after` to get the page behind it.",
      query: z.strictObject({
        connection: z.string().max(200).exactOptional(),
        limit: z.coerce.number().int().min(1).max(500).exactOptional().meta({ description: "Default 100." }),
        after: z
          .string()
          .regex(/^\d{1,15}$/, "not a cursor of ours")
          .exactOptional(),
      }),
      answer: z.object({
        attention: z.array(attentionView).readonly(),
        next: z.string().nullable().meta({ description: "Null on the last page." }),
      }),
      handle: async ({ query: { connection, limit = defaultLimit, ...page } }) => {
        const found = await hub.attention(connection, { ...page, limit: limit + 1 });
        const attention = found.slice(0, limit);
        return { attention, next: found.length > limit ? (attention.at(-1)?.id ?? null) : null };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/attention/:id",
      role: "operator",
      tag,
      summary: "Decide an open question",
      description:
        "Takes one of the question's choices, and answers the record once it was acted on. The token's id is noted as who decided.",
      params: z.strictObject({ id: z.string().max(200) }),
      body: z.strictObject({ choice: z.string().min(1).max(1_000) }),
      answer: recordView,
      problems: { 404: "There is no such open question.", 409: "It was settled meanwhile." },
      handle: ({ params, body, by }) => hub.resolve(params.id, body.choice, `key:${by.id}`),
    }),
  ];
}
