import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { WireCustomer } from "../../schema.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { hasOtherCurrency, otherCurrency } from "../customer-currency.ts";
import { unitSource } from "./compare-units.ts";
import {
  addressTypes,
  isAddressUnit,
  type DesiredCustomer,
  type UnitName,
  type UnitValue,
  type WrittenAddress,
} from "./desired-customer.ts";
import { mergeCustomer } from "./merge-customer.ts";

/** Decides what to write so that Unleashed says what the shop says, as far as the rules of ownership let it. Pure. */
export function planCustomer(
  desired: DesiredCustomer,
  current: { readonly externalId: string; readonly snapshot: WireCustomer } | null,
  agreed: DesiredCustomer | null,
  settings: CustomerSettings,
): Plan<DesiredCustomer> {
  if (current === null) return planCreate(desired);
  const { currency = null, record } = desired;
  if (currency !== null && record !== undefined && hasOtherCurrency(current.snapshot, currency))
    return {
      action: "attention",
      attention: otherCurrency(
        current.snapshot,
        currency,
        record,
        agreed === null && current.externalId !== desired.guid && desired.search.code === null,
      ),
    };
  const { written, held, fields } = mergeCustomer(
    desired.units,
    current.snapshot,
    agreed?.held ?? {},
    settings.fields,
  );
  const { externalId } = current;
  if (fields.length > 0)
    return { action: "update", externalId, desired: { ...desired, held, written }, fields };
  const plan = { action: "none", externalId, desired: { ...desired, held } } as const;
  if (agreed !== null) return plan;
  return {
    ...plan,
    adopt: {
      code: "CUSTOMER_ADOPTED",
      message: "A customer of Unleashed was recognised and linked; nothing in it had to change.",
    },
  };
}

function planCreate(desired: DesiredCustomer): Plan<DesiredCustomer> {
  const values: Record<string, string | boolean | null> = {
    CustomerCode: desired.code,
    CustomerName: desired.name,
  };
  const addresses: WrittenAddress[] = [];
  // Those that stand for others have nothing from the shop.
  const isNamedBySettings = Object.keys(desired.units).length === 0;
  const fields: FieldChange[] = [
    change(
      "Guid",
      desired.guid,
      "follows from the store and the buyer, so that a second try meets the first",
    ),
    change(
      "CustomerCode",
      desired.code,
      isNamedBySettings ? "the settings name it" : "a code that no other customer has",
    ),
    change("CustomerName", desired.name, isNamedBySettings ? "the settings name it" : unitSource("name")),
  ];
  for (const [name, value] of Object.entries(desired.units) as [UnitName, UnitValue][]) {
    if (value === null || name === "name") continue;
    const filled = Object.entries(value).filter(([, part]) => part !== null);
    if (isAddressUnit(name)) {
      const type = addressTypes[name];
      addresses.push({ type, index: null, parts: value as Record<string, string | null> });
      for (const [part, to] of filled)
        fields.push(change(`Addresses[${type}].${part}`, to, unitSource(name)));
    } else {
      Object.assign(values, Object.fromEntries(filled));
      for (const [field, to] of filled) fields.push(change(field, to, unitSource(name)));
    }
  }
  for (const [field, to] of Object.entries(desired.onCreate))
    fields.push(change(field, to, "the settings for new customers"));
  const held = Object.fromEntries(Object.entries(desired.units).filter(([, value]) => value !== null));
  return {
    action: "create",
    desired: { ...desired, held, written: { values, addresses } },
    fields,
  };
}

function change(path: string, to: unknown, why: string): FieldChange {
  return { path, from: null, to, why };
}
