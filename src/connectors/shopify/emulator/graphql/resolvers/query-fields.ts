import { parseGid } from "../../state/ids.ts";
import type { SubscriptionRecord } from "../../state/app-records.ts";
import type { ProductRecord, VariantRecord } from "../../state/catalogue-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { CompanyRecord, CustomerRecord } from "../../state/party-records.ts";
import { totalsOf } from "../../orders/totals.ts";
import { notModelled, refusal } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { basicSortKeys, findRecords, isVisible, listRecords, visibleOrders } from "../lists.ts";
import { paginate } from "../paginate.ts";
import {
  companyIndex,
  companyLocationIndex,
  customerIndex,
  orderIndex,
  productIndex,
  variantIndex,
} from "../search/indexes.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { count } from "../views.ts";
import { displayName } from "./party-fields.ts";

const listArguments = [...pageArguments, "query", "sortKey"] as const;

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

/** A record by its GID; null when it is gone or hidden. Types that are not modelled are refused. */
export function recordOf(text: unknown, context: GraphContext): unknown {
  const parsed = typeof text === "string" ? parseGid(text) : undefined;
  if (!parsed) throw refusal("RESOURCE_NOT_FOUND", "invalid id");
  const { data, installation, jobs, calculatedOrders } = context.shop;
  const { type, id } = parsed;
  switch (type) {
    case "Order": {
      const order = data.orders.get(id);
      return order && isVisible(order, context) ? order : null;
    }
    case "Customer":
      return data.customers.get(id) ?? null;
    case "Product":
      return data.products.get(id) ?? null;
    case "ProductVariant":
      return data.variants.get(id) ?? null;
    case "InventoryItem": {
      const variant = [...data.variants.values()].find((candidate) => candidate.inventoryItemId === id);
      return variant ? { __typename: "InventoryItem", variant } : null;
    }
    case "Location":
      return data.locations.get(id) ?? null;
    case "Company":
      return data.companies.get(id) ?? null;
    case "CompanyLocation":
      return data.companyLocations.get(id) ?? null;
    case "CompanyContact":
      return data.companyContacts.get(id) ?? null;
    case "WebhookSubscription":
      return installation.subscriptions.get(id) ?? null;
    case "Job":
      return jobs.get(id) ?? null;
    case "CalculatedOrder":
      return calculatedOrders.get(id) ?? null;
    case "LineItem":
    case "Refund":
    case "OrderTransaction":
    case "Fulfillment":
      return partOfOrder(type, id, data.orders.values());
    case "Shop":
      return context.shop.settings.shopId === id ? { __typename: "Shop", shop: context.shop } : null;
    default:
      throw notModelled("QueryRoot", "node", type);
  }
}

function partOfOrder(
  type: "LineItem" | "Refund" | "OrderTransaction" | "Fulfillment",
  id: string,
  orders: Iterable<OrderRecord>,
): unknown {
  const key = {
    LineItem: "lines",
    Refund: "refunds",
    OrderTransaction: "transactions",
    Fulfillment: "fulfillments",
  } as const;
  for (const order of orders) {
    const found = order[key[type]].find((part) => part.id === id);
    if (found) return found;
  }
  return null;
}

const byId = (typeName: string) => ({
  args: ["id"],
  resolve: (_root: unknown, args: Arguments, context: GraphContext) => {
    const parsed = typeof args["id"] === "string" ? parseGid(args["id"]) : undefined;
    if (!parsed || parsed.type !== typeName) throw refusal("RESOURCE_NOT_FOUND", "invalid id");
    return recordOf(args["id"], context);
  },
});

function identifierOf(args: Arguments): Readonly<Record<string, unknown>> {
  return args["identifier"] as Readonly<Record<string, unknown>>;
}

function customIdMissing(): never {
  throw refusal("NOT_FOUND", "Metafield definition of type 'id' is required when using custom ids.");
}

export const queryFields = typeFields<unknown>({
  shop: (_root, _args, { shop }) => ({ __typename: "Shop", shop }),
  currentAppInstallation: () => ({ __typename: "AppInstallation" }),
  node: { args: ["id"], resolve: (_root, args, context) => recordOf(args["id"], context) },
  nodes: {
    args: ["ids"],
    resolve: (_root, args, context) => (args["ids"] as readonly unknown[]).map((id) => recordOf(id, context)),
  },
  order: byId("Order"),
  customer: byId("Customer"),
  product: byId("Product"),
  productVariant: byId("ProductVariant"),
  inventoryItem: byId("InventoryItem"),
  company: byId("Company"),
  companyLocation: byId("CompanyLocation"),
  companyContact: byId("CompanyContact"),
  webhookSubscription: byId("WebhookSubscription"),
  job: byId("Job"),
  location: {
    args: ["id"],
    resolve: (_root, args, context) =>
      args["id"] === undefined || args["id"] === null
        ? ([...context.shop.data.locations.values()][0] ?? null)
        : byId("Location").resolve(_root, args, context),
  },
  orderByIdentifier: {
    args: ["identifier"],
    resolve: (_root, args, context) => {
      const { id } = identifierOf(args);
      return typeof id === "string" ? byId("Order").resolve(_root, { id }, context) : customIdMissing();
    },
  },
  customerByIdentifier: {
    args: ["identifier"],
    resolve: (_root, args, context) => {
      const { id, emailAddress, phoneNumber } = identifierOf(args);
      if (typeof id === "string") return byId("Customer").resolve(_root, { id }, context);
      const { data } = context.shop;
      if (typeof emailAddress === "string")
        return data.customers.get(data.customerIdByEmail.get(emailAddress.toLowerCase()) ?? "") ?? null;
      if (typeof phoneNumber === "string")
        return [...data.customers.values()].find((customer) => customer.phone === phoneNumber) ?? null;
      return customIdMissing();
    },
  },
  orders: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(visibleOrders(context.shop.data.orders.values(), context), args, context, path, {
        index: orderIndex(context.shop),
        sortKeys: orderSortKeys,
        defaultSort: "PROCESSED_AT",
      }),
  },
  ordersCount: {
    args: ["query", "limit"],
    resolve: (_root, args, context, path) =>
      count(
        findRecords(
          visibleOrders(context.shop.data.orders.values(), context),
          args["query"],
          context,
          path,
          orderIndex(context.shop),
        ).length,
        args["limit"],
      ),
  },
  customers: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(context.shop.data.customers.values(), args, context, path, {
        index: customerIndex(context.shop),
        sortKeys: customerSortKeys,
        defaultSort: "ID",
      }),
  },
  customersCount: {
    args: ["query", "limit"],
    resolve: (_root, args, context, path) =>
      count(
        findRecords(
          context.shop.data.customers.values(),
          args["query"],
          context,
          path,
          customerIndex(context.shop),
        ).length,
        args["limit"],
      ),
  },
  products: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(context.shop.data.products.values(), args, context, path, {
        index: productIndex(context.shop),
        sortKeys: productSortKeys,
        defaultSort: "ID",
      }),
  },
  productsCount: {
    args: ["query", "limit"],
    resolve: (_root, args, context, path) =>
      count(
        findRecords(
          context.shop.data.products.values(),
          args["query"],
          context,
          path,
          productIndex(context.shop),
        ).length,
        args["limit"],
      ),
  },
  productVariants: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(context.shop.data.variants.values(), args, context, path, {
        index: variantIndex(context.shop),
        sortKeys: variantSortKeys,
        defaultSort: "ID",
      }),
  },
  companies: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(context.shop.data.companies.values(), args, context, path, {
        index: companyIndex,
        sortKeys: companySortKeys,
        defaultSort: "ID",
      }),
  },
  companyLocations: {
    args: listArguments,
    resolve: (_root, args, context, path) =>
      listRecords(context.shop.data.companyLocations.values(), args, context, path, {
        index: companyLocationIndex,
        sortKeys: basicSortKeys,
        defaultSort: "ID",
      }),
  },
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
  webhookSubscriptions: {
    args: [...pageArguments, "topics", "uri", "callbackUrl", "format", "sortKey"],
    resolve: (_root, args, { shop }) =>
      paginate([...shop.installation.subscriptions.values()].filter(subscriptionTest(args)), args, {
        keyOf: (subscription) =>
          args["sortKey"] === "ID" ? BigInt(subscription.id) : subscription.createdAt,
        idOf: ({ id }) => id,
      }),
  },
  webhookSubscriptionsCount: {
    args: ["limit"],
    resolve: (_root, args, { shop }) => count(shop.installation.subscriptions.size, args["limit"]),
  },
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
