import type { ShopEvent } from "../shop-event.ts";
import type { Shop } from "../../state/shop.ts";
import { bulkOperationBody } from "./bulk-operation-body.ts";
import { companyBody, companyContactBody, companyLocationBody } from "./company-body.ts";
import {
  customerTagsBody,
  deletedCustomerBody,
  emailConsentBody,
  mergedCustomersBody,
  purchasingSummaryBody,
  smsConsentBody,
  wholeCustomerBody,
} from "./customer-body.ts";
import { fulfillmentEventBody } from "./fulfillment-body.ts";
import { idNumber } from "./json-number.ts";
import { orderBody, orderEditBody } from "./order-body.ts";
import { refundBody, transactionBody } from "./payment-body.ts";
import { inventoryLevelBody, productBody } from "./product-body.ts";
import { privacyBody, privacyCustomerBody, scopesUpdateBody, shopBody } from "./shop-body.ts";
import { withhold } from "./withhold.ts";
import { workBody } from "./work-body.ts";

/**
 * The body of a webhook as of now, without what the app may not see. Source of the shapes: the topics' samples in
 * Shopify's "Webhooks" reference, and bodies of live shops where they are richer.
 */
export function eventBody(event: ShopEvent, shop: Shop): unknown {
  return withhold(event.topic, wholeBody(event, shop), shop);
}

function wholeBody(event: ShopEvent, shop: Shop): Record<string, unknown> {
  switch (event.topic) {
    case "orders/create":
    case "orders/updated":
    case "orders/paid":
    case "orders/cancelled":
    case "orders/fulfilled":
    case "orders/partially_fulfilled":
      return orderBody(event.order, shop);
    case "orders/edited":
      return orderEditBody(event.edit, shop);
    case "orders/delete":
      return { id: idNumber(event.orderId) };
    case "refunds/create":
      return refundBody(event.refund, event.order, shop);
    case "order_transactions/create":
      return transactionBody(event.transaction, event.order, shop);
    case "fulfillments/create":
    case "fulfillments/update":
      return fulfillmentEventBody(event.fulfillment, event.order, shop);
    case "fulfillment_orders/order_routing_complete":
    case "fulfillment_orders/hold_released":
    case "fulfillment_orders/manually_reported_progress_stopped":
    case "fulfillment_orders/placed_on_hold":
    case "fulfillment_orders/moved":
    case "fulfillment_orders/split":
    case "fulfillment_orders/cancelled":
    case "fulfillment_orders/progress_reported":
    case "fulfillment_holds/added":
    case "fulfillment_holds/released":
      return workBody(event, shop);
    case "customers/create":
    case "customers/update":
    case "customers/enable":
    case "customers/disable":
      return wholeCustomerBody(event.customer, shop);
    case "customers/delete":
      return deletedCustomerBody(event.customer);
    case "customers/merge":
      return mergedCustomersBody(event.keptId, event.deletedId);
    case "customers/purchasing_summary":
      return purchasingSummaryBody(event.customer, shop);
    case "customers_email_marketing_consent/update":
      return emailConsentBody(event.customer, shop);
    case "customers_marketing_consent/update":
      return smsConsentBody(event.customer, shop);
    case "customer.tags_added":
    case "customer.tags_removed":
      return customerTagsBody(event.customer, event.tags, shop);
    case "companies/create":
    case "companies/update":
    case "companies/delete":
      return companyBody(event.company, shop);
    case "company_locations/create":
    case "company_locations/update":
    case "company_locations/delete":
      return companyLocationBody(event.location, event.company, shop);
    case "company_contacts/create":
    case "company_contacts/update":
    case "company_contacts/delete":
      return companyContactBody(event.contact, event.company, shop);
    case "products/create":
    case "products/update":
      return productBody(event.product, shop);
    case "products/delete":
      return { id: idNumber(event.productId) };
    case "inventory_levels/update":
      return inventoryLevelBody(event.variant, event.locationId, shop);
    case "shop/update":
    case "app/uninstalled":
      return shopBody(shop);
    case "app/scopes_update":
      return scopesUpdateBody(event.previous, event.current, shop);
    case "customers/data_request":
      return {
        ...privacyBody(shop),
        customer: privacyCustomerBody(event.customer),
        orders_requested: event.orderIds.map(idNumber),
        data_request: { id: idNumber(shop.ids.next("DataRequest")) },
      };
    case "customers/redact":
      return {
        ...privacyBody(shop),
        customer: privacyCustomerBody(event.customer),
        orders_to_redact: event.orderIds.map(idNumber),
      };
    case "shop/redact":
      return privacyBody(shop);
    case "bulk_operations/finish":
      return bulkOperationBody(event.operation, shop);
  }
}
