import { z } from "zod";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { addCompany } from "../seed/add-company.ts";
import { companyAddressRecord } from "../seed/address-record.ts";
import { addressSchema, companySchema } from "../seed/catalogue.ts";
import { gid } from "../state/ids.ts";
import type { CompanyRecord } from "../state/party-records.ts";
import { touch } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { companyAt, companyLocationAt } from "./find-records.ts";
import { entries, makeControl } from "./make-control.ts";

const companyChanges = z.strictObject({
  name: z.string().min(1).optional(),
  externalId: z.string().nullable().optional(),
  note: z.string().nullable().optional(),
});

const locationChanges = companyChanges.extend({
  phone: z.string().nullable().optional(),
  billingAddress: addressSchema.nullable().optional(),
  shippingAddress: addressSchema.nullable().optional(),
  taxRegistrationId: z.string().nullable().optional(),
  taxExempt: z.boolean().optional(),
});

/** B2B companies and their locations. */
export function companyControls(shop: Shop): EmulatorControl[] {
  const example = {
    name: "Lantern Lane Bakery",
    externalId: "LANTERN",
    contacts: [{ customer: { firstName: "Nora", email: "nora@lanternlane.example" }, title: "Owner" }],
    locations: [
      {
        name: "Lantern Lane",
        billingAddress: { address1: "9 Lantern Lane", city: "Hobart", zip: "7000", countryCode: "AU" },
      },
    ],
  };
  return [
    makeControl("POST", "/companies", example, (_parameters, body) => ({
      companies: entries(body).map((entry) => createCompany(shop, entry)),
    })),
    makeControl("POST", "/companies/{id}/update", { note: "Pays on the 20th" }, ({ id }, body) => {
      const company = companyAt(shop, id);
      const { name, externalId, note } = companyChanges.parse(body);
      if (name !== undefined) company.name = name;
      if (externalId !== undefined) company.externalId = externalId;
      if (note !== undefined) company.note = note;
      touch(shop, company);
      shop.publish([{ topic: "companies/update", company }]);
      return { companies: [companyAnswer(shop, company)] };
    }),
    makeControl("POST", "/companies/{id}/delete", {}, ({ id }) => {
      const company = companyAt(shop, id);
      const answer = companyAnswer(shop, company);
      deleteCompany(shop, company);
      return { companies: [answer] };
    }),
    makeControl("POST", "/company-locations/{id}/update", { phone: "+61395550199" }, ({ id }, body) => {
      changeLocation(shop, id, body);
      return { locations: [{ id: gid("CompanyLocation", companyLocationAt(shop, id).id) }] };
    }),
  ];
}

function createCompany(shop: Shop, entry: unknown) {
  const { company, locations, contacts, newCustomers } = addCompany(shop, companySchema.parse(entry));
  shop.publish([
    ...newCustomers.map((customer): ShopEvent => ({ topic: "customers/create", customer })),
    { topic: "companies/create", company },
    ...locations.map((location): ShopEvent => ({ topic: "company_locations/create", location, company })),
    ...contacts.map((contact): ShopEvent => ({ topic: "company_contacts/create", contact, company })),
  ]);
  return companyAnswer(shop, company);
}

function deleteCompany(shop: Shop, company: CompanyRecord): void {
  const locations = company.locationIds.flatMap((id) => shop.data.companyLocations.get(id) ?? []);
  const contacts = company.contactIds.flatMap((id) => shop.data.companyContacts.get(id) ?? []);
  for (const { id } of locations) shop.data.companyLocations.delete(id);
  for (const { id } of contacts) shop.data.companyContacts.delete(id);
  shop.data.companies.delete(company.id);
  shop.revision += 1;
  shop.publish([
    ...contacts.map((contact): ShopEvent => ({ topic: "company_contacts/delete", contact, company })),
    ...locations.map((location): ShopEvent => ({ topic: "company_locations/delete", location, company })),
    { topic: "companies/delete", company },
  ]);
}

function changeLocation(shop: Shop, id: string | undefined, body: unknown): void {
  const location = companyLocationAt(shop, id);
  const company = companyAt(shop, location.companyId);
  const changes = locationChanges.parse(body);
  const address = (spec: z.infer<typeof addressSchema> | null) =>
    spec ? companyAddressRecord(shop, spec, company) : null;
  if (changes.name !== undefined) location.name = changes.name;
  if (changes.externalId !== undefined) location.externalId = changes.externalId;
  if (changes.note !== undefined) location.note = changes.note;
  if (changes.phone !== undefined) location.phone = changes.phone;
  if (changes.billingAddress !== undefined) location.billingAddress = address(changes.billingAddress);
  if (changes.shippingAddress !== undefined) location.shippingAddress = address(changes.shippingAddress);
  if (changes.taxRegistrationId !== undefined) location.taxRegistrationId = changes.taxRegistrationId;
  if (changes.taxExempt !== undefined) location.taxExempt = changes.taxExempt;
  touch(shop, location);
  shop.publish([{ topic: "company_locations/update", location, company }]);
}

function companyAnswer(shop: Shop, company: CompanyRecord) {
  return {
    id: gid("Company", company.id),
    name: company.name,
    locations: company.locationIds.flatMap((id) => {
      const location = shop.data.companyLocations.get(id);
      return location ? [{ id: gid("CompanyLocation", id), name: location.name }] : [];
    }),
    contacts: company.contactIds.flatMap((id) => {
      const contact = shop.data.companyContacts.get(id);
      return contact
        ? [{ id: gid("CompanyContact", id), customerId: gid("Customer", contact.customerId) }]
        : [];
    }),
  };
}
