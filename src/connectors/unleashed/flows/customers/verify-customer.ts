import type { FieldChange } from "#domain/plan/field-change.ts";
import type { WireCustomer } from "../../schema.ts";
import { isBlank, isSameUnit, isSameValue } from "./compare-units.ts";
import type { DesiredCustomer, WrittenAddress } from "./desired-customer.ts";

const why = "read back after writing";

/**
 * Where a customer that was read back differs from what was sent, in the fields that were sent and no others. Differences end up
 * in the journal, so personal values are described and not repeated. Pure.
 */
export function verifyCustomer(desired: DesiredCustomer, snapshot: WireCustomer): readonly FieldChange[] {
  const { written } = desired;
  if (written === undefined) return [];
  const differences: FieldChange[] = [];
  for (const [field, to] of Object.entries(written.values))
    if (!isSameValue(field, to, snapshot[field]))
      differences.push({ path: field, from: described(snapshot[field]), to: described(to), why });
  for (const address of written.addresses) differences.push(...differentParts(address, snapshot));
  return differences;
}

/** Addresses come back in any order, so the one that was sent is looked for among those of its type. */
function differentParts(written: WrittenAddress, snapshot: WireCustomer): readonly FieldChange[] {
  const { type, index } = written;
  // Empty parts of a new address are not sent.
  const sent = Object.entries(written.parts).filter(([, to]) => index !== null || to !== null);
  const parts = Object.fromEntries(sent);
  const there = (snapshot.Addresses ?? []).filter((address) => address.AddressType === type);
  if (there.some((address) => isSameUnit(parts, address))) return [];
  const nearest = there.toSorted((left, right) => differing(right) - differing(left)).at(-1);
  if (nearest === undefined) return [{ path: `Addresses[${type}]`, from: null, to: "an address", why }];
  return sent
    .filter(([part, to]) => !isSameValue(part, to, nearest[part]))
    .map(([part, to]) => ({
      path: `Addresses[${type}].${part}`,
      from: described(nearest[part]),
      to: described(to),
      why,
    }));

  function differing(address: Readonly<Record<string, unknown>>): number {
    return sent.filter(([part, to]) => !isSameValue(part, to, address[part])).length;
  }
}

function described(value: unknown): unknown {
  if (isBlank(value)) return null;
  return typeof value === "string" ? `text of ${value.length} letters` : value;
}
