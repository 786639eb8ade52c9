import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { addCustomer, customerByEmail } from "../seed/add-customer.ts";
import { mailingAddressOf } from "../seed/address-record.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { AddressRecord, CustomerRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import { companyCalled, companyLocationCalled, customerAt } from "./find-records.ts";
import type { OrderInput } from "./order-schema.ts";
import type { RandomPicks } from "./random-picks.ts";

/** Who buys, and where the goods and the invoice go when the order does not say. */
export interface Buyer {
  readonly customer: CustomerRecord | undefined;
  readonly company: OrderRecord["company"];
  readonly billingAddress: AddressRecord | null;
  readonly shippingAddress: AddressRecord | null;
  readonly isTaxExempt: boolean;
}

/** Makes a customer whom nobody knows yet, and tells of it. */
export function findBuyer(shop: Shop, input: OrderInput, picks: RandomPicks): Buyer {
  if (input.company !== undefined) return companyBuyer(shop, input, input.company, picks);
  const customer = customerOf(shop, input, picks);
  const home = customer?.addresses.find(({ id }) => id === customer.defaultAddressId) ?? null;
  return {
    customer,
    company: null,
    billingAddress: home,
    shippingAddress: home,
    isTaxExempt: customer?.taxExempt ?? false,
  };
}

function customerOf(shop: Shop, { customer }: OrderInput, picks: RandomPicks): CustomerRecord | undefined {
  if (customer === undefined) return picks.customer();
  if (customer === null) return undefined;
  const { id, ...facts } = customer;
  if (id !== undefined) return customerAt(shop, id);
  const known = facts.email ? customerByEmail(shop, facts.email) : undefined;
  if (known) return known;
  const added = addCustomer(shop, facts);
  shop.publish([{ topic: "customers/create", customer: added }]);
  return added;
}

function companyBuyer(shop: Shop, input: OrderInput, name: string, picks: RandomPicks): Buyer {
  const company = companyCalled(shop, name);
  const location = companyLocationCalled(shop, company, input.companyLocation);
  const named = input.customer === undefined ? undefined : customerOf(shop, input, picks);
  const contacts = company.contactIds.flatMap((id) => shop.data.companyContacts.get(id) ?? []);
  const contact = named
    ? contacts.find(({ customerId }) => customerId === named.id)
    : contacts.find(({ id }) => id === company.mainContactId);
  if (named && !contact) throw new ControlError(400, `the customer is no contact of ${company.name}`);
  const customer = named ?? (contact ? shop.data.customers.get(contact.customerId) : undefined);
  const mail = (address: typeof location.billingAddress) =>
    address ? mailingAddressOf(shop, address) : null;
  return {
    customer,
    company: { companyId: company.id, locationId: location.id, contactId: contact?.id ?? null },
    billingAddress: mail(location.billingAddress),
    shippingAddress: mail(location.shippingAddress),
    isTaxExempt: location.taxExempt,
  };
}
