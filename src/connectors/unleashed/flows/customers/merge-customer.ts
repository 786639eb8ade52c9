import type { FieldChange } from "#domain/plan/field-change.ts";
import type { WireAddress, WireCustomer } from "../../schema.ts";
import type { CustomerSettings, Ownership } from "../../settings/customer-settings.ts";
import {
  addressesOf,
  fieldsOf,
  isBlank,
  isEmptyAddress,
  isSameUnit,
  isSameValue,
  unitSource,
} from "./compare-units.ts";
import {
  addressTypes,
  isAddressUnit,
  type AddressUnit,
  type UnitName,
  type Units,
  type UnitValue,
  type WrittenAddress,
  type WrittenCustomer,
} from "./desired-customer.ts";

export interface MergedCustomer {
  readonly written: WrittenCustomer;
  readonly held: Units;
  /** Empty: nothing is to be written. */
  readonly fields: readonly FieldChange[];
}

type Known = NonNullable<UnitValue>;

/**
 * Three-way merge of what the shop says (`units`), what Unleashed holds (`current`) and what it is known to hold because the shop
 * said it (`held`), unit by unit under the rules of ownership. Blank or unknown never replaces anything. Pure; merging again after
 * the write changes nothing.
 */
export function mergeCustomer(
  units: Units,
  current: WireCustomer,
  held: Units,
  rules: CustomerSettings["fields"],
): MergedCustomer {
  const values: Record<string, string | boolean | null> = {};
  const addresses: WrittenAddress[] = [];
  const fields: FieldChange[] = [];
  const next: Partial<Record<UnitName, UnitValue>> = { ...held };

  for (const [name, wanted] of Object.entries(units) as [UnitName, UnitValue][]) {
    if (wanted === null) continue;
    if (isAddressUnit(name)) {
      const change = mergeAddress(name, wanted, current, held[name] ?? null, rules[name]);
      if (change === "keep") continue;
      next[name] = wanted;
      if (change === "same") continue;
      addresses.push(change);
      fields.push(...addressChanges(name, change, current));
      continue;
    }
    const now = fieldsOf(current, wanted);
    if (!isSameUnit(wanted, now)) {
      if (!mayWrite(rules[name], wanted, now, held[name] ?? null)) continue;
      Object.assign(values, wanted);
      for (const [field, value] of Object.entries(wanted))
        if (!isSameValue(field, value, now[field]))
          fields.push({ path: field, from: now[field] ?? null, to: value, why: unitSource(name) });
    }
    next[name] = wanted;
  }
  return { written: { values, addresses }, held: next, fields };
}

function mayWrite(
  rule: Ownership,
  wanted: Known,
  now: Readonly<Record<string, unknown>>,
  held: UnitValue,
): boolean {
  const wipes = Object.entries(wanted).some(([field, value]) => isBlank(value) && !isBlank(now[field]));
  const isEmpty = Object.keys(wanted).every((field) => isBlank(now[field]));
  if (rule === "never" || wipes) return false;
  if (isEmpty || rule === "source-wins") return true;
  return rule === "follow" && held !== null && isSameUnit(held, now);
}

/**
 * An address is one value: parts of two places are never mixed. Another address of the same type that the customer may have is
 * left alone.
 */
function mergeAddress(
  unit: AddressUnit,
  wanted: Known,
  current: WireCustomer,
  held: UnitValue,
  rule: Ownership,
): WrittenAddress | "same" | "keep" {
  const there = addressesOf(current, unit);
  if (there.some(({ address }) => isSameUnit(wanted, address))) return "same";
  if (rule === "never") return "keep";
  const filled = there.filter(({ address }) => !isEmptyAddress(address));
  const replaced =
    filled.length === 0
      ? there[0]
      : rule === "source-wins"
        ? (filled.find(({ address }) => held !== null && isSameUnit(held, address)) ??
          filled.find(({ address }) => address.IsDefault === true) ??
          filled[0])
        : rule === "follow"
          ? filled.find(({ address }) => held !== null && isSameUnit(held, address))
          : undefined;
  if (filled.length > 0 && replaced === undefined) return "keep";
  // A place without a street would take the street away.
  if (isBlank(wanted["StreetAddress"]) && !isBlank(replaced?.address.StreetAddress)) return "keep";
  return {
    type: addressTypes[unit],
    index: replaced?.index ?? null,
    parts: { ...(wanted as Record<string, string | null>), ...leftover(wanted, replaced?.address) },
  };
}

/** Parts that the settings do not carry stay with the address while it is in the same place, and go when it moved. */
function leftover(wanted: Known, address: WireAddress | undefined): Record<string, null> {
  if (address === undefined || isSameValue("PostalCode", wanted["PostalCode"], address.PostalCode)) return {};
  return Object.fromEntries(
    ["AddressName", "Suburb", "City", "DeliveryInstruction"]
      .filter((part) => !(part in wanted) && !isBlank(address[part]))
      .map((part) => [part, null]),
  );
}

function addressChanges(
  unit: AddressUnit,
  { type, index, parts }: WrittenAddress,
  current: WireCustomer,
): readonly FieldChange[] {
  const before = index === null ? undefined : current.Addresses?.[index];
  return Object.entries(parts)
    .filter(([part, value]) => !isSameValue(part, value, before?.[part]))
    .map(([part, to]) => ({
      path: `Addresses[${type}].${part}`,
      from: before?.[part] ?? null,
      to,
      why: to === null ? "belongs to the address that is replaced" : unitSource(unit),
    }));
}
