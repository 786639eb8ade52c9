import { z } from "zod";
import type { Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { journalView } from "../api/record-views.ts";
import { RequestError } from "../problem.ts";

const name = z.string().min(1).max(200).exactOptional();
const defaultLimit = 100;

/** What happened to a connection or a store as a whole; `GET /records/{id}` has what happened to a record. */
export function journalRoutes(hub: Hub): readonly ApiRoute[] {
  return [
    defineRoute({
      method: "GET",
      path: "/journal",
      role: "viewer",
      tag: "connections",
      summary: "What happened to a connection or a store as a whole, oldest line first",
      description:
        "Tokens renewed, subscriptions mended, privacy requests, waits, pauses. Name either a connection or a store. The newest lines; give `earlier` of an answer as `before` to get the lines before them.",
      query: z.strictObject({
        connection: name,
        store: name,
        limit: z.coerce.number().int().min(1).max(500).exactOptional().meta({ description: "Default 100." }),
        before: z.coerce.number().int().min(1).exactOptional(),
      }),
      answer: z.object({
        journal: z.array(journalView).readonly(),
        earlier: z
          .int()
          .exactOptional()
          .meta({ description: "Absent when there are no lines before these." }),
      }),
      problems: { 404: "There is no connection or store of this name." },
      handle: async ({ query: { connection, store, limit = defaultLimit, ...page } }) => {
        const lines = await hub.journal({ ...ownerOf(connection, store), ...page, limit: limit + 1 });
        const journal = lines.slice(-limit);
        const [first] = journal;
        return first !== undefined && lines.length > limit ? { journal, earlier: first.id } : { journal };
      },
    }),
  ];
}

function ownerOf(
  connection: string | undefined,
  store: string | undefined,
): { readonly connection: string } | { readonly store: string } {
  if (connection !== undefined && store === undefined) return { connection };
  if (store !== undefined && connection === undefined) return { store };
  const detail = "name either a connection or a store";
  throw new RequestError(400, "REQUEST_INVALID", `connection, store: ${detail}`, [
    { detail, parameter: "connection" },
    { detail, parameter: "store" },
  ]);
}
