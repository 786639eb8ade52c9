import { z } from "zod";
import type { AttentionView, JournalView, RecordView } from "#engine/ports/engine-store.ts";
import { announcedKinds, recordKinds, type SourceRecord } from "#domain/source-record.ts";
import type { PlannedRecord, RecordStory } from "#engine/use-cases/hub.ts";
import { named } from "./json-schema.ts";

// The schemas say what the use cases answer; that they fit is checked by the compiler here and against real answers in tests.

export const instant = z.string().meta({ format: "date-time", description: "ISO 8601, UTC." });
export const recordKind = z.enum(recordKinds);
/** What a run can read. */
export const announcedKind = z.enum(announcedKinds);
export const outcomeState = z.enum(["synced", "unchanged", "skipped", "waiting", "attention", "failed"]);

export const facts = z.record(z.string(), z.unknown());

export const reason = z
  .object({
    code: z.string().meta({ description: "Stable name, as programs go by it." }),
    message: z.string().meta({ description: "What happened and what to do, for people." }),
    detail: facts.exactOptional(),
  })
  .register(named, { id: "Reason" });

export const attentionRequest = z
  .object({
    ...reason.shape,
    choices: z
      .array(
        z.object({
          choice: z
            .string()
            .meta({ description: "What to send; `<…>` in it stands for a value to fill in." }),
          label: z.string(),
        }),
      )
      .readonly(),
  })
  .register(named, { id: "AttentionRequest" });

const outcome = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("synced"), reason }),
    z.object({ state: z.literal("unchanged"), reason }),
    z.object({ state: z.literal("skipped"), reason }),
    z.object({
      state: z.literal("waiting"),
      reason,
      on: z.array(z.object({ kind: recordKind, id: z.string() })).readonly(),
    }),
    z.object({ state: z.literal("attention"), reason: attentionRequest }),
    z.object({
      state: z.literal("failed"),
      reason,
      retryAt: instant
        .nullable()
        .meta({ description: "When the next try is due; null: never without a person." }),
      refused: z
        .literal(true)
        .exactOptional()
        .meta({ description: "The other side will refuse the same again." }),
      deleted: z
        .literal(true)
        .exactOptional()
        .meta({ description: "The record was known to be deleted in the shop before this try." }),
    }),
  ])
  .register(named, { id: "Outcome" });

export const recordView = z
  .object({
    id: z.string().meta({ description: "Stands for the record in addresses of this API." }),
    connection: z.string(),
    kind: recordKind,
    recordId: z.string().meta({ description: "Id in the shop." }),
    title: z.string(),
    outcome,
    link: z.object({ targetKind: z.string(), externalId: z.string() }).nullable(),
    attempts: z.int(),
    updatedAt: instant,
  })
  .register(named, { id: "Record" }) satisfies z.ZodType<RecordView>;

export const journalView = z
  .object({
    id: z.int(),
    at: instant,
    store: z.string().nullable(),
    connection: z.string().nullable(),
    key: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    detail: facts.nullable(),
  })
  .register(named, { id: "JournalLine" }) satisfies z.ZodType<JournalView>;

const source = z.custom<SourceRecord>().meta({
  type: "object",
  additionalProperties: {},
  description:
    "The shop's record as Waybill keeps it, a person's data included; null when it keeps none. Absent for the role viewer.",
});

export const recordStory = z
  .object({
    record: recordView,
    source: source.nullable().exactOptional(),
    journal: z.array(journalView).readonly(),
    earlier: z
      .int()
      .exactOptional()
      .meta({ description: "There are lines before these: ask for them with it as `before`." }),
  })
  .register(named, { id: "RecordStory" }) satisfies z.ZodType<RecordStory>;

export const plannedRecord = z
  .object({
    record: z.string(),
    key: z.string(),
    action: z.enum(["create", "update", "none", "skip", "wait", "attention", "fail"]),
    reason,
    fields: z
      .array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown(), why: z.string() }))
      .readonly(),
  })
  .register(named, { id: "PlannedRecord" }) satisfies z.ZodType<PlannedRecord>;

export const attentionView = z
  .object({
    id: z.string(),
    connection: z.string(),
    kind: recordKind,
    recordId: z.string(),
    title: z.string(),
    attention: attentionRequest,
    openedAt: instant,
  })
  .register(named, { id: "Attention" }) satisfies z.ZodType<AttentionView>;
