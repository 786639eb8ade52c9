import type { AttentionView } from "#engine/ports/engine-store.ts";
import { keyText } from "#domain/source-record.ts";
import type { ConnectionView, RecordStory } from "#engine/use-cases/hub.ts";
import { quoted } from "../attention-table.ts";
import { cleanText } from "../clean-text.ts";
import { moment } from "../local-time.ts";
import type { Look } from "../look.ts";
import { stateStyles, stateWords } from "../words.ts";
import { hanging } from "../wrap.ts";
import { renderDetail } from "./detail-text.ts";
import { renderNextSteps } from "./next-steps.ts";
import { renderTimeline } from "./timeline.ts";

export interface StoryContext {
  readonly connections: readonly ConnectionView[];
  readonly attention: readonly AttentionView[];
}

/**
 * The story of one record on one connection, for somebody who is not a programmer: how it stands and why, what was received,
 * decided, written and answered, what waits, and what to do.
 */
export function renderStory(
  { record, journal, earlier }: RecordStory,
  context: StoryContext,
  look: Look,
): string {
  const { outcome, link } = record;
  const key = { kind: record.kind, id: record.recordId };
  const connection = context.connections.find(({ name }) => name === record.connection);
  const system = connection?.title ?? record.connection;
  const question =
    context.attention.find(
      (open) =>
        open.connection === record.connection &&
        open.kind === record.kind &&
        open.recordId === record.recordId,
    ) ?? null;
  const head =
    `${look.paint("bold", `${kinds[record.kind]} ${cleanText(record.title)} → ${cleanText(system)}`)}  ` +
    look.paint("dim", record.connection);
  const state = look.paint(stateStyles[outcome.state], capital(stateWords[outcome.state]));
  const standing = [
    hanging("", `${state}. ${cleanText(outcome.reason.message)}`, look.width),
    ...facts(
      outcome.state === "attention" || outcome.state === "failed" ? outcome.reason.detail : undefined,
      look,
    ),
    ...(outcome.state === "failed" && record.attempts > 1
      ? [`It was tried ${record.attempts} times, last at ${moment(record.updatedAt, look)}.`]
      : []),
    ...(link === null
      ? []
      : [
          hanging(
            "",
            `In ${cleanText(system)}: ${cleanText(link.targetKind)} ${cleanText(link.externalId)}`,
            look.width,
          ),
        ]),
  ];
  const told = [
    ...(earlier === undefined
      ? []
      : [look.paint("dim", `Earlier lines: waybill show ${quoted(keyText(key))} --before ${earlier}`)]),
    ...renderTimeline(journal, look),
  ];
  return [
    [head, ...standing].join("\n"),
    ...(told.length === 0 ? [] : [told.join("\n")]),
    renderNextSteps(record, question, connection?.connector ?? null, look).join("\n"),
  ].join("\n\n");
}

const kinds = { orders: "Order", customers: "Customer", refunds: "Refund" } as const;

function facts(detail: Readonly<Record<string, unknown>> | undefined, look: Look): readonly string[] {
  return detail === undefined
    ? []
    : renderDetail(detail, { ...look, width: look.width - 2 }).map((line) => line.replace(/^(?=.)/gm, "  "));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
