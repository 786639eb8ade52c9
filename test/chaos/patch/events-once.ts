import type { Evidence, Violation } from "../evidence.ts";
import { isWanted, orderCases, orderEvents, orderOf, type OrderCase } from "./order-case.ts";
import type { PatchDump } from "./patch-shapes.ts";
import { isHeldUp } from "./outcomes-explained.ts";
import { isReachable } from "./reach.ts";

/**
 * Each order that was to be told of has one first event; every further one says something new; and there is no event of anything else.
 * An account adds up what it is told, so a repeat is as wrong as a gap.
 */
export function eventsOnce(evidence: Evidence<PatchDump>): readonly Violation[] {
  const orders = orderCases(evidence);
  const known = new Set(orders.map(({ id }) => id));
  const strange = orderEvents(evidence.account.after).filter((event) => !known.has(orderOf(event)));
  return [
    ...orders.flatMap((order) => checkOrder(order, evidence).map((what) => ({ about: order.name, what }))),
    ...strange.map((event) => ({
      about: `event ${event._id}`,
      what: `it names the order ${orderOf(event)}, and the shop has none of that id`,
    })),
  ].map((violation) => ({ rule: "events-once", ...violation }));
}

function checkOrder(order: OrderCase, evidence: Evidence<PatchDump>): readonly string[] {
  const { events, versions, last } = order;
  if (events.length === 0) {
    const mustBeTold = last !== null && isWanted(last) === "yes" && isReachable(last, evidence);
    return mustBeTold && !isHeldUp(order, evidence) ? ["it was paid, and nothing tells of it"] : [];
  }
  if (versions.every(({ value }) => isWanted(value) === "no"))
    return [`${events.length} events tell of it, and it never was to be told of`];
  const names = events.map(({ event }) => event);
  const wanted = names.map((_, index) => (index === 0 ? "order.finished" : "order.updated"));
  if (names.join() !== wanted.join())
    return [`its events should be ${wanted.join(", ")} and are ${names.join(", ")}`];
  return events.slice(1).flatMap((event, index) => {
    const before = events[index];
    const says = JSON.stringify([event.contact_id, event.data]);
    return before !== undefined && JSON.stringify([before.contact_id, before.data]) === says
      ? [`event ${event._id} says again what ${before._id} said`]
      : [];
  });
}
