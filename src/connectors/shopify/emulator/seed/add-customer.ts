import type { CustomerRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import { addressRecord } from "./address-record.ts";
import type { CustomerSpec } from "./catalogue.ts";

/** Adds a customer without telling anybody. The caller has checked that nobody has the e-mail address. */
export function addCustomer(shop: Shop, spec: CustomerSpec): CustomerRecord {
  const at = spec.createdAt === undefined ? shop.clock.now() : Date.parse(spec.createdAt);
  const large = spec.largeIds === true;
  const addresses = (spec.addresses ?? []).map((address) =>
    addressRecord(
      shop,
      { firstName: spec.firstName, lastName: spec.lastName, phone: spec.phone, ...address },
      large,
    ),
  );
  const customer: CustomerRecord = {
    __typename: "Customer",
    id: shop.ids.next("Customer", { large }),
    createdAt: at,
    updatedAt: at,
    firstName: spec.firstName ?? null,
    lastName: spec.lastName ?? null,
    email: spec.email ?? null,
    phone: spec.phone ?? null,
    note: spec.note ?? null,
    tags: tidyTags(spec.tags ?? []),
    state: spec.state ?? "DISABLED",
    taxExempt: spec.taxExempt ?? false,
    taxExemptions: spec.taxExemptions ?? [],
    locale: spec.locale ?? "en",
    verifiedEmail: spec.verifiedEmail ?? true,
    addresses,
    defaultAddressId: addresses[0]?.id ?? null,
    emailMarketing: spec.emailMarketing ?? "NOT_SUBSCRIBED",
    smsMarketing: spec.smsMarketing ?? "NOT_SUBSCRIBED",
    orderIds: [],
  };
  shop.data.customers.set(customer.id, customer);
  if (customer.email !== null) shop.data.customerIdByEmail.set(customer.email.toLowerCase(), customer.id);
  shop.revision += 1;
  return customer;
}

/** Whoever has the e-mail address, whatever its case. */
export function customerByEmail(shop: Shop, email: string): CustomerRecord | undefined {
  const id = shop.data.customerIdByEmail.get(email.toLowerCase());
  return id === undefined ? undefined : shop.data.customers.get(id);
}
