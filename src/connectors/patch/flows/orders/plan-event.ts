import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Plan } from "#domain/plan/plan.ts";
import { saysAtLeast, saysSame } from "#domain/says-same.ts";
import type { PatchSettings } from "../../settings.ts";
import type { LooseEvent } from "../../wire-shape.ts";
import { textOf } from "../../wire-shape.ts";
import type { DesiredEvent } from "./desired-event.ts";
import { adopted, decidePoints, type PointsStanding } from "./points-ledger.ts";

/**
 * A first event for an order that has none; another one when the newest says something else; none when it says the same. Events are
 * appended and never changed, so an "update" is one more. Pure.
 */
export function planEvent(
  desired: DesiredEvent,
  current: { readonly externalId: string; readonly snapshot: LooseEvent } | null,
  agreed: DesiredEvent | null,
  settings: PatchSettings,
): Plan<DesiredEvent> {
  const silent = desired.manner.silent || (current === null && desired.isOld);
  const before: PointsStanding | typeof adopted | null =
    current === null ? null : (agreed?.standing ?? adopted);
  const value = String(desired.data[settings.loyalty.valueField]);
  const { skip, adjust: more, standing } = decidePoints(before, { value, silent }, settings.loyalty);
  const left = agreed?.adjust ?? 0;
  const adjust = settings.loyalty.writes === "by-hand" ? left + more : 0;
  const settled: DesiredEvent = { ...desired, standing, adjust, manner: { silent, skipLoyalty: skip } };
  if (current === null)
    return { action: "create", desired: settled, fields: [...changes(settled, null), ...byHand(settled)] };
  const { externalId } = current;
  const different = changes(settled, current.snapshot);
  if (different.length > 0)
    return { action: "update", externalId, desired: settled, fields: [...different, ...byHand(settled)] };
  if (agreed === null)
    return {
      action: "none",
      externalId,
      desired: settled,
      adopt: { code: "EVENT_ADOPTED", message: "An event of the order was there already and says the same." },
    };
  // Of an event whose answer was lost the points are moved; of the one that is agreed on they were moved before.
  const isNews = !saysSame(agreed.data, desired.data);
  return {
    action: "none",
    externalId,
    desired: isNews ? settled : { ...settled, standing: agreed.standing, adjust: adjust - more },
  };
}

/** What a person has to do, told with the plan and in the order's story. */
function byHand({ adjust }: DesiredEvent): readonly FieldChange[] {
  return adjust === 0
    ? []
    : [
        {
          path: "points",
          from: null,
          to: adjust,
          why: "to be changed by hand on the contact's Offers tab: no event moves points (loyalty.writes)",
        },
      ];
}

/** Where what an event says differs from what it should. Pure. */
export function changes(desired: DesiredEvent, snapshot: LooseEvent | null): readonly FieldChange[] {
  const data = Object.entries(desired.data).flatMap(([key, to]): FieldChange[] => {
    const from = snapshot?.data?.[key] ?? null;
    return saysAtLeast(from, to ?? null) ? [] : [{ path: `data.${key}`, from, to, why: "the shop's value" }];
  });
  const holder = textOf(snapshot?.contact_id);
  const isMoved = snapshot !== null && holder !== null && holder !== desired.contactId;
  return [
    ...data,
    ...(isMoved
      ? [
          {
            path: "contact_id",
            from: holder,
            to: desired.contactId,
            why: "who bought, as the shop says it now",
          },
        ]
      : []),
  ];
}
