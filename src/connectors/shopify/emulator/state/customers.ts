import type { CustomerRecord } from "./party-records.ts";
import type { Shop } from "./shop.ts";

/** Keeps a customer, findable by id and e-mail address. */
export function rememberCustomer(shop: Shop, customer: CustomerRecord): void {
  shop.data.customers.set(customer.id, customer);
  if (customer.email) shop.data.customerIdByEmail.set(customer.email.toLowerCase(), customer.id);
}

/** Takes a customer's e-mail address out of the index: before it changes, or when the customer goes. */
export function forgetCustomer(shop: Shop, customer: CustomerRecord): void {
  const email = customer.email?.toLowerCase();
  if (email !== undefined && shop.data.customerIdByEmail.get(email) === customer.id)
    shop.data.customerIdByEmail.delete(email);
}
