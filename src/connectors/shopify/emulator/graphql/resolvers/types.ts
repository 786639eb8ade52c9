import { mutationFields } from "../mutations/mutation-fields.ts";
import type { TypeFields } from "../type-fields.ts";
import { cancelResultFields, installationFields, jobFields, subscriptionFields } from "./app-fields.ts";
import { bulkOperationFields } from "./bulk-fields.ts";
import { calculatedOrderFields } from "./calculated-fields.ts";
import {
  inventoryItemFields,
  inventoryLevelFields,
  locationFields,
  productFields,
  variantFields,
} from "./catalogue-fields.ts";
import { fulfillmentFields } from "./fulfillment-fields.ts";
import { lineItemFields, shippingLineFields } from "./line-fields.ts";
import { orderFields } from "./order-fields.ts";
import {
  addressFields,
  companyAddressFields,
  companyContactFields,
  companyFields,
  companyLocationFields,
  customerFields,
} from "./party-fields.ts";
import {
  adjustmentFields,
  refundFields,
  refundLineFields,
  refundShippingFields,
  transactionFields,
} from "./payment-fields.ts";
import { queryFields } from "./query-fields.ts";
import { shopFields } from "./shop-fields.ts";
import { holdFields, workFields, workLineFields } from "./work-fields.ts";

/** The modelled fields of every type that is backed by a record; other objects are read by property. */
export const modelledTypes: ReadonlyMap<string, TypeFields> = new Map([
  ["QueryRoot", queryFields],
  ["Mutation", mutationFields],
  ["Shop", shopFields],
  ["AppInstallation", installationFields],
  ["Order", orderFields],
  ["LineItem", lineItemFields],
  ["ShippingLine", shippingLineFields],
  ["OrderTransaction", transactionFields],
  ["Refund", refundFields],
  ["RefundLineItem", refundLineFields],
  ["RefundShippingLine", refundShippingFields],
  ["OrderAdjustment", adjustmentFields],
  ["Fulfillment", fulfillmentFields],
  ["FulfillmentOrder", workFields],
  ["FulfillmentOrderLineItem", workLineFields],
  ["FulfillmentHold", holdFields],
  ["Customer", customerFields],
  ["MailingAddress", addressFields],
  ["Company", companyFields],
  ["CompanyLocation", companyLocationFields],
  ["CompanyContact", companyContactFields],
  ["CompanyAddress", companyAddressFields],
  ["Product", productFields],
  ["ProductVariant", variantFields],
  ["InventoryItem", inventoryItemFields],
  ["InventoryLevel", inventoryLevelFields],
  ["Location", locationFields],
  ["WebhookSubscription", subscriptionFields],
  ["Job", jobFields],
  ["BulkOperation", bulkOperationFields],
  ["OrderCancelJobResult", cancelResultFields],
  ["CalculatedOrder", calculatedOrderFields],
]);
