import { isSameAmount } from "#domain/money.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { WireSalesOrder } from "../../schema.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { decimalOf, textOf } from "../../wire-values.ts";
import { accept, leaveOut, retry } from "./choices.ts";
import type { DesiredOrder } from "./desired-order.ts";
import { isSameGuid, sameNumberCode } from "./find-order.ts";
import { plannedFields } from "./planned-fields.ts";
import { verifyOrder } from "./verify-order.ts";

/**
 * What to do about a sales order: make it, link one that is there, or ask. One that exists is never overwritten: what staff changed
 * stays, and what the shop changed is told by `reconsiderOrder`.
 */
export function planOrder(
  desired: DesiredOrder,
  current: { readonly externalId: string; readonly snapshot: WireSalesOrder } | null,
  settings: OrderSettings,
): Plan<DesiredOrder> {
  if (current === null) return planNew(desired);
  const { externalId, snapshot } = current;
  if (!isSameGuid(snapshot.Guid, desired.guid)) return planNamesake(desired, externalId, snapshot, settings);
  if (desired.sameNumber === `use=${externalId}`)
    return adopt({ ...desired, booked: null }, externalId, chosenByPerson);
  if (desired.body === null && desired.unwanted === null)
    return adopt({ ...desired, booked: null }, externalId, chosenByPerson);
  const differences = desired.body === null ? [] : verifyOrder(desired, snapshot);
  const content = differences.filter(({ path }) => path !== "OrderStatus");
  if (desired.body !== null && content.length === 0)
    return adopt(desired, externalId, {
      code: "FOUND_AND_AGREES",
      message: `Sales order ${snapshot.OrderNumber} was there already under Waybill's own GUID and says what it should${
        differences.length === 0 ? "" : `; its status is ${snapshot.OrderStatus}`
      }.`,
    });
  return changedMeanwhile(desired, snapshot, content);
}

function planNew(desired: DesiredOrder): Plan<DesiredOrder> {
  if (desired.body !== null) return { action: "create", desired, fields: plannedFields(desired) };
  return {
    action: "attention",
    attention: {
      code: desired.unwanted?.code ?? "SALES_ORDER_NOT_THERE",
      message:
        desired.unwanted === null
          ? `Sales order ${desired.number} was accepted as it is, and is not in Unleashed. Waybill does not make it by itself.`
          : `${desired.unwanted.message} An earlier try to write it did not arrive, so there is nothing to undo.`,
      choices: [leaveOut, retry],
    },
  };
}

const chosenByPerson = { code: "CHOSEN_BY_PERSON", message: "Somebody chose this sales order for it." };

function adopt(
  desired: DesiredOrder,
  externalId: string,
  reason: { readonly code: string; readonly message: string },
): Plan<DesiredOrder> {
  return { action: "none", externalId, desired, adopt: reason };
}

/** Our own sales order is there without a link, and says something else: staff changed it, or the shop did since. */
function changedMeanwhile(
  desired: DesiredOrder,
  snapshot: WireSalesOrder,
  differences: readonly FieldChange[],
): Plan<DesiredOrder> {
  const paths = differences.map(({ path }) => path);
  const named = `${paths.slice(0, 5).join(", ")}${paths.length > 5 ? ` and ${paths.length - 5} more` : ""}`;
  const why =
    desired.unwanted === null
      ? `it differs in ${named}: somebody changed it there, or the order changed since`
      : `the order is not wanted any more: ${desired.unwanted.message}`;
  return {
    action: "attention",
    attention: {
      code: "SALES_ORDER_DIFFERS",
      message:
        `Sales order ${snapshot.OrderNumber} was made by an earlier try whose answer was lost, and ${why}. ` +
        "Waybill does not overwrite it. Look at it in Unleashed, then accept it as it is.",
      detail: {
        guid: snapshot.Guid,
        status: snapshot.OrderStatus,
        differences: differences
          .filter(({ path }) => !isPersonal(path))
          .map(({ path, from, to }) => ({ path, wanted: to, found: from })),
      },
      choices: [{ ...accept, choice: `use=${snapshot.Guid}` }, leaveOut, retry],
    },
  };
}

/** Names, addresses and free texts stay out of messages and details. */
function isPersonal(path: string): boolean {
  return path.startsWith("Delivery") || path.endsWith("Comments");
}

/** Something else made a sales order with this number. */
function planNamesake(
  desired: DesiredOrder,
  externalId: string,
  snapshot: WireSalesOrder,
  settings: OrderSettings,
): Plan<DesiredOrder> {
  if (desired.sameNumber === `use=${externalId}`)
    return adopt({ ...desired, booked: null }, externalId, chosenByPerson);
  const isDeleted = snapshot.OrderStatus === "Deleted";
  if (!isDeleted && settings.sameNumber === "adopt-equal" && isSameOrder(desired, snapshot))
    return adopt({ ...desired, booked: null }, externalId, {
      code: "NUMBER_AND_TOTAL_AGREE",
      message:
        `Sales order ${snapshot.OrderNumber} was made by ${maker(snapshot)} for the same ` +
        "order: number, reference, currency and total agree. It was linked as it is.",
    });
  return {
    action: "attention",
    attention: {
      code: sameNumberCode,
      message:
        `The number ${snapshot.OrderNumber} is taken in Unleashed by a sales order that ${maker(snapshot)} made` +
        `${isDeleted ? ", and that was deleted since" : ""}. ` +
        `It comes to ${String(snapshot.Total ?? "?")} ${snapshot.Currency?.CurrencyCode ?? ""}, the order to ${String(desired.body?.Total ?? "?")}. ` +
        "Switch off the other integration or give this connection another orders.prefix, then choose.",
      detail: {
        guid: snapshot.Guid,
        status: snapshot.OrderStatus,
        theirTotal: snapshot.Total ?? null,
        ourTotal: desired.body?.Total ?? null,
      },
      choices: [
        ...(isDeleted
          ? []
          : [{ choice: `use=${externalId}`, label: "It is the same order: link it as it is" }]),
        { choice: "create", label: "Make a second sales order with the same number" },
        leaveOut,
        retry,
      ],
    },
  };
}

/** `CreatedBy` names the vendor's own integration `Shopify` (seen with a live account); names of people stay out. */
function maker(snapshot: WireSalesOrder): string {
  return textOf(snapshot.CreatedBy)?.toLowerCase() === "shopify"
    ? "the vendor's own Shopify integration"
    : "something else than Waybill";
}

/** The same order by what both sides say of it: a reference of the shop, the currency, and the total to the cent. */
function isSameOrder({ body, source }: DesiredOrder, snapshot: WireSalesOrder): boolean {
  if (body === null || source.cancelled) return false;
  const references = [body.CustomerRef, body.SourceId, body.OrderNumber]
    .map(plain)
    .filter((text) => text !== "");
  const theirs = [snapshot.CustomerRef, snapshot.SourceId].map(plain);
  const total = decimalOf(snapshot.Total);
  return (
    theirs.some((text) => text !== "" && references.includes(text)) &&
    snapshot.Currency?.CurrencyCode === body.Currency?.CurrencyCode &&
    total !== null &&
    isSameAmount(total, String(body.Total))
  );
}

function plain(text: string | null | undefined): string {
  return textOf(text)?.replace(/^#/, "") ?? "";
}
