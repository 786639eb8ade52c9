import type { Evidence, Violation } from "../evidence.ts";

/**
 * What was answered with success is stored, once however often it came, and nothing is stored that the shop did not announce. What
 * was stored although its answer got lost is no harm: the shop sends it again.
 */
export function announcementsKept({ log, hub }: Pick<Evidence, "log" | "hub">): readonly Violation[] {
  const stored = Map.groupBy(hub.inbox, (id) => id);
  const announced = Map.groupBy(log.announcements, ({ webhookId }) => webhookId);
  return [
    ...[...announced].flatMap(([id, repeats]) => {
      const isTaken = repeats.some(({ outcome }) => outcome === "delivered");
      return isTaken && !stored.has(id)
        ? [found(id, `of ${repeats[0]?.topic ?? "?"} was answered with success, and is not stored`)]
        : [];
    }),
    ...[...stored].flatMap(([id, rows]) => {
      if (!announced.has(id)) return [found(id, "is stored, and the shop never announced it")];
      return rows.length > 1 ? [found(id, `is stored ${rows.length} times`)] : [];
    }),
  ];
}

function found(id: string, what: string): Violation {
  return { rule: "announcements-kept", about: `delivery ${id}`, what: `it ${what}` };
}
