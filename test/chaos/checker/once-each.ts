import type { Evidence, Violation } from "../evidence.ts";
import { buyerOf } from "./model/buyer.ts";
import { openCaseFile, type CaseFile, type OrderCase } from "./model/case-file.ts";
import { filled } from "./model/texts.ts";
import { writesOf } from "./model/writes.ts";

/**
 * Each order that should be carried over has exactly one sales order, every other order has none, and every document of the account
 * that was not there before stands for something of the shop and was made by a call that is in the log.
 */
export function onceEach(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  return [
    ...file.orders.flatMap((order) => checkOrder(order, file)),
    ...sharedNumbers(file),
    ...orphanedOrders(file),
    ...checkCustomers(file),
    ...otherDocuments(file),
    ...lostDocuments(file),
  ].map(([about, what]) => ({ rule: "once-each", about, what }));
}

type Found = readonly [about: string, what: string];

function checkOrder(order: OrderCase, { records }: CaseFile): readonly Found[] {
  const { name, documents, versions, last } = order;
  if (documents.length > 1)
    return [
      [
        name,
        `it should have one sales order and has ${documents.length}: ${documents.map(({ Guid }) => Guid).join(", ")}`,
      ],
    ];
  if (documents.length === 0) {
    if (last?.promised.is !== "carried") return [];
    // Whether there is a reason to ask about the buyer is the matter of `nothing-unexplained`.
    const buyer = records.get(`customers:${buyerOf(last.order)}`);
    const isHeldUp = order.record?.outcome?.state === "waiting" && buyer?.outcome?.state === "attention";
    return isHeldUp ? [] : [[name, "it is paid and wanted, and has no sales order"]];
  }
  if (versions.some(({ promised }) => promised.is === "carried")) return [];
  const why = versions.map(({ promised }) =>
    promised.is === "left out"
      ? promised.code
      : promised.is === "asked about"
        ? promised.codes.join("/")
        : "",
  );
  return [[name, `it has a sales order, and never was to be carried over: ${[...new Set(why)].join(", ")}`]];
}

function sharedNumbers({ evidence }: CaseFile): readonly Found[] {
  const byNumber = Map.groupBy(evidence.account.after.SalesOrders, ({ OrderNumber }) => OrderNumber);
  return [...byNumber].flatMap(([number, same]): readonly Found[] => {
    const sources = new Set(same.map(({ SourceId }) => SourceId));
    return same.length > 1 && sources.size > 1
      ? [[`sales order ${number}`, `${same.length} have this number`]]
      : [];
  });
}

function orphanedOrders({ newSalesOrders, orders }: CaseFile): readonly Found[] {
  const ours = new Set(orders.flatMap(({ documents }) => documents));
  return newSalesOrders
    .filter((document) => !ours.has(document))
    .map(({ OrderNumber, SourceId }): Found => [
      `sales order ${OrderNumber}`,
      `it names the order ${SourceId ?? "nothing"}, and the shop has none of that id`,
    ]);
}

function checkCustomers(file: CaseFile): readonly Found[] {
  const { newCustomers, customersOf, buyers, evidence } = file;
  const orphans = newCustomers.flatMap((customer): readonly Found[] => {
    const linked = customersOf.get(customer.Guid) ?? [];
    const isNeeded = linked.some(
      ({ recordId }) => buyers.has(recordId) || (evidence.settings.carry === "all" && /^\d+$/.test(recordId)),
    );
    if (isNeeded) return [];
    const stands = linked.length === 0 ? "no record" : linked.map(({ recordId }) => recordId).join(", ");
    return [
      [
        `customer ${customer.CustomerCode}`,
        `it was made, and stands for ${stands}, of which no order was to be carried`,
      ],
    ];
  });
  return [...orphans, ...doubledPeople(file)];
}

/** Of people whose e-mail never changed there is one customer each, who may have been there before. Companies share theirs. */
function doubledPeople({ newCustomers, customersOf, evidence }: CaseFile): readonly Found[] {
  const moved = new Set(
    evidence.shop.customers.flatMap(({ versions }) => {
      const emails = new Set(versions.map(({ value }) => emailOf(value?.email)));
      return emails.size > 1 ? [...emails] : [];
    }),
  );
  const people = newCustomers.filter(({ Guid }) =>
    (customersOf.get(Guid) ?? []).some(({ recordId }) => !recordId.startsWith("company:")),
  );
  const usable = evidence.account.before.Customers.filter(({ Obsolete }) => !Obsolete);
  const known = Map.groupBy(usable, ({ Email }) => emailOf(Email));
  const byEmail = Map.groupBy(people, ({ Email }) => emailOf(Email));
  return [...byEmail].flatMap(([email, same]): readonly Found[] => {
    if (email === null || moved.has(email)) return [];
    const about = `customer ${same[0]?.CustomerCode ?? ""}`;
    const before = known.get(email)?.[0];
    if (before !== undefined)
      return [[about, `it was made for the e-mail ${email}, which ${before.CustomerCode} had before`]];
    return same.length === 1 ? [] : [[about, `${same.length} customers were made for the e-mail ${email}`]];
  });
}

function emailOf(text: string | null | undefined): string | null {
  return filled(text)?.toLowerCase() ?? null;
}

/** Nothing but sales orders and customers is made without a person. */
function otherDocuments({ evidence }: CaseFile): readonly Found[] {
  const { before, after } = evidence.account;
  return (["Products", "CreditNotes", "SalesShipments"] as const).flatMap((collection) => {
    const known = new Set(before[collection].map(({ Guid }) => Guid));
    return after[collection]
      .filter(({ Guid }) => !known.has(Guid))
      .map(({ Guid }): Found => [
        `${collection} ${Guid}`,
        "it was not there before, and nothing of the shop stands for it",
      ]);
  });
}

/** What the log says was made is there, and what is there was made by a call in the log. */
function lostDocuments({ evidence, newCustomers, newSalesOrders }: CaseFile): readonly Found[] {
  const there = new Set([...newCustomers, ...newSalesOrders].map(({ Guid }) => Guid));
  const made = new Set(
    writesOf(evidence).flatMap(({ guid, isCarriedOut, isCreate }) =>
      isCarriedOut && isCreate ? [guid] : [],
    ),
  );
  return [
    ...[...made]
      .filter((guid) => !there.has(guid))
      .map((guid): Found => [guid, "it was made, and is not there any more"]),
    ...[...there]
      .filter((guid) => !made.has(guid))
      .map((guid): Found => [guid, "it is there, and no call made it"]),
  ];
}
