import type { AccountCustomer } from "../account-shapes.ts";
import type { Evidence, Violation } from "../evidence.ts";
import { sharedGuest } from "./model/buyer.ts";
import { openCaseFile, type CaseFile } from "./model/case-file.ts";
import { codesOf, namesWithout } from "./model/customer-code.ts";
import { mayHold } from "./model/may-hold.ts";
import { sayingsOf, type Sayings } from "./model/sayings-of-record.ts";
import { units, type Unit } from "./model/sayings.ts";
import { addressesOf, heldBy, holds } from "./model/units.ts";

/**
 * Each customer that was made or recognised says what the shop says of the buyer, part by part; blanks wiped nothing, what others
 * had written there stands, and customers of nobody in the shop were not touched.
 */
export function everyCustomer(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const { before, after } = evidence.account;
  const was = new Map(before.Customers.map((customer) => [customer.Guid, customer]));
  const is = new Set(after.Customers.map(({ Guid }) => Guid));
  const lost = before.Customers.filter(({ Guid }) => !is.has(Guid));
  return [
    ...lost.map(({ CustomerCode }) => ({
      code: CustomerCode,
      what: "it was there before, and is not any more",
    })),
    ...after.Customers.flatMap((customer) =>
      checkCustomer(customer, was.get(customer.Guid) ?? null, file).map((what) => ({
        code: customer.CustomerCode,
        what,
      })),
    ),
  ].map(({ code, what }) => ({ rule: "every-customer", about: `customer ${code}`, what }));
}

function checkCustomer(
  customer: AccountCustomer,
  before: AccountCustomer | null,
  file: CaseFile,
): readonly string[] {
  const linked = (file.customersOf.get(customer.Guid) ?? []).map(({ recordId }) => sayingsOf(recordId, file));
  if (before === null && linked.length === 0) return [];
  if (before === null && linked.every(({ record }) => record === sharedGuest))
    return checkShared(customer, file);
  const outOfUse =
    linked.length > 0 && customer.Obsolete
      ? [`it is out of use, and stands for ${linked.map(({ record }) => record).join(" and ")}`]
      : [];
  const others = [...outOfUse, ...otherFields(customer, before, linked.length > 0)];
  const parts = units.flatMap((unit) => checkUnit(unit, customer, before, linked));
  return before === null ? [...parts, ...others, ...checkNew(customer, linked, file)] : [...parts, ...others];
}

function checkUnit(
  unit: Unit,
  customer: AccountCustomer,
  before: AccountCustomer | null,
  linked: readonly Sayings[],
): readonly string[] {
  const held = heldBy(customer, unit);
  const was = before === null ? null : heldBy(before, unit);
  const may = linked.length === 0 ? [was] : mayHold(unit, linked, was);
  if (may.some((said) => holds(held, said))) return [];
  if (unit === "name" && namesWithout(linked).includes(customer.CustomerName)) return [];
  return [`${unit} should be ${[...new Set(may.map(shown))].join(" or ")} and is ${shown(held)}`];
}

function shown(said: unknown): string {
  return JSON.stringify(said);
}

/** The customer of all guests without an e-mail has its code and its name, and nothing of anybody. */
function checkShared(customer: AccountCustomer, { evidence }: CaseFile): readonly string[] {
  const is = [customer.CustomerCode, customer.CustomerName, customer.Currency?.CurrencyCode];
  const wanted = ["SHOPIFY-GUESTS", "Shopify Guests", evidence.shop.currency];
  return [
    ...(shown(is) === shown(wanted) ? [] : [`it should be ${shown(wanted)} and is ${shown(is)}`]),
    ...units.flatMap((unit) => {
      const held = unit === "name" ? null : heldBy(customer, unit);
      return held === null ? [] : [`${unit} should be empty and is ${shown(held)}`];
    }),
    ...otherFields(customer, null, true),
  ];
}

function checkNew(
  customer: AccountCustomer,
  linked: readonly Sayings[],
  { evidence }: CaseFile,
): readonly string[] {
  const codes = codesOf(linked, customer.Guid);
  const currency = customer.Currency?.CurrencyCode ?? null;
  const count = (["postal", "shipping"] as const).reduce(
    (sum, unit) => sum + addressesOf(customer, unit).length,
    0,
  );
  return [
    ...(codes.includes(customer.CustomerCode)
      ? []
      : [`CustomerCode should be ${codes.join(" or ")} and is ${customer.CustomerCode}`]),
    ...(currency === evidence.shop.currency
      ? []
      : [`Currency should be ${evidence.shop.currency} and is ${currency ?? "none"}`]),
    ...(count === customer.Addresses.length && addressesOf(customer, "postal").length < 2 && count < 3
      ? []
      : [`it has ${customer.Addresses.length} addresses, of which one Postal and one Shipping are promised`]),
  ];
}

/** Fields that the shop has a say in, and those that the account keeps itself. */
const ownFields = new Set([
  "Guid",
  "CustomerCode",
  "CustomerName",
  "ContactFirstName",
  "ContactLastName",
  "Email",
  "PhoneNumber",
  "Notes",
  "Addresses",
  "Currency",
  "CreatedOn",
  "CreatedBy",
  "LastModifiedOn",
  "LastModifiedBy",
]);

/** Everything else is as it was before; of a new customer it is empty. */
function otherFields(
  customer: AccountCustomer,
  before: AccountCustomer | null,
  isLinked: boolean,
): readonly string[] {
  const was = (before ?? {}) as Readonly<Record<string, unknown>>;
  const isKept = (field: string): boolean =>
    before !== null && ["CustomerCode", "Currency", "CreatedOn", "CreatedBy"].includes(field);
  const wasWritten = isLinked || before === null;
  return Object.entries(customer).flatMap(([field, value]) => {
    if (ownFields.has(field) && !isKept(field) && wasWritten) return [];
    const wanted = before === null ? null : plain(was[field]);
    const is = before === null && isEmpty(value) ? null : plain(value);
    return shown(is) === shown(wanted) ? [] : [`${field} should be ${shown(wanted)} and is ${shown(is)}`];
  });
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === false ||
    value === 0 ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

function plain(value: unknown): unknown {
  return value === undefined || value === "" ? null : value;
}
