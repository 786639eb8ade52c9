import { buyerOf } from "../checker/model/buyer.ts";
import { numberOf } from "../checker/model/texts.ts";
import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import { orderCases, type OrderCase } from "./order-case.ts";
import type { PatchDump } from "./patch-shapes.ts";
import { digitsOf, emailOf, phonesOf } from "./reach.ts";

/** Nothing is failed; every order is known and was decided; and a person is asked only for a reason that the account shows. */
export function outcomesExplained(evidence: Evidence<PatchDump>): readonly Violation[] {
  const orders = orderCases(evidence).flatMap((order): readonly [string, string][] => {
    if (order.last === null) return [];
    if (order.record?.outcome == null) return [[order.name, "the hub decided nothing of it"]];
    const { state } = order.record.outcome;
    return state === "waiting" && !isHeldUp(order, evidence)
      ? [[order.name, "it waits, and nothing is in its way"]]
      : [];
  });
  const records = evidence.hub.records.flatMap((record): readonly [string, string][] => {
    const { outcome } = record;
    if (outcome?.state === "failed")
      return [[nameOf(record), `it failed: ${outcome.reason.code}: ${outcome.reason.message}`]];
    if (outcome?.state !== "attention" || isExplained(record, evidence)) return [];
    return [[nameOf(record), `a person is asked ${outcome.reason.code}, and nothing explains it`]];
  });
  return [...orders, ...records].map(([about, what]) => ({ rule: "outcomes-explained", about, what }));
}

/** Whether an order waits for a person's answer about whoever bought it. */
export function isHeldUp(order: OrderCase, { hub }: Evidence<PatchDump>): boolean {
  if (order.record?.outcome?.state === "attention") return true;
  const shown = order.last ?? order.versions.at(-1)?.value;
  if (shown === undefined) return false;
  const buyer = buyerOf(shown);
  return hub.records.some(
    ({ kind, recordId, outcome }) =>
      kind === "customers" &&
      outcome?.state === "attention" &&
      (recordId === buyer || order.record?.outcome?.on?.some(({ id }) => id === recordId) === true),
  );
}

function nameOf({ title, kind, recordId }: HubRecord): string {
  return title ?? `${kind}:${recordId}`;
}

/** Several contacts have one e-mail, people share a phone number, or a deleted order has points. */
function isExplained(
  { outcome, recordId, link }: HubRecord,
  { account, shop }: Evidence<PatchDump>,
): boolean {
  if (outcome?.reason.code === "POINTS_OF_DELETED_ORDER")
    return isDeletedWithPoints(recordId, { account, shop });
  if (outcome?.reason.code === "CONTACT_EMAIL_TAKEN") {
    const customer = shop.customers.find(({ id }) => numberOf(id) === recordId);
    const emails = new Set(customer?.versions.flatMap(({ value }) => emailOf(value?.email) ?? []));
    return account.after.contacts.some(
      ({ _id, email }) => _id !== link?.externalId && emails.has(emailOf(email) ?? ""),
    );
  }
  if (outcome?.reason.code !== "AMBIGUOUS_MATCH") return false;
  const { contacts } = account.after;
  const ofCustomers = shop.customers.map(
    ({ versions }) =>
      new Set(
        versions.flatMap(({ value }) =>
          [value?.phone, value?.defaultAddress?.phone].flatMap((phone) => digitsOf(phone) ?? []),
        ),
      ),
  );
  const ofOrders = shop.orders.map(({ versions }) =>
    phonesOf(
      versions.flatMap(({ value }) => value ?? []),
      { shop },
    ),
  );
  const phones = [...ofCustomers, ...ofOrders].flatMap((some) => [...some]);
  return hasTwice(contacts.map(({ email }) => emailOf(email))) || hasTwice(phones);
}

function isDeletedWithPoints(
  id: string,
  { account, shop }: Pick<Evidence<PatchDump>, "account" | "shop">,
): boolean {
  const order = shop.orders.find(({ id: gid }) => numberOf(gid) === id);
  const points = account.after.orders.find((known) => known.order_id === id)?.points ?? 0;
  return order?.versions.at(-1)?.value === null && points > 0;
}

function hasTwice(all: readonly (string | null)[]): boolean {
  const known = all.filter((one) => one !== null);
  return new Set(known).size < known.length;
}
