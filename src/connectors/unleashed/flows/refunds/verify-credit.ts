import type { FieldChange } from "#domain/plan/field-change.ts";
import { exact } from "#domain/money.ts";
import type { CreditLineBody, WireCreditLine, WireCreditNote } from "../../schema.ts";
import { decimalOf, textOf, type WireNumber } from "../../wire-values.ts";
import { isSameGuid } from "../orders/find-order.ts";
import type { DesiredCredit } from "./desired-credit.ts";

/**
 * Where a credit that was read back differs from what was wanted. The account works out tax and total by itself from the tax code, so
 * what is compared is what they follow from: customer, warehouse, tax code, and every line. Staff complete credits, so that the status
 * does not count. Pure.
 */
export function verifyCredit({ body }: DesiredCredit, note: WireCreditNote): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const differ = (path: string, from: unknown, to: unknown): void => {
    changes.push({ path, from: from ?? null, to: to ?? null, why: "read back and compared" });
  };
  const { Customer: customer, Warehouse: warehouse, Tax: tax } = note;
  if (textOf(note.Reference) !== body.Reference) differ("Reference", note.Reference, body.Reference);
  const isSameCustomer =
    body.Customer.Guid === undefined
      ? customer?.CustomerCode === body.Customer.CustomerCode
      : isSameGuid(customer?.Guid, body.Customer.Guid);
  if (!isSameCustomer)
    differ("Customer", customer?.CustomerCode, body.Customer.CustomerCode ?? body.Customer.Guid);
  if (warehouse?.WarehouseCode !== body.Warehouse.WarehouseCode)
    differ("Warehouse", warehouse?.WarehouseCode, body.Warehouse.WarehouseCode);
  if (tax?.TaxCode !== body.Tax.TaxCode) differ("Tax", tax?.TaxCode, body.Tax.TaxCode);
  const lines = note.CreditLines ?? [];
  if (lines.length !== body.CreditLines.length) differ("CreditLines", lines.length, body.CreditLines.length);
  else
    for (const [index, line] of body.CreditLines.entries()) {
      const found = lines[index];
      if (found !== undefined) compareLine(`CreditLines[${index + 1}]`, line, found, differ);
    }
  return changes;
}

function compareLine(
  path: string,
  wanted: CreditLineBody,
  found: WireCreditLine,
  differ: (path: string, from: unknown, to: unknown) => void,
): void {
  if (found.Product?.ProductCode !== wanted.Product.ProductCode)
    differ(`${path}.Product`, found.Product?.ProductCode, wanted.Product.ProductCode);
  if (!isSame(found.CreditQuantity, wanted.CreditQuantity))
    differ(`${path}.CreditQuantity`, found.CreditQuantity, wanted.CreditQuantity);
  if (!isSame(found.CreditPrice, wanted.CreditPrice))
    differ(`${path}.CreditPrice`, found.CreditPrice, wanted.CreditPrice);
  if ((found.Return ?? false) !== wanted.Return) differ(`${path}.Return`, found.Return, wanted.Return);
}

function isSame(found: WireNumber, wanted: number): boolean {
  const value = decimalOf(found);
  return value !== null && exact(value).equals(wanted);
}
