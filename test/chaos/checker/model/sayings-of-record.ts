import type { History } from "../../evidence.ts";
import type { ShopCompany, ShopCustomer, ShopPerson } from "../../shop-shapes.ts";
import { companyAt } from "./buyer.ts";
import type { CaseFile } from "./case-file.ts";
import { companySays, customerSays, guestSays, type Saying } from "./sayings.ts";
import { numberOf } from "./texts.ts";

/** What the shop said of one buyer. */
export interface Sayings {
  /** `207119551`, `company:12:34`, `guest:…` */
  readonly record: string;
  /** Oldest first; empty for the guest whom all without an e-mail share. */
  readonly said: readonly Saying[];
  /**
   * Whether the last of them has to have arrived. A guest's counts only with the first order, changes of a company's contact only
   * once the company is looked at, and one who was deleted is let be.
   */
  readonly isLastBinding: boolean;
}

/** The main contact of a company, in every state: that they changed is noticed when the company is looked at again. */
function ofContacts(
  { contacts }: ShopCompany,
  customers: readonly History<ShopCustomer>[],
): readonly (ShopPerson | null)[] {
  const contact = contacts.nodes.find(({ isMainContact }) => isMainContact)?.customer ?? null;
  const versions = customers.find(({ id }) => id === contact?.id)?.versions ?? [];
  const states = versions.flatMap(({ value }) => value ?? []);
  return states.length > 0 ? states : [contact];
}

/** Everything that a reader of the shop could have learnt of the buyer behind a record. */
export function sayingsOf(record: string, { evidence, buyers }: CaseFile): Sayings {
  const { customers, companies } = evidence.shop;
  const customer = customers.find(({ id }) => numberOf(id) === record);
  if (customer !== undefined)
    return {
      record,
      said: customer.versions.flatMap(({ value }) => (value === null ? [] : [customerSays(value)])),
      isLastBinding: customer.versions.at(-1)?.value !== null,
    };
  const said = companies.flatMap((company) =>
    company.locations.nodes
      .filter((location) => companyAt(company.id, location.id) === record)
      .flatMap((location) =>
        ofContacts(company, customers).map((contact) => companySays(company, location, contact)),
      ),
  );
  if (said.length > 0) return { record, said, isLastBinding: false };
  const orders = record.startsWith("guest:") ? (buyers.get(record) ?? []) : [];
  return { record, said: orders.map(({ order }) => guestSays(order)), isLastBinding: false };
}
