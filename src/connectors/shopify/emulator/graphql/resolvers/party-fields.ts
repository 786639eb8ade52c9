import { gid } from "../../state/ids.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type {
  AddressRecord,
  CompanyAddressRecord,
  CompanyContactRecord,
  CompanyLocationRecord,
  CompanyRecord,
  CustomerRecord,
} from "../../state/party-records.ts";
import { totalsOf } from "../../orders/totals.ts";
import type { GraphContext } from "../graph-context.ts";
import { basicSortKeys, listRecords, visibleOrders } from "../lists.ts";
import { paginate, paginateInOrder } from "../paginate.ts";
import { companyLocationIndex, orderIndex } from "../search/indexes.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { count, isoTime, moneyV2 } from "../views.ts";
import { noMetafields } from "./no-metafields.ts";

function ordersOf(customer: CustomerRecord, { shop }: GraphContext): OrderRecord[] {
  return customer.orderIds.flatMap((id) => shop.data.orders.get(id) ?? []);
}

function contactsOf(
  context: GraphContext,
  test: (contact: CompanyContactRecord) => boolean,
): CompanyContactRecord[] {
  return [...context.shop.data.companyContacts.values()].filter(test);
}

export function displayName(customer: CustomerRecord): string {
  const name = [customer.firstName, customer.lastName]
    .filter((part) => part !== null && part !== "")
    .join(" ");
  return name || (customer.email ?? customer.phone ?? "");
}

export const customerFields = typeFields<CustomerRecord>({
  id: (customer) => gid("Customer", customer.id),
  legacyResourceId: (customer) => customer.id,
  createdAt: (customer) => isoTime(customer.createdAt),
  updatedAt: (customer) => isoTime(customer.updatedAt),
  firstName: (customer) => customer.firstName,
  lastName: (customer) => customer.lastName,
  displayName,
  email: (customer) => customer.email,
  phone: (customer) => customer.phone,
  defaultEmailAddress: (customer) =>
    customer.email === null
      ? null
      : {
          emailAddress: customer.email,
          marketingState: customer.emailMarketing,
          marketingOptInLevel: customer.emailMarketing === "SUBSCRIBED" ? "SINGLE_OPT_IN" : null,
          marketingUpdatedAt: null,
          validFormat: true,
        },
  defaultPhoneNumber: (customer) =>
    customer.phone === null
      ? null
      : {
          phoneNumber: customer.phone,
          marketingState: customer.smsMarketing,
          marketingOptInLevel: customer.smsMarketing === "SUBSCRIBED" ? "SINGLE_OPT_IN" : null,
          marketingUpdatedAt: null,
          marketingCollectedFrom: null,
          smsMarketingConsent: {
            state: customer.smsMarketing,
            optInLevel: customer.smsMarketing === "SUBSCRIBED" ? "SINGLE_OPT_IN" : null,
            updatedAt: null,
          },
        },
  note: (customer) => customer.note,
  tags: (customer) => customer.tags,
  state: (customer) => customer.state,
  taxExempt: (customer) => customer.taxExempt,
  taxExemptions: (customer) => customer.taxExemptions,
  locale: (customer) => customer.locale,
  verifiedEmail: (customer) => customer.verifiedEmail,
  validEmailAddress: (customer) => customer.email !== null,
  multipassIdentifier: () => null,
  dataSaleOptOut: () => false,
  numberOfOrders: (customer, _args, context) => String(ordersOf(customer, context).length),
  amountSpent: (customer, _args, context) => {
    const spent = ordersOf(customer, context).map((order) => totalsOf(order).net.shop);
    return moneyV2(
      spent.reduce((sum, amount) => sum + amount, 0n),
      context.shop.settings.currency,
    );
  },
  lastOrder: (customer, _args, context) => ordersOf(customer, context).at(-1) ?? null,
  orders: {
    args: [...pageArguments, "query", "sortKey"],
    resolve: (customer, args, context, path) =>
      listRecords(visibleOrders(ordersOf(customer, context), context), args, context, path, {
        rootField: "orders",
        index: orderIndex(context.shop),
        sortKeys: basicSortKeys,
        defaultSort: "ID",
      }),
  },
  canDelete: (customer, _args, context) => ordersOf(customer, context).length === 0,
  companyContactProfiles: (customer, _args, context) =>
    contactsOf(context, (contact) => contact.customerId === customer.id),
  defaultAddress: (customer) =>
    customer.addresses.find((address) => address.id === customer.defaultAddressId) ?? null,
  addresses: {
    args: ["first"],
    resolve: (customer, args) =>
      typeof args["first"] === "number" ? customer.addresses.slice(0, args["first"]) : customer.addresses,
  },
  addressesV2: {
    args: pageArguments,
    resolve: (customer, args) => paginateInOrder(customer.addresses, args, (address) => address.id),
  },
  mergeable: (customer) => ({
    isMergeable: customer.tags.length <= 250,
    reason: null,
    errorFields: [],
    mergeInProgress: null,
  }),
  ...noMetafields,
});

export const addressFields = typeFields<AddressRecord>({
  id: (address) => `${gid("MailingAddress", address.id)}?model_name=CustomerAddress`,
  firstName: (address) => address.firstName,
  lastName: (address) => address.lastName,
  name: (address) => fullName(address),
  company: (address) => address.company,
  address1: (address) => address.address1,
  address2: (address) => address.address2,
  city: (address) => address.city,
  province: (address) => address.province,
  provinceCode: (address) => address.provinceCode,
  country: (address) => address.country,
  countryCode: (address) => address.countryCode,
  countryCodeV2: (address) => address.countryCode,
  zip: (address) => address.zip,
  phone: (address) => address.phone,
  latitude: () => null,
  longitude: () => null,
  coordinatesValidated: () => false,
  timeZone: () => null,
  formattedArea: (address) =>
    [[address.city, address.provinceCode].filter(Boolean).join(" "), address.country]
      .filter(Boolean)
      .join(", "),
  formatted: {
    args: ["withName", "withCompany"],
    resolve: (address, args) =>
      [
        args["withName"] === true ? fullName(address) : null,
        args["withCompany"] === false ? null : address.company,
        address.address1,
        address.address2,
        [address.city, address.provinceCode, address.zip].filter(Boolean).join(" "),
        address.country,
      ].filter(Boolean),
  },
});

export function fullName(address: Pick<AddressRecord, "firstName" | "lastName">): string | null {
  return [address.firstName, address.lastName].filter(Boolean).join(" ") || null;
}

export const companyFields = typeFields<CompanyRecord>({
  id: (company) => gid("Company", company.id),
  name: (company) => company.name,
  externalId: (company) => company.externalId,
  note: (company) => company.note,
  createdAt: (company) => isoTime(company.createdAt),
  updatedAt: (company) => isoTime(company.updatedAt),
  customerSince: (company) => isoTime(company.customerSince),
  mainContact: (company, _args, { shop }) =>
    company.mainContactId ? (shop.data.companyContacts.get(company.mainContactId) ?? null) : null,
  contactsCount: (company) => count(company.contactIds.length, undefined),
  locationsCount: (company) => count(company.locationIds.length, undefined),
  contacts: {
    args: pageArguments,
    resolve: (company, args, context) =>
      paginate(
        contactsOf(context, (contact) => contact.companyId === company.id),
        args,
        {
          keyOf: (contact) => BigInt(contact.id),
          idOf: (contact) => contact.id,
        },
      ),
  },
  locations: {
    args: [...pageArguments, "query", "sortKey"],
    resolve: (company, args, context, path) =>
      listRecords(
        company.locationIds.flatMap((id) => context.shop.data.companyLocations.get(id) ?? []),
        args,
        context,
        path,
        {
          rootField: "companyLocations",
          index: companyLocationIndex,
          sortKeys: basicSortKeys,
          defaultSort: "ID",
        },
      ),
  },
  ordersCount: (company, _args, { shop }) =>
    count(
      [...shop.data.orders.values()].filter((order) => order.company?.companyId === company.id).length,
      undefined,
    ),
});

export const companyLocationFields = typeFields<CompanyLocationRecord>({
  id: (location) => gid("CompanyLocation", location.id),
  name: (location) => location.name,
  externalId: (location) => location.externalId,
  phone: (location) => location.phone,
  note: (location) => location.note,
  locale: (location) => location.locale,
  currency: (location) => location.currency,
  createdAt: (location) => isoTime(location.createdAt),
  updatedAt: (location) => isoTime(location.updatedAt),
  company: (location, _args, { shop }) => shop.data.companies.get(location.companyId) ?? null,
  billingAddress: (location) => location.billingAddress,
  shippingAddress: (location) => location.shippingAddress,
  buyerExperienceConfiguration: () => null,
  taxSettings: (location) => ({
    taxRegistrationId: location.taxRegistrationId,
    taxExempt: location.taxExempt,
    taxExemptions: location.taxExemptions,
  }),
  taxRegistrationId: (location) => location.taxRegistrationId,
  taxExemptions: (location) => location.taxExemptions,
});

export const companyContactFields = typeFields<CompanyContactRecord>({
  id: (contact) => gid("CompanyContact", contact.id),
  title: (contact) => contact.title,
  locale: (contact) => contact.locale,
  createdAt: (contact) => isoTime(contact.createdAt),
  updatedAt: (contact) => isoTime(contact.updatedAt),
  isMainContact: (contact, _args, { shop }) =>
    shop.data.companies.get(contact.companyId)?.mainContactId === contact.id,
  company: (contact, _args, { shop }) => shop.data.companies.get(contact.companyId) ?? null,
  customer: (contact, _args, { shop }) => shop.data.customers.get(contact.customerId) ?? null,
});

export const companyAddressFields = typeFields<CompanyAddressRecord>({
  id: (address) => gid("CompanyAddress", address.id),
  companyName: (address) => address.companyName,
  recipient: (address) => address.recipient,
  firstName: (address) => address.firstName,
  lastName: (address) => address.lastName,
  address1: (address) => address.address1,
  address2: (address) => address.address2,
  city: (address) => address.city,
  province: (address) => address.province,
  zoneCode: (address) => address.zoneCode,
  country: (address) => address.country,
  countryCode: (address) => address.countryCode,
  zip: (address) => address.zip,
  phone: (address) => address.phone,
  createdAt: (address) => isoTime(address.createdAt),
  updatedAt: (address) => isoTime(address.updatedAt),
});
