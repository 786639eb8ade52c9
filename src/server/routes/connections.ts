import { z } from "zod";
import type { Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { connectionView, doctorFinding, silenceView } from "../api/hub-views.ts";
import { plannedRecord, recordView } from "../api/record-views.ts";

const tag = "connections";
const params = z.strictObject({ name: z.string().min(1).max(200) });
const notThere = { 404: "There is no connection of this name." };
const names = z.strictObject({
  records: z.array(z.string().min(1).max(500)).max(1_000).exactOptional().meta({
    description:
      "As people name records: `#1001`, a numeric id, a key (`orders:123`). Left out: everything that is not settled.",
  }),
});

/** Connections: how they stand, their check-up, pausing, and planning or carrying out what is open on them. */
export function connectionRoutes(hub: Hub): readonly ApiRoute[] {
  return [
    defineRoute({
      method: "GET",
      path: "/connections",
      role: "viewer",
      tag,
      summary: "All connections, with counts of their records",
      answer: z.object({ connections: z.array(connectionView).readonly() }),
      handle: async () => ({ connections: await hub.connections() }),
    }),
    defineRoute({
      method: "GET",
      path: "/connections/:name",
      role: "viewer",
      tag,
      summary: "One connection",
      params,
      answer: connectionView,
      problems: notThere,
      handle: ({ params }) => hub.connection(params.name),
    }),
    defineRoute({
      method: "POST",
      path: "/connections/:name/test",
      role: "operator",
      tag,
      summary: "Check a connection and its store",
      description: "Signs in on both sides and looks at settings, scopes, protected data and subscriptions.",
      params,
      answer: z.object({ findings: z.array(doctorFinding).readonly() }),
      problems: notThere,
      handle: async ({ params }) => ({ findings: await hub.doctor(params.name) }),
    }),
    defineRoute({
      method: "POST",
      path: "/doctor",
      role: "operator",
      tag,
      summary: "Check all stores and connections",
      answer: z.object({ findings: z.array(doctorFinding).readonly() }),
      handle: async () => ({ findings: await hub.doctor() }),
    }),
    ...(["pause", "resume"] as const).map((verb) =>
      defineRoute({
        method: "POST",
        path: `/connections/:name/${verb}`,
        role: "operator",
        tag,
        summary: verb === "pause" ? "Stop working on a connection" : "Go on with a connection",
        description:
          verb === "pause"
            ? "Deliveries are still taken; they wait until the connection goes on."
            : "Also lifts a throttle and a pause that followed a refused sign-in.",
        params,
        answer: connectionView,
        problems: notThere,
        handle: async ({ params }) => {
          await (verb === "pause" ? hub.pause(params.name) : hub.resume(params.name));
          return hub.connection(params.name);
        },
      }),
    ),
    defineRoute({
      method: "GET",
      path: "/connections/:name/silence",
      role: "viewer",
      tag,
      summary: "Whether a history may be carried over without messaging people",
      params,
      answer: silenceView,
      problems: notThere,
      handle: ({ params }) => hub.silence(params.name),
    }),
    defineRoute({
      method: "POST",
      path: "/connections/:name/silence",
      role: "operator",
      tag,
      summary: "Try out the silence of a connection, or say what was seen",
      description:
        "`probe` writes to the account's test person as a history would. A person looks whether somebody was told, and answers `confirm` or `deny`.",
      params,
      body: z.strictObject({ action: z.enum(["probe", "confirm", "deny"]) }),
      answer: silenceView,
      problems: { ...notThere, 422: "The connection has nothing to be confirmed, or no test person is set." },
      handle: ({ params: { name }, body: { action } }) =>
        action === "probe" ? hub.probeSilence(name) : hub.answerSilence(name, action === "confirm"),
    }),
    defineRoute({
      method: "POST",
      path: "/connections/:name/plan",
      role: "operator",
      tag,
      summary: "What would be written, and why",
      description: "Reads both sides, writes nothing. An empty list of changes means that both sides agree.",
      params,
      body: names.optional(),
      answer: z.object({ records: z.array(plannedRecord).readonly() }),
      problems: { 404: "There is no such connection or record." },
      handle: ({ params, body }) => hub.plan(params.name, body?.records),
    }),
    defineRoute({
      method: "POST",
      path: "/connections/:name/sync",
      role: "operator",
      tag,
      summary: "Carry records over now",
      description: "Answers once each record has been looked at, which may take as long as two minutes.",
      params,
      body: names.optional(),
      answer: z.object({ records: z.array(recordView).readonly() }),
      problems: { 404: "There is no such connection or record.", 409: "The connection is paused." },
      handle: async ({ params, body }) => ({ records: await hub.sync(params.name, body?.records) }),
    }),
  ];
}
