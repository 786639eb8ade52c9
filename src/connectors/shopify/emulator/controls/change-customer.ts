import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { customerByEmail } from "../seed/add-customer.ts";
import { addressRecord } from "../seed/address-record.ts";
import { customerSchema } from "../seed/catalogue.ts";
import type { CustomerRecord } from "../state/party-records.ts";
import { touch } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";

const changesSchema = customerSchema.omit({ createdAt: true, largeIds: true, locale: true });

/** Changes what is named; `addresses` replaces them all. Tells of tags, consent, and state by topics of their own too. */
export function changeCustomer(shop: Shop, customer: CustomerRecord, body: unknown): CustomerRecord {
  const changes = changesSchema.parse(body);
  const { email, tags, addresses } = changes;
  if (email !== undefined) changeEmail(shop, customer, email);
  const before = { ...customer };
  if (changes.firstName !== undefined) customer.firstName = changes.firstName;
  if (changes.lastName !== undefined) customer.lastName = changes.lastName;
  if (changes.phone !== undefined) customer.phone = changes.phone;
  if (changes.note !== undefined) customer.note = changes.note;
  if (tags) customer.tags = tidyTags(tags);
  if (changes.state) customer.state = changes.state;
  if (changes.taxExempt !== undefined) customer.taxExempt = changes.taxExempt;
  if (changes.taxExemptions) customer.taxExemptions = changes.taxExemptions;
  if (changes.verifiedEmail !== undefined) customer.verifiedEmail = changes.verifiedEmail;
  if (changes.emailMarketing) customer.emailMarketing = changes.emailMarketing;
  if (changes.smsMarketing) customer.smsMarketing = changes.smsMarketing;
  if (addresses) {
    customer.addresses = addresses.map((address) => addressRecord(shop, address));
    customer.defaultAddressId = customer.addresses[0]?.id ?? null;
  }
  touch(shop, customer);
  shop.publish([{ topic: "customers/update", customer }, ...ownTopics(before, customer)]);
  return customer;
}

function changeEmail(shop: Shop, customer: CustomerRecord, email: string | null): void {
  const owner = email === null ? undefined : customerByEmail(shop, email);
  if (owner && owner.id !== customer.id) throw new ControlError(400, "Email has already been taken");
  if (customer.email !== null) shop.data.customerIdByEmail.delete(customer.email.toLowerCase());
  customer.email = email;
  if (email !== null) shop.data.customerIdByEmail.set(email.toLowerCase(), customer.id);
}

function ownTopics(before: CustomerRecord, customer: CustomerRecord): ShopEvent[] {
  const events: ShopEvent[] = [];
  const added = customer.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !customer.tags.includes(tag));
  if (added.length > 0) events.push({ topic: "customer.tags_added", customer, tags: added });
  if (removed.length > 0) events.push({ topic: "customer.tags_removed", customer, tags: removed });
  if (before.emailMarketing !== customer.emailMarketing)
    events.push({ topic: "customers_email_marketing_consent/update", customer });
  if (before.smsMarketing !== customer.smsMarketing)
    events.push({ topic: "customers_marketing_consent/update", customer });
  if (before.state !== customer.state && customer.state === "ENABLED")
    events.push({ topic: "customers/enable", customer });
  if (before.state !== customer.state && customer.state === "DISABLED")
    events.push({ topic: "customers/disable", customer });
  return events;
}

/** Refused as Shopify refuses it while there are orders. */
export function deleteCustomer(shop: Shop, customer: CustomerRecord): CustomerRecord {
  if (customer.orderIds.length > 0)
    throw new ControlError(400, "Customer can’t be deleted because they have associated orders");
  forget(shop, customer);
  shop.publish([{ topic: "customers/delete", customer }]);
  return customer;
}

/** `customer` vanishes; its orders, addresses, and tags go to `kept`. Gives the one that stays. */
export function mergeCustomers(shop: Shop, customer: CustomerRecord, kept: CustomerRecord): CustomerRecord {
  if (customer.id === kept.id) throw new ControlError(400, "a customer cannot be merged with itself");
  for (const id of customer.orderIds) {
    const order = shop.data.orders.get(id);
    if (order) order.customerId = kept.id;
  }
  kept.orderIds.push(...customer.orderIds);
  kept.orderIds.sort((left, right) => placedAt(shop, left) - placedAt(shop, right));
  kept.addresses = [...kept.addresses, ...customer.addresses];
  kept.defaultAddressId ??= kept.addresses[0]?.id ?? null;
  kept.tags = tidyTags([...kept.tags, ...customer.tags]);
  forget(shop, customer);
  kept.phone ??= customer.phone;
  if (kept.email === null && customer.email !== null) changeEmail(shop, kept, customer.email);
  shop.data.mergedCustomers.set(customer.id, kept.id);
  touch(shop, kept);
  shop.publish([
    { topic: "customers/merge", keptId: kept.id, deletedId: customer.id },
    { topic: "customers/update", customer: kept },
  ]);
  return kept;
}

function placedAt(shop: Shop, orderId: string): number {
  return shop.data.orders.get(orderId)?.createdAt ?? 0;
}

function forget(shop: Shop, customer: CustomerRecord): void {
  shop.data.customers.delete(customer.id);
  if (customer.email !== null) shop.data.customerIdByEmail.delete(customer.email.toLowerCase());
  shop.revision += 1;
}

/** Takes everything personal off a customer and the orders; ids, sums, and times stay. */
export function eraseCustomer(shop: Shop, customer: CustomerRecord): void {
  if (customer.email !== null) shop.data.customerIdByEmail.delete(customer.email.toLowerCase());
  Object.assign(customer, {
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    note: null,
    addresses: [],
    defaultAddressId: null,
  } satisfies Partial<CustomerRecord>);
  for (const id of customer.orderIds) {
    const order = shop.data.orders.get(id);
    if (!order) continue;
    Object.assign(order, {
      email: null,
      phone: null,
      note: null,
      billingAddress: null,
      shippingAddress: null,
    });
  }
  shop.revision += 1;
}
