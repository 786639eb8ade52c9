import { totalsOf } from "../../orders/totals.ts";
import type { SubscriptionRecord } from "../../state/app-records.ts";
import type { BulkOperationRecord } from "../../state/bulk-records.ts";
import type { ProductRecord, VariantRecord } from "../../state/catalogue-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { CompanyRecord, CustomerRecord } from "../../state/party-records.ts";
import type { GraphContext } from "../graph-context.ts";
import { basicSortKeys, findRecords, listRecords, visibleOrders } from "../lists.ts";
import type { Listed, SortKeys } from "../lists.ts";
import { paginate } from "../paginate.ts";
import {
  bulkOperationIndex,
  companyIndex,
  companyLocationIndex,
  customerIndex,
  orderIndex,
  productIndex,
  subscriptionIndex,
  variantIndex,
} from "../search/indexes.ts";
import type { SearchIndex } from "../search/match-search.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import type { Arguments, Resolve } from "../type-fields.ts";
import { count } from "../views.ts";
import { displayName } from "./party-fields.ts";

const orderSortKeys = {
  ...basicSortKeys,
  PROCESSED_AT: (order: OrderRecord) => order.processedAt,
  ORDER_NUMBER: (order: OrderRecord) => order.number,
  TOTAL_PRICE: (order: OrderRecord) => totalsOf(order).total.shop,
  CURRENT_TOTAL_PRICE: (order: OrderRecord) => totalsOf(order).currentTotal.shop,
};
const customerSortKeys = { ...basicSortKeys, NAME: (customer: CustomerRecord) => displayName(customer) };
const productSortKeys = {
  ...basicSortKeys,
  TITLE: (product: ProductRecord) => product.title,
  VENDOR: (product: ProductRecord) => product.vendor,
  PRODUCT_TYPE: (product: ProductRecord) => product.productType,
};
const variantSortKeys = {
  ...basicSortKeys,
  SKU: (variant: VariantRecord) => variant.sku ?? "",
  TITLE: (variant: VariantRecord) => variant.title,
};
const companySortKeys = { ...basicSortKeys, NAME: (company: CompanyRecord) => company.name };

/** The newest come first, those that never completed last, as recorded. */
const bulkOperationSortKeys = {
  CREATED_AT: (operation: BulkOperationRecord) => -operation.createdAt,
  COMPLETED_AT: (operation: BulkOperationRecord) => -(operation.completedAt ?? 0),
};

interface Source<Item> {
  readonly records: (context: GraphContext, args: Arguments) => Iterable<Item>;
  readonly index: (context: GraphContext) => SearchIndex<Item>;
}

const orders: Source<OrderRecord> = {
  records: (context, args) => {
    const visible = visibleOrders(context.shop.data.orders.values(), context);
    const asksForStatus = typeof args["query"] === "string" && /\bstatus:/.test(args["query"]);
    if (context.shop.switches.ordersWithoutStatus === "any" || asksForStatus) return visible;
    return [...visible].filter((order) => order.closedAt === null && order.cancelledAt === null);
  },
  index: ({ shop }) => orderIndex(shop),
};
const customers: Source<CustomerRecord> = {
  records: ({ shop }) => shop.data.customers.values(),
  index: ({ shop }) => customerIndex(shop),
};
const products: Source<ProductRecord> = {
  records: ({ shop }) => shop.data.products.values(),
  index: ({ shop }) => productIndex(shop),
};
const variants: Source<VariantRecord> = {
  records: ({ shop }) => shop.data.variants.values(),
  index: ({ shop }) => variantIndex(shop),
};
const subscriptions: Source<SubscriptionRecord> = {
  records: ({ shop }, args) => [...shop.installation.subscriptions.values()].filter(subscriptionTest(args)),
  index: () => subscriptionIndex,
};

function connection<Item extends Listed>(
  rootField: string,
  { records, index }: Source<Item>,
  sortKeys: SortKeys<Item>,
  defaultSort: string,
  moreArguments: readonly string[] = [],
) {
  const resolve: Resolve<unknown> = (_root, args, context, path) =>
    listRecords(records(context, args), args, context, path, {
      rootField,
      index: index(context),
      sortKeys,
      defaultSort,
    });
  return { args: [...pageArguments, "query", "sortKey", ...moreArguments], resolve };
}

function counter<Item extends Listed>(rootField: string, { records, index }: Source<Item>) {
  const resolve: Resolve<unknown> = (_root, args, context, path) => {
    const how = { rootField, index: index(context) };
    return count(
      findRecords(records(context, args), args["query"], context, path, how).length,
      args["limit"],
    );
  };
  return { args: ["query", "limit"], resolve };
}

/** The connections of the query root. */
export const listFields = typeFields<unknown>({
  orders: connection("orders", orders, orderSortKeys, "PROCESSED_AT"),
  ordersCount: counter("ordersCount", orders),
  customers: connection("customers", customers, customerSortKeys, "ID"),
  customersCount: counter("customersCount", customers),
  products: connection("products", products, productSortKeys, "ID"),
  productsCount: counter("productsCount", products),
  productVariants: connection("productVariants", variants, variantSortKeys, "ID"),
  productVariantsCount: counter("productVariantsCount", variants),
  companies: connection(
    "companies",
    { records: ({ shop }) => shop.data.companies.values(), index: () => companyIndex },
    companySortKeys,
    "ID",
  ),
  companyLocations: connection(
    "companyLocations",
    { records: ({ shop }) => shop.data.companyLocations.values(), index: () => companyLocationIndex },
    basicSortKeys,
    "ID",
  ),
  locations: {
    args: [...pageArguments, "includeInactive", "includeLegacy", "sortKey"],
    resolve: (_root, args, context) =>
      paginate(
        [...context.shop.data.locations.values()].filter(
          (location) => location.isActive || args["includeInactive"] === true,
        ),
        args,
        {
          keyOf: (location) => (args["sortKey"] === "ID" ? BigInt(location.id) : location.name),
          idOf: ({ id }) => id,
        },
      ),
  },
  webhookSubscriptions: connection("webhookSubscriptions", subscriptions, basicSortKeys, "CREATED_AT", [
    "topics",
    "uri",
    "callbackUrl",
    "format",
  ]),
  bulkOperations: connection(
    "bulkOperations",
    {
      records: ({ shop }) => shop.bulk.operations.values(),
      index: ({ shop }) => bulkOperationIndex(shop),
    },
    bulkOperationSortKeys,
    "CREATED_AT",
  ),
  webhookSubscriptionsCount: counter("webhookSubscriptionsCount", subscriptions),
});

function subscriptionTest(args: Arguments): (subscription: SubscriptionRecord) => boolean {
  const topics = args["topics"] as readonly string[] | null | undefined;
  const uri = args["uri"] ?? args["callbackUrl"];
  const format = args["format"];
  return (subscription) =>
    (!topics || topics.length === 0 || topics.includes(subscription.topic)) &&
    (typeof uri !== "string" || subscription.uri === uri) &&
    (typeof format !== "string" || subscription.format === format);
}
