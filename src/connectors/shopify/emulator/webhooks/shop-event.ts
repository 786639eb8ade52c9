import type { BulkOperationRecord } from "../state/bulk-records.ts";
import type { ProductRecord, VariantRecord } from "../state/catalogue-records.ts";
import type {
  FulfillmentHoldRecord,
  FulfillmentOrderRecord,
  FulfillmentOrderStatus,
  FulfillmentRecord,
} from "../state/fulfillment-records.ts";
import type { OrderRecord, RefundRecord, TransactionRecord } from "../state/order-records.ts";
import type {
  CompanyContactRecord,
  CompanyLocationRecord,
  CompanyRecord,
  CustomerRecord,
} from "../state/party-records.ts";

/** What an order edit changed. */
export interface OrderEditFacts {
  readonly id: string;
  readonly orderId: string;
  readonly at: number;
  readonly staffNote: string;
  readonly notifyCustomer: boolean;
  readonly additions: readonly { readonly lineId: string; readonly delta: number }[];
  readonly removals: readonly { readonly lineId: string; readonly delta: number }[];
}

export type OrderTopic =
  | "orders/create"
  | "orders/updated"
  | "orders/paid"
  | "orders/cancelled"
  | "orders/fulfilled"
  | "orders/partially_fulfilled";

export type CustomerTopic =
  | "customers/create"
  | "customers/update"
  | "customers/enable"
  | "customers/disable"
  | "customers/purchasing_summary"
  | "customers_email_marketing_consent/update"
  | "customers_marketing_consent/update";

/** Units of lines of a fulfillment order. */
export type WorkUnitsFacts = readonly { readonly id: string; readonly quantity: number }[];

/** What happened to the work of sending an order. */
export type FulfillmentOrderEvent =
  | {
      readonly topic:
        | "fulfillment_orders/order_routing_complete"
        | "fulfillment_orders/hold_released"
        | "fulfillment_orders/manually_reported_progress_stopped";
      readonly workOrder: FulfillmentOrderRecord;
    }
  | {
      readonly topic: "fulfillment_orders/placed_on_hold";
      readonly workOrder: FulfillmentOrderRecord;
      readonly remaining: FulfillmentOrderRecord | null;
      readonly hold: FulfillmentHoldRecord;
      readonly heldUnits: WorkUnitsFacts;
    }
  | {
      readonly topic: "fulfillment_holds/added" | "fulfillment_holds/released";
      readonly workOrder: FulfillmentOrderRecord;
      readonly hold: FulfillmentHoldRecord;
    }
  | {
      readonly topic: "fulfillment_orders/moved";
      readonly original: FulfillmentOrderRecord;
      readonly moved: FulfillmentOrderRecord;
      readonly sourceId: string | null;
      readonly locationId: string;
      readonly requested: WorkUnitsFacts;
    }
  | {
      readonly topic: "fulfillment_orders/split";
      readonly workOrder: FulfillmentOrderRecord;
      readonly remaining: FulfillmentOrderRecord;
      readonly splitUnits: WorkUnitsFacts;
    }
  | {
      readonly topic: "fulfillment_orders/cancelled";
      readonly workOrder: FulfillmentOrderRecord;
      readonly replacement: FulfillmentOrderRecord;
    }
  | {
      readonly topic: "fulfillment_orders/progress_reported";
      readonly workOrder: FulfillmentOrderRecord;
      readonly reasonNotes: string | null;
      readonly before: FulfillmentOrderStatus;
    };

/** Something that happened in the shop and that subscribed apps are told. */
export type ShopEvent =
  | { readonly topic: OrderTopic; readonly order: OrderRecord }
  | { readonly topic: "orders/edited"; readonly edit: OrderEditFacts }
  | { readonly topic: "orders/delete"; readonly orderId: string }
  | { readonly topic: "refunds/create"; readonly order: OrderRecord; readonly refund: RefundRecord }
  | {
      readonly topic: "order_transactions/create";
      readonly order: OrderRecord;
      readonly transaction: TransactionRecord;
    }
  | {
      readonly topic: "fulfillments/create" | "fulfillments/update";
      readonly order: OrderRecord;
      readonly fulfillment: FulfillmentRecord;
    }
  | FulfillmentOrderEvent
  | { readonly topic: CustomerTopic; readonly customer: CustomerRecord }
  | { readonly topic: "customers/delete"; readonly customer: CustomerRecord }
  | {
      readonly topic: "customer.tags_added" | "customer.tags_removed";
      readonly customer: CustomerRecord;
      readonly tags: readonly string[];
    }
  | { readonly topic: "customers/merge"; readonly keptId: string; readonly deletedId: string }
  | {
      readonly topic: "companies/create" | "companies/update" | "companies/delete";
      readonly company: CompanyRecord;
    }
  | {
      readonly topic: "company_locations/create" | "company_locations/update" | "company_locations/delete";
      readonly location: CompanyLocationRecord;
      readonly company: CompanyRecord;
    }
  | {
      readonly topic: "company_contacts/create" | "company_contacts/update" | "company_contacts/delete";
      readonly contact: CompanyContactRecord;
      readonly company: CompanyRecord;
    }
  | { readonly topic: "products/create" | "products/update"; readonly product: ProductRecord }
  | { readonly topic: "products/delete"; readonly productId: string }
  | {
      readonly topic: "inventory_levels/update";
      readonly variant: VariantRecord;
      readonly locationId: string;
    }
  | { readonly topic: "shop/update" }
  | { readonly topic: "app/uninstalled" }
  | {
      readonly topic: "app/scopes_update";
      readonly previous: readonly string[];
      readonly current: readonly string[];
    }
  | {
      readonly topic: "customers/data_request" | "customers/redact";
      readonly customer: {
        readonly id: string;
        readonly email: string | null;
        readonly phone: string | null;
      };
      readonly orderIds: readonly string[];
    }
  | { readonly topic: "shop/redact" }
  | { readonly topic: "bulk_operations/finish"; readonly operation: BulkOperationRecord };

export type Topic = ShopEvent["topic"];
