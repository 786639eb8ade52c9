import type {
  CompanyContactRecord,
  CompanyLocationRecord,
  CompanyRecord,
  CustomerRecord,
} from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import { addCustomer, customerByEmail } from "./add-customer.ts";
import { companyAddressRecord } from "./address-record.ts";
import type { CompanyLocationSpec, CompanySpec } from "./catalogue.ts";

export interface AddedCompany {
  readonly company: CompanyRecord;
  readonly locations: readonly CompanyLocationRecord[];
  readonly contacts: readonly CompanyContactRecord[];
  /** Customers that were made for contacts. */
  readonly newCustomers: readonly CustomerRecord[];
}

/** Adds a B2B company with locations and contacts without telling anybody. */
export function addCompany(shop: Shop, spec: CompanySpec): AddedCompany {
  const at = spec.createdAt === undefined ? shop.clock.now() : Date.parse(spec.createdAt);
  const company: CompanyRecord = {
    __typename: "Company",
    id: shop.ids.next("Company"),
    createdAt: at,
    customerSince: spec.customerSince === undefined ? at : Date.parse(spec.customerSince),
    updatedAt: at,
    name: spec.name,
    externalId: spec.externalId ?? null,
    note: spec.note ?? null,
    mainContactId: null,
    locationIds: [],
    contactIds: [],
  };
  shop.data.companies.set(company.id, company);
  const locations = spec.locations.map((location) => addCompanyLocation(shop, company, location));
  const newCustomers: CustomerRecord[] = [];
  const contacts = (spec.contacts ?? []).map((wanted) => {
    const email = wanted.customer.email;
    const known = email ? customerByEmail(shop, email) : undefined;
    const customer =
      known ?? addCustomer(shop, { createdAt: new Date(at).toISOString(), ...wanted.customer });
    if (!known) newCustomers.push(customer);
    const contact: CompanyContactRecord = {
      __typename: "CompanyContact",
      id: shop.ids.next("CompanyContact"),
      companyId: company.id,
      customerId: customer.id,
      createdAt: at,
      updatedAt: at,
      title: wanted.title ?? null,
      locale: wanted.locale ?? "en",
    };
    shop.data.companyContacts.set(contact.id, contact);
    company.contactIds.push(contact.id);
    if (company.mainContactId === null || wanted.isMain) company.mainContactId = contact.id;
    return contact;
  });
  shop.revision += 1;
  return { company, locations, contacts, newCustomers };
}

function addCompanyLocation(
  shop: Shop,
  company: CompanyRecord,
  spec: CompanyLocationSpec,
): CompanyLocationRecord {
  const billing = spec.billingAddress ?? spec.shippingAddress;
  const shipping = spec.shippingAddress ?? spec.billingAddress;
  const location: CompanyLocationRecord = {
    __typename: "CompanyLocation",
    id: shop.ids.next("CompanyLocation"),
    companyId: company.id,
    createdAt: company.createdAt,
    updatedAt: company.updatedAt,
    name: spec.name,
    externalId: spec.externalId ?? null,
    phone: spec.phone ?? null,
    note: spec.note ?? null,
    locale: spec.locale ?? "en",
    currency: shop.settings.currency,
    billingAddress: billing ? companyAddressRecord(shop, billing, company, company.createdAt) : null,
    shippingAddress: shipping ? companyAddressRecord(shop, shipping, company, company.createdAt) : null,
    taxRegistrationId: spec.taxRegistrationId ?? null,
    taxExempt: spec.taxExempt ?? false,
    taxExemptions: spec.taxExemptions ?? [],
  };
  shop.data.companyLocations.set(location.id, location);
  company.locationIds.push(location.id);
  return location;
}
