import { statusOf } from "../../bulk/bulk-links.ts";
import type { BulkOperationRecord } from "../../state/bulk-records.ts";
import type { SubscriptionRecord } from "../../state/app-records.ts";
import type { FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { fixedText } from "../../state/money.ts";
import type { ProductRecord, VariantRecord } from "../../state/catalogue-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { CompanyLocationRecord, CompanyRecord, CustomerRecord } from "../../state/party-records.ts";
import type { Shop } from "../../state/shop.ts";
import { displayFulfillmentStatus, financialStatus } from "../../orders/statuses.ts";
import { totalsOf } from "../../orders/totals.ts";
import type { SearchField, SearchIndex } from "./match-search.ts";

/** What lists may be filtered by; times are those that the index has seen. */
export function orderIndex(shop: Shop): SearchIndex<OrderRecord> {
  const now = shop.clock.now();
  return {
    fields: {
      ...commonFields<OrderRecord>(),
      name: { kind: "check", of: (order, value) => sameName(order.name, value) },
      processed_at: { kind: "time", of: (order) => order.processedAt },
      status: { kind: "check", of: hasStatus },
      financial_status: {
        kind: "check",
        of: (order, value) => matchesFinancial(financialStatus(order, now), value),
      },
      fulfillment_status: {
        kind: "check",
        of: (order, value) => matchesFulfillment(displayFulfillmentStatus(order), value),
      },
      return_status: { kind: "exact", of: () => ["no_return"] },
      email: { kind: "words", of: (order) => [order.email] },
      customer_id: { kind: "exact", of: (order) => [order.customerId] },
      tag: { kind: "exact", of: (order) => order.tags },
      tag_not: {
        kind: "check",
        of: (order, value) => !order.tags.some((tag) => tag.toLowerCase() === value.toLowerCase()),
      },
      source_name: { kind: "exact", of: (order) => [order.sourceName] },
      source_identifier: { kind: "exact", of: (order) => [order.sourceIdentifier] },
      po_number: { kind: "exact", of: (order) => [order.poNumber] },
      location_id: { kind: "exact", of: (order) => [order.retailLocationId] },
      sku: { kind: "exact", of: (order) => order.lines.map((line) => line.sku) },
      gateway: { kind: "exact", of: (order) => order.transactions.map((transaction) => transaction.gateway) },
      test: { kind: "exact", of: (order) => [String(order.test)] },
      discount_code: {
        kind: "exact",
        of: (order) => order.discounts.filter(({ kind }) => kind === "code").map(({ title }) => title),
      },
      confirmation_number: { kind: "exact", of: (order) => [order.confirmationNumber] },
      current_total_price: {
        kind: "number",
        of: (order) => Number(fixedText(totalsOf(order).currentTotal.shop, order.currency)),
      },
    },
    plain: (order) => {
      const customer = order.customerId ? shop.data.customers.get(order.customerId) : undefined;
      return [order.name, order.email, customer?.firstName ?? null, customer?.lastName ?? null];
    },
  };
}

export function customerIndex(shop: Shop): SearchIndex<CustomerRecord> {
  return {
    fields: {
      ...commonFields<CustomerRecord>(),
      customer_date: { kind: "time", of: (customer) => customer.createdAt },
      updated_at: { kind: "time", of: (customer) => customer.updatedAt, wholeDay: true },
      email: { kind: "words", of: (customer) => [customer.email] },
      phone: { kind: "exact", of: (customer) => [customer.phone] },
      first_name: { kind: "words", of: (customer) => [customer.firstName] },
      last_name: { kind: "words", of: (customer) => [customer.lastName] },
      tag: { kind: "exact", of: (customer) => customer.tags },
      state: { kind: "exact", of: (customer) => [customer.state] },
      tag_not: {
        kind: "check",
        of: (customer, value) => !customer.tags.some((tag) => tag.toLowerCase() === value.toLowerCase()),
      },
      country: {
        kind: "exact",
        of: (customer) => customer.addresses.flatMap((address) => [address.country, address.countryCode]),
      },
      orders_count: {
        kind: "number",
        of: (customer) => customer.orderIds.filter((id) => shop.data.orders.has(id)).length,
      },
    },
    plain: (customer) => [customer.firstName, customer.lastName, customer.email, customer.phone],
  };
}

export function productIndex(shop: Shop): SearchIndex<ProductRecord> {
  const variantsOf = (product: ProductRecord) =>
    product.variantIds.flatMap((id) => shop.data.variants.get(id) ?? []);
  return {
    fields: {
      ...commonFields<ProductRecord>(),
      sku: { kind: "exact", of: (product) => variantsOf(product).map((variant) => variant.sku) },
      barcode: { kind: "exact", of: (product) => variantsOf(product).map((variant) => variant.barcode) },
      handle: { kind: "exact", of: (product) => [product.handle] },
      title: { kind: "words", of: (product) => [product.title] },
      status: { kind: "exact", of: (product) => [product.status] },
      vendor: { kind: "exact", of: (product) => [product.vendor] },
      product_type: { kind: "exact", of: (product) => [product.productType] },
      tag: { kind: "exact", of: (product) => product.tags },
    },
    plain: (product) => [product.title, product.vendor, ...variantsOf(product).map((variant) => variant.sku)],
  };
}

export function variantIndex(shop: Shop): SearchIndex<VariantRecord> {
  return {
    fields: {
      ...commonFields<VariantRecord>(),
      sku: { kind: "exact", of: (variant) => [variant.sku] },
      barcode: { kind: "exact", of: (variant) => [variant.barcode] },
      product_id: { kind: "exact", of: (variant) => [variant.productId] },
      title: { kind: "words", of: (variant) => [variant.title] },
      taxable: { kind: "exact", of: (variant) => [String(variant.taxable)] },
    },
    plain: (variant) => [
      variant.title,
      variant.sku,
      shop.data.products.get(variant.productId)?.title ?? null,
    ],
  };
}

export const companyIndex: SearchIndex<CompanyRecord> = {
  fields: {
    ...commonFields<CompanyRecord>(),
    external_id: { kind: "exact", of: (company) => [company.externalId] },
    name: { kind: "words", of: (company) => [company.name] },
  },
  plain: (company) => [company.name, company.externalId],
};

export const companyLocationIndex: SearchIndex<CompanyLocationRecord> = {
  fields: {
    ...commonFields<CompanyLocationRecord>(),
    external_id: { kind: "exact", of: (location) => [location.externalId] },
    company_id: { kind: "exact", of: (location) => [location.companyId] },
    name: { kind: "words", of: (location) => [location.name] },
  },
  plain: (location) => [location.name, location.externalId],
};

export const subscriptionIndex: SearchIndex<SubscriptionRecord> = {
  fields: commonFields<SubscriptionRecord>(),
  plain: () => [],
};

export function bulkOperationIndex(shop: Shop): SearchIndex<BulkOperationRecord> {
  const now = shop.clock.now();
  return {
    fields: {
      id: { kind: "number", of: (operation) => BigInt(operation.id) },
      created_at: { kind: "time", of: (operation) => operation.createdAt },
      operation_type: { kind: "exact", of: (operation) => [operation.type] },
      status: { kind: "exact", of: (operation) => [statusOf(operation, now)] },
    },
    plain: () => [],
  };
}

export const workIndex: SearchIndex<FulfillmentOrderRecord> = {
  fields: {
    id: { kind: "number", of: (workOrder) => BigInt(workOrder.id) },
    updated_at: { kind: "time", of: (workOrder) => workOrder.updatedAt },
    status: { kind: "exact", of: (workOrder) => [workOrder.status] },
    assigned_location_id: { kind: "exact", of: (workOrder) => [workOrder.locationId] },
  },
  plain: () => [],
};

function commonFields<
  Item extends { readonly id: string; readonly createdAt: number; readonly updatedAt: number },
>() {
  return {
    id: { kind: "number", of: (item) => BigInt(item.id) },
    created_at: { kind: "time", of: (item) => item.createdAt },
    updated_at: { kind: "time", of: (item) => item.updatedAt },
  } satisfies Record<string, SearchField<Item>>;
}

function sameName(name: string, wanted: string): boolean {
  const bare = (text: string) => text.replace(/^#/, "").toLowerCase();
  return wanted.endsWith("*")
    ? bare(name).startsWith(bare(wanted.slice(0, -1)))
    : bare(name) === bare(wanted);
}

function hasStatus(order: OrderRecord, status: string): boolean {
  switch (status.toLowerCase()) {
    case "open":
      return order.closedAt === null && order.cancelledAt === null;
    case "closed":
      return order.closedAt !== null && order.cancelledAt === null;
    case "cancelled":
      return order.cancelledAt !== null;
    case "not_closed":
      return order.closedAt === null;
    default:
      return false;
  }
}

function matchesFinancial(status: string, wanted: string): boolean {
  const asked = wanted.toUpperCase();
  if (asked === "ANY") return true;
  if (asked === "UNPAID") return ["AUTHORIZED", "PENDING", "PARTIALLY_PAID", "EXPIRED"].includes(status);
  return status === asked;
}

function matchesFulfillment(status: string, wanted: string): boolean {
  const asked = wanted.toUpperCase();
  if (asked === "SHIPPED") return status === "FULFILLED";
  if (asked === "PARTIAL") return status === "PARTIALLY_FULFILLED";
  if (asked === "UNSHIPPED") return status === "UNFULFILLED";
  return status === asked;
}
