import type { HubEvidence, Violation } from "../evidence.ts";

/** Whatever is open although nothing is left to wait for. */
export function unsettled({
  unsettled: open,
}: Pick<HubEvidence, "unsettled">): readonly Omit<Violation, "rule">[] {
  const { intents, deliveries, jobs, holds, dirty, paused } = open;
  const keyed = (key: { readonly kind: string; readonly recordId: string }): string =>
    `${key.kind}:${key.recordId}`;
  return [
    ...intents.map((intent) => ({
      about: keyed(intent),
      what: `the intent to ${intent.action} is still open`,
    })),
    ...deliveries.map(({ topic, recordId }) => ({
      about: recordId ?? "the shop",
      what: `nothing was made of a delivery of ${topic}`,
    })),
    ...jobs.map(({ queue, state }) => ({ about: queue, what: `a job is still ${state}` })),
    ...holds.map((key) => ({ about: keyed(key), what: "a worker still has it in hand" })),
    ...dirty.map((key) => ({ about: keyed(key), what: "it is still marked as changed" })),
    ...(paused === null ? [] : [{ about: "the connection", what: `it is paused: ${paused}` }]),
  ];
}
