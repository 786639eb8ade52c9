import type { BulkOperationRecord } from "../state/bulk-records.ts";
import type { ProductRecord, VariantRecord } from "../state/catalogue-records.ts";
import type {
  FulfillmentRecord,
  OrderRecord,
  RefundRecord,
  TransactionRecord,
} from "../state/order-records.ts";
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
      readonly topic: "fulfillments/create";
      readonly order: OrderRecord;
      readonly fulfillment: FulfillmentRecord;
    }
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
