import { z } from "zod";
import { UseCaseError, type Hub, type RecordStory } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import type { Principal } from "../authenticate.ts";
import { outcomeState, plannedRecord, recordKind, recordStory, recordView } from "../api/record-views.ts";

const tag = "records";
const params = z.strictObject({ id: z.string().max(1_500) });
const notThere = { 404: "There is no such record." };
const defaultLimit = 100;
const idPattern = /^[A-Za-z0-9_-]+$/;

/** Records: finding them, their stories, planning and carrying over single ones. */
export function recordRoutes(hub: Hub): readonly ApiRoute[] {
  const nameOf = async (id: string): Promise<{ readonly connection: string; readonly key: string }> => {
    if (!idPattern.test(id)) throw new UseCaseError(404, "RECORD_NOT_FOUND", "There is no such record.");
    const { record } = await hub.record(id);
    return { connection: record.connection, key: `${record.kind}:${record.recordId}` };
  };

  return [
    defineRoute({
      method: "GET",
      path: "/records",
      role: "viewer",
      tag,
      summary: "Records, a page at a time",
      description: "In a fixed order. Give `next` of an answer as `after` to get the page behind it.",
      query: z.strictObject({
        connection: z.string().max(200).exactOptional(),
        kind: recordKind.exactOptional(),
        q: z
          .string()
          .min(1)
          .max(500)
          .exactOptional()
          .meta({ description: "Exactly as people name a record: `#1001`, an e-mail, an id, a key." }),
        outcome: outcomeState.exactOptional(),
        limit: z.coerce.number().int().min(1).max(500).exactOptional().meta({ description: "Default 100." }),
        after: z.string().max(1_500).regex(idPattern, "not a cursor of ours").exactOptional(),
      }),
      answer: z.object({
        records: z.array(recordView).readonly(),
        next: z.string().nullable().meta({ description: "Null on the last page." }),
      }),
      handle: async ({ query }) => {
        const limit = query.limit ?? defaultLimit;
        const found = await hub.records({ ...query, limit: limit + 1 });
        const records = found.slice(0, limit);
        return { records, next: found.length > limit ? (records.at(-1)?.id ?? null) : null };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/records/:id",
      role: "viewer",
      tag,
      summary: "One record with its journal, oldest line first",
      description: "The newest lines. Give `earlier` of an answer as `before` to get the lines before them.",
      params,
      query: z.strictObject({
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(1_000)
          .exactOptional()
          .meta({ description: "Most lines of the journal; default 500." }),
        before: z.coerce.number().int().min(1).exactOptional(),
      }),
      answer: recordStory,
      problems: notThere,
      handle: async ({ params, query, by }) => {
        if (!idPattern.test(params.id))
          throw new UseCaseError(404, "RECORD_NOT_FOUND", "There is no such record.");
        return asSeenBy(by, await hub.record(params.id, query));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/records/:id/plan",
      role: "operator",
      tag,
      summary: "What would be written for one record, and why",
      description: "Reads both sides, writes nothing. Lists records that it needs as well.",
      params,
      answer: z.object({ records: z.array(plannedRecord).readonly() }),
      problems: notThere,
      handle: async ({ params }) => {
        const { connection, key } = await nameOf(params.id);
        return hub.plan(connection, [key]);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/records/:id/sync",
      role: "operator",
      tag,
      summary: "Carry one record over now",
      params,
      answer: recordView,
      problems: { ...notThere, 409: "The connection is paused." },
      handle: async ({ params }) => {
        const { connection, key } = await nameOf(params.id);
        const synced = await hub.sync(connection, [key]);
        return synced.find((record) => record.id === params.id) ?? (await hub.record(params.id)).record;
      },
    }),
    defineRoute({
      method: "GET",
      path: "/show",
      role: "viewer",
      tag,
      summary: "The stories of all records that a text names",
      description: "Of each record the newest 100 lines of its journal.",
      query: z.strictObject({
        q: z.string().min(1).max(500).meta({ description: "`#1001`, an e-mail, an id, a key." }),
      }),
      answer: z.object({ stories: z.array(recordStory).readonly() }),
      handle: async ({ query, by }) => ({
        stories: (await hub.show(query.q)).map((story) => asSeenBy(by, story)),
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/retry",
      role: "operator",
      tag,
      summary: "Try failed records again now",
      body: z
        .strictObject({
          connection: z.string().max(200).exactOptional(),
          cause: z
            .string()
            .max(200)
            .exactOptional()
            .meta({ description: "Only records that failed with this code." }),
        })
        .optional(),
      answer: z.object({ count: z.int() }),
      handle: async ({ body }) => ({ count: await hub.retry(body ?? {}) }),
    }),
  ];
}

/** Who only looks sees how records stand and not what they say of persons. */
function asSeenBy({ role }: Principal, { source, ...story }: RecordStory): RecordStory {
  return role === "viewer" || source === undefined ? story : { ...story, source };
}
