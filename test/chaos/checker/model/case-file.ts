import type { AccountCustomer, SalesOrder } from "../../account-shapes.ts";
import type { Evidence, History, HubRecord, Version } from "../../evidence.ts";
import type { ShopOrder } from "../../shop-shapes.ts";
import { listsOf, type AccountLists } from "./account-lists.ts";
import { buyerOf } from "./buyer.ts";
import { compareOrder } from "./compare-order.ts";
import { promisedOrder, type Promised } from "./promised-order.ts";
import { whyLeftOut } from "./standing-of-order.ts";
import { numberOf } from "./texts.ts";

/** One state of an order, with what is promised of it. */
export interface OrderVersion {
  readonly step: number;
  readonly order: ShopOrder;
  readonly promised: Promised;
}

/** Everything about one order of the shop. */
export interface OrderCase {
  /** `450789469` */
  readonly id: string;
  /** `#1001` */
  readonly name: string;
  /** Every state in which it was there, oldest first. */
  readonly versions: readonly OrderVersion[];
  /** Its last state; null: it was deleted. */
  readonly last: OrderVersion | null;
  readonly record: HubRecord | null;
  /** Sales orders that stand for it. */
  readonly documents: readonly SalesOrder[];
}

/** The evidence, put in order once for all rules. */
export interface CaseFile {
  readonly evidence: Evidence;
  readonly orders: readonly OrderCase[];
  /** `orders:450789469` → record. */
  readonly records: ReadonlyMap<string, HubRecord>;
  /** Documents that were not there before. */
  readonly newSalesOrders: readonly SalesOrder[];
  readonly newCustomers: readonly AccountCustomer[];
  /** Records of customers by the GUID that they are linked to. */
  readonly customersOf: ReadonlyMap<string, readonly HubRecord[]>;
  /** Records of buyers that an order needs or needed, and the versions of orders that name them. */
  readonly buyers: ReadonlyMap<string, readonly OrderVersion[]>;
}

const kept = new WeakMap<Evidence, CaseFile>();

export function openCaseFile(evidence: Evidence): CaseFile {
  const known = kept.get(evidence);
  if (known !== undefined) return known;
  const { before, after } = evidence.account;
  const records = new Map(
    evidence.hub.records.map((record) => [`${record.kind}:${record.recordId}`, record]),
  );
  const seeded = new Set([...before.SalesOrders, ...before.Customers].map(({ Guid }) => Guid));
  const newSalesOrders = after.SalesOrders.filter(({ Guid }) => !seeded.has(Guid));
  const byOrder = Map.groupBy(newSalesOrders, (document) => orderOf(document, evidence) ?? "");
  const context = { settings: evidence.settings, lists: listsOf(after), timezone: evidence.shop.timezone };
  const orders = evidence.shop.orders.map((history) => {
    const id = numberOf(history.id);
    return orderCase(history, context, {
      record: records.get(`orders:${id}`) ?? null,
      documents: byOrder.get(id) ?? [],
    });
  });
  const linked = evidence.hub.records.filter(({ kind, link }) => kind === "customers" && link !== null);
  const file: CaseFile = {
    evidence,
    orders,
    records,
    newSalesOrders,
    newCustomers: after.Customers.filter(({ Guid }) => !seeded.has(Guid)),
    customersOf: Map.groupBy(linked, ({ link }) => link?.externalId ?? ""),
    buyers: Map.groupBy(
      orders.flatMap(({ versions }) => versions).filter(({ order }) => whyLeftOut(order) === null),
      ({ order }) => buyerOf(order),
    ),
  };
  kept.set(evidence, file);
  return file;
}

/** Which order a sales order stands for: the one that is linked to it, else the one that it names itself. */
export function orderOf({ Guid, SourceId }: SalesOrder, { hub }: Evidence): string | null {
  const linked = hub.records.find(({ kind, link }) => kind === "orders" && link?.externalId === Guid);
  return linked?.recordId ?? SourceId;
}

function orderCase(
  history: History<ShopOrder>,
  context: {
    readonly settings: Evidence["settings"];
    readonly lists: AccountLists;
    readonly timezone: string;
  },
  found: Pick<OrderCase, "record" | "documents">,
): OrderCase {
  const promise = ({ step, value }: Version<ShopOrder>): readonly OrderVersion[] =>
    value === null ? [] : [{ step, order: value, promised: promisedOrder(value, context) }];
  const versions = history.versions.flatMap(promise);
  const wasDeleted = history.versions.at(-1)?.value === null;
  return {
    id: numberOf(history.id),
    name: versions[0]?.order.name ?? history.id,
    versions,
    last: wasDeleted ? null : (versions.at(-1) ?? null),
    ...found,
  };
}

/** One state of an order against the sales order that stands for it. */
export interface ComparedVersion {
  readonly version: OrderVersion;
  /** Empty: the sales order is what is promised of this state. */
  readonly differences: readonly string[];
}

/** The states in which the order could be carried over, each against the sales order, whose customer it names as well. */
export function compareVersions(
  { versions }: OrderCase,
  document: SalesOrder,
  { records }: CaseFile,
): readonly ComparedVersion[] {
  return versions.flatMap((version) => {
    const { promised, order } = version;
    if (promised.is !== "carried") return [];
    const buyer = buyerOf(order);
    const customer = records.get(`customers:${buyer}`)?.link?.externalId ?? null;
    const differences = compareOrder(promised.order, document);
    const isTheirs = document.Customer.Guid === customer;
    return [
      {
        version,
        differences: isTheirs
          ? differences
          : [
              ...differences,
              `Customer should be that of ${buyer}, ${customer ?? "which is not linked"}, and is ${document.Customer.Guid}`,
            ],
      },
    ];
  });
}
