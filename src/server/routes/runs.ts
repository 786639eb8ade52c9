import { z } from "zod";
import { UseCaseError, type Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { runView } from "../api/hub-views.ts";
import { announcedKind } from "../api/record-views.ts";

const tag = "runs";
const params = z.strictObject({ id: z.string().max(200) });
const notThere = { 404: "There is no such run." };
const isRunId = z.uuid();

/** Runs: long reads of a shop's history, one at a time per connection. */
export function runRoutes(hub: Hub): readonly ApiRoute[] {
  const checked = (id: string): string => {
    if (!isRunId.safeParse(id).success)
      throw new UseCaseError(404, "RUN_NOT_FOUND", `There is no run ${JSON.stringify(id)}.`);
    return id;
  };
  return [
    defineRoute({
      method: "GET",
      path: "/runs",
      role: "viewer",
      tag,
      summary: "The latest runs, newest first",
      query: z.strictObject({ connection: z.string().max(200).exactOptional() }),
      answer: z.object({ runs: z.array(runView).readonly() }),
      handle: async ({ query }) => ({ runs: await hub.runs(query.connection) }),
    }),
    defineRoute({
      method: "POST",
      path: "/runs",
      role: "operator",
      tag,
      summary: "Start a backfill",
      description: "Reads the shop's records changed since a time and carries each over. Answers at once.",
      body: z.strictObject({
        connection: z.string().min(1).max(200),
        type: z.literal("backfill").exactOptional(),
        entity: announcedKind.default("orders"),
        since: z
          .union([z.iso.datetime({ offset: true }), z.iso.date()])
          .nullable()
          .default(null)
          .meta({ description: "Date or time; null: from the beginning." }),
      }),
      status: 201,
      answer: runView,
      problems: {
        404: "There is no such connection.",
        409: "A run of the connection is under way; `run` says how it stands.",
        422: "The connection does not carry records of this kind, or it is not confirmed that it does so silently.",
      },
      handle: ({ body: { connection, entity, since } }) =>
        hub.startBackfill({
          connection,
          entity,
          since: since === null ? null : new Date(since).toISOString(),
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/runs/:id",
      role: "viewer",
      tag,
      summary: "How a run stands",
      params,
      answer: runView,
      problems: notThere,
      handle: async ({ params }) => hub.run(checked(params.id)),
    }),
    defineRoute({
      method: "DELETE",
      path: "/runs/:id",
      role: "operator",
      tag,
      summary: "Cancel a run",
      description: "What it has read already is still carried over; nothing more is read.",
      params,
      answer: runView,
      problems: { ...notThere, 409: "The run is over already; `run` says how it ended." },
      handle: async ({ params }) => hub.cancelRun(checked(params.id)),
    }),
    ...(["pause", "resume"] as const).map((verb) =>
      defineRoute({
        method: "POST",
        path: `/runs/:id/${verb}`,
        role: "operator",
        tag,
        summary: verb === "pause" ? "Pause a run" : "Go on with a paused, cancelled or failed run",
        params,
        answer: runView,
        problems: { ...notThere, 409: "The run's state does not allow it; `run` says how it stands." },
        handle: async ({ params }) =>
          verb === "pause" ? hub.pauseRun(checked(params.id)) : hub.resumeRun(checked(params.id)),
      }),
    ),
  ];
}
