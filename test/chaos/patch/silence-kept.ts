import type { Evidence, Violation } from "../evidence.ts";
import { orderCases, type OrderCase } from "./order-case.ts";
import type { PatchDump } from "./patch-shapes.ts";

/**
 * What was there before the shop was connected arrives silently; what happened since is told to whoever listens. Only what a run found
 * that was begun later may have been taken for history.
 */
export function silenceKept(evidence: Evidence<PatchDump>): readonly Violation[] {
  return orderCases(evidence).flatMap((order) =>
    checkOrder(order, evidence).map((what) => ({ rule: "silence-kept", about: order.name, what })),
  );
}

function checkOrder(order: OrderCase, { hub }: Evidence<PatchDump>): readonly string[] {
  const [first] = order.events;
  const placedAt = order.versions[0]?.at;
  if (first === undefined || placedAt === undefined) return [];
  if (order.isOld) return first.silent ? [] : ["it was there before, and somebody was told of it"];
  // The shop tells times to the second: what was placed in the second in which a run was begun may have been there before.
  const placedMs = Math.floor(Date.parse(placedAt) / 1_000) * 1_000;
  const mayBeHistory = hub.runs.some(({ startedAt }) => Date.parse(startedAt) >= placedMs);
  return first.silent && !mayBeHistory ? ["it is new, and nobody was told of it"] : [];
}
