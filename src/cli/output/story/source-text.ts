import type { RecordStory } from "#engine/use-cases/hub.ts";
import { cleanText } from "../clean-text.ts";

/** What the shop says of a record, as Waybill keeps it: JSON, so that it can be handed on. */
export function renderSource({ source, record }: RecordStory): string {
  if (source === undefined)
    return "What the shop says of it is not for this token: it needs the role operator.";
  if (source === null) return "Waybill keeps no copy of what the shop says of it.";
  const lines = JSON.stringify(source, null, 2).split("\n").map(cleanText);
  return [`What the shop says of it (${record.kind}:${cleanText(record.recordId)}):`, ...lines].join("\n");
}
