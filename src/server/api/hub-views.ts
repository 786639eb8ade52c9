import { z } from "zod";
import type { ApiKeyView, ApiRole } from "#engine/ports/engine-store.ts";
import type { Configuration, ConnectionView, HubEvent, RunView, SilenceView } from "#engine/use-cases/hub.ts";
import type { Finding } from "#connectors/kit/finding.ts";
import { named } from "./json-schema.ts";
import { instant, reason, announcedKind } from "./record-views.ts";

export const preset = z.enum(["documented", "recommended"]);
export const apiRole = z.enum(["viewer", "operator", "owner"]) satisfies z.ZodType<ApiRole>;

export const apiKeyView = z
  .object({
    id: z.string(),
    role: apiRole,
    name: z.string().meta({ description: "For whom it was made." }),
    createdAt: instant,
  })
  .register(named, { id: "Key" }) satisfies z.ZodType<ApiKeyView>;

export const connectionView = z
  .object({
    name: z.string(),
    store: z.string(),
    connector: z.string(),
    title: z.string(),
    preset,
    state: z.enum(["running", "paused", "throttled", "store-unavailable"]),
    reason: reason.nullable(),
    counts: z.record(z.string(), z.int()).meta({ description: "Records by outcome." }),
    waiting: z.int().meta({ description: "Records that wait for a worker or are with one." }),
    capabilities: z.object({
      webhooks: z.boolean(),
      idempotentWrites: z.enum(["native", "byReference", "none"]),
      deletes: z.enum(["event", "sweep", "none"]),
      lacking: z.record(z.string(), z.string()),
    }),
    budget: z.object({
      callsToday: z.int(),
      callsThisMonth: z.int(),
      blockedUntil: instant.nullable(),
    }),
  })
  .register(named, { id: "Connection" }) satisfies z.ZodType<ConnectionView>;

const findingShape = {
  ...reason.shape,
  level: z.enum(["ok", "note", "warning", "error"]),
};
export const finding = z.object(findingShape).register(named, { id: "Finding" }) satisfies z.ZodType<Finding>;

export const doctorFinding = z
  .object({
    ...findingShape,
    about: z.string().meta({ description: "The store or connection it is about." }),
  })
  .register(named, { id: "DoctorFinding" }) satisfies z.ZodType<Finding & { readonly about: string }>;

/** What became of the records of a run. */
const results = {
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  waiting: z.int(),
  attention: z.int(),
  failed: z.int(),
};

export const runView = z
  .object({
    id: z.uuid(),
    connection: z.string(),
    type: z.literal("backfill"),
    state: z.enum(["running", "paused", "done", "incomplete", "failed", "cancelled"]).meta({
      description: "`incomplete`: it came to its end, and its numbers do not agree with the shop's.",
    }),
    phase: z.enum(["preparing", "reading", "settling"]).meta({
      description: "Whether the shop makes its history ready, records are read, or all are read.",
    }),
    entity: announcedKind,
    since: z.string().nullable(),
    cursor: z.string().nullable(),
    expected: z.int().nullable().meta({ description: "Records that the shop counts; null while unknown." }),
    read: z.int().meta({ description: "Records read so far." }),
    startedAt: instant,
    endedAt: instant.nullable(),
    report: z
      .object({
        ...results,
        expected: z.int().nullable(),
        read: z.int(),
        told: z.object({ live: z.int(), history: z.int() }).meta({
          description: "Of the written records: how many were announced over there, and how many silently.",
        }),
        reasons: z.record(z.string(), z.int()).meta({ description: "Why records were skipped or are open." }),
        complete: z.boolean(),
      })
      .nullable(),
    progress: z
      .object({
        results: z.object(results),
        settled: z.int(),
        perSecond: z.number().nullable(),
        secondsLeft: z.int().nullable(),
      })
      .nullable(),
    reason: reason.nullable(),
  })
  .register(named, { id: "Run" }) satisfies z.ZodType<RunView>;

/** Whether a history may be carried over without messaging people. */
export const silenceView = z
  .object({
    connection: z.string(),
    state: z.enum(["not-needed", "unknown", "confirmed", "broken"]),
    look: z.string().nullable(),
  })
  .register(named, { id: "Silence" }) satisfies z.ZodType<SilenceView>;

/** A configuration, as `apply` takes it and `export` gives it. Unknown fields are refused. */
export const configuration = z
  .strictObject({
    stores: z
      .array(
        z.strictObject({
          name: z.string(),
          domain: z.string(),
          apiVersion: z.string().exactOptional(),
          auth: z.record(z.string(), z.string()),
          baseUrl: z.string().exactOptional(),
        }),
      )
      .readonly(),
    connections: z
      .array(
        z.strictObject({
          name: z.string(),
          store: z.string(),
          connector: z.string(),
          preset,
          credentials: z.record(z.string(), z.unknown()),
          settings: z.record(z.string(), z.unknown()),
        }),
      )
      .readonly(),
  })
  .register(named, { id: "Configuration" }) satisfies z.ZodType<Configuration>;

export const hubEvent = z
  .discriminatedUnion("type", [
    z.object({
      type: z.literal("record"),
      connection: z.string(),
      key: z.string(),
      title: z.string(),
      state: z.string(),
      message: z.string(),
    }),
    z.object({
      type: z.literal("connection"),
      connection: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  ])
  .register(named, { id: "Event" }) satisfies z.ZodType<HubEvent>;

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened and what to do, for people." }),
    code: z.string().meta({ description: "Stable name of the problem, as programs go by it." }),
    errors: z
      .array(
        z.object({
          detail: z.string(),
          pointer: z.string().optional().meta({ description: "JSON pointer (as a fragment) into the body." }),
          parameter: z.string().optional().meta({ description: "Part of the address." }),
        }),
      )
      .optional(),
    run: runView.optional().meta({ description: "The run that is in the way." }),
    context: z.unknown().optional(),
    errorClass: z.string().optional(),
    request: z.string().optional(),
  })
  .register(named, { id: "Problem" });
