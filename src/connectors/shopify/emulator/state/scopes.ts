/** What an app that reads orders, customers and catalogue, may change orders and send them is granted. */
export const usualScopes: readonly string[] = [
  "read_orders",
  "write_orders",
  "read_all_orders",
  "write_order_edits",
  "read_customers",
  "write_customers",
  "read_customer_merge",
  "read_companies",
  "read_products",
  "read_inventory",
  "read_locations",
  "read_fulfillments",
  "read_merchant_managed_fulfillment_orders",
  "write_merchant_managed_fulfillment_orders",
];
