import { z } from "zod";
import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import { dated, equals, filterRows, modifiedSince, oneOf } from "./list-query.ts";
import type { CreditLine, CreditNote } from "./records.ts";
import { invalid } from "./refusal.ts";
import { optionalFlag, optionalNumber, optionalText, shape } from "./request-body.ts";
import { bodyDate, toWireDate } from "./wire-format.ts";

const lineInput = z.object({
  Guid: optionalText,
  Product: z.object({ Guid: optionalText, ProductCode: optionalText }),
  CreditQuantity: z.number(),
  CreditPrice: z.number(),
  Reason: optionalText,
  Return: optionalFlag,
  Comments: optionalText,
});
const noteInput = z.object({
  Guid: optionalText,
  Customer: z.object({ Guid: optionalText, CustomerCode: optionalText }),
  Warehouse: z.object({ Guid: optionalText, WarehouseCode: optionalText }),
  Tax: z.object({ TaxCode: optionalText, TaxRate: optionalNumber }).nullish(),
  ExchangeRate: optionalNumber,
  CreditDate: optionalText,
  Reference: optionalText,
  Comments: optionalText,
  CreditLines: z.array(lineInput).nullish(),
});

/** A free credit, Parked until it is completed; credits cannot name an order or an invoice. */
export function saveCreditNote(account: Account, guid: string, body: unknown, by: string): CreditNote {
  const input = shape(noteInput, body);
  const before = account.creditNotes.get(guid);
  if (before) refuseUnlessParked(before);
  const customer = input.Customer.Guid
    ? account.customers.get(input.Customer.Guid)
    : account.customers.first("code", input.Customer.CustomerCode ?? "");
  if (!customer)
    throw invalid(`Customer ${input.Customer.CustomerCode ?? input.Customer.Guid} does not exist`);
  const warehouse = input.Warehouse.WarehouseCode
    ? account.warehouses.first("code", input.Warehouse.WarehouseCode)
    : account.warehouses.get(input.Warehouse.Guid ?? "");
  if (!warehouse) throw invalid(`Warehouse ${input.Warehouse.WarehouseCode} does not exist`);
  const taxCode = input.Tax?.TaxCode;
  const tax = taxCode ? account.taxes.first("code", taxCode) : null;
  if (tax === undefined) throw invalid(`Tax code ${taxCode} does not exist`);
  const now = account.now();
  const note: CreditNote = {
    Guid: guid,
    CreditNoteNumber: before?.CreditNoteNumber ?? account.nextNumber("CR"),
    Status: "Parked",
    Customer: {
      Guid: customer.Guid,
      CustomerCode: customer.CustomerCode,
      CustomerName: customer.CustomerName,
    },
    Warehouse: warehouse,
    Tax: tax,
    ExchangeRate: input.ExchangeRate ?? 1,
    CreditDate: bodyDate(input.CreditDate, "CreditDate") ?? toWireDate(now),
    Reference: input.Reference || null,
    Comments: input.Comments || null,
    CreditLines: (input.CreditLines ?? []).map((line) => toLine(account, line)),
    CreatedBy: before?.["CreatedBy"] ?? by,
    CreatedOn: before?.["CreatedOn"] ?? toWireDate(now),
    LastModifiedBy: by,
    LastModifiedOn: toWireDate(now),
  };
  return account.creditNotes.put(note, now);
}

function toLine(account: Account, input: z.infer<typeof lineInput>): CreditLine {
  const product = input.Product.Guid
    ? account.products.get(input.Product.Guid)
    : account.products.first("code", input.Product.ProductCode ?? "");
  if (!product) throw invalid(`Product ${input.Product.ProductCode ?? input.Product.Guid} does not exist`);
  return {
    Guid: input.Guid?.toLowerCase() ?? account.newGuid(),
    Product: {
      Guid: product.Guid,
      ProductCode: product.ProductCode,
    },
    CreditQuantity: input.CreditQuantity,
    CreditPrice: input.CreditPrice,
    Reason: input.Reason || null,
    Return: input.Return ?? false,
    Comments: input.Comments || null,
  };
}

/** Posts a parked credit; lines with `Return` put their stock back. */
export function completeCreditNote(account: Account, note: CreditNote): CreditNote {
  refuseUnlessParked(note);
  const now = account.now();
  for (const line of note.CreditLines) {
    if (!line.Return || account.products.get(line.Product.Guid)?.NeverDiminishing) continue;
    account.stock.move(line.Product.Guid, note.Warehouse.Guid, line.CreditQuantity, now);
  }
  return account.creditNotes.put({ ...note, Status: "Completed", LastModifiedOn: toWireDate(now) }, now);
}

export function deleteCreditNote(account: Account, note: CreditNote): CreditNote {
  refuseUnlessParked(note);
  const now = account.now();
  return account.creditNotes.put({ ...note, Status: "Deleted", LastModifiedOn: toWireDate(now) }, now);
}

/** Adds a line, replaces one, or (no body) takes one off. Undefined when the note has no such line. */
export function changeCreditLine(
  account: Account,
  note: CreditNote,
  lineGuid: string | undefined,
  body: unknown,
): CreditNote | undefined {
  refuseUnlessParked(note);
  const position = note.CreditLines.findIndex((line) => line.Guid === lineGuid);
  if (lineGuid !== undefined && position < 0) return undefined;
  const line = body === undefined ? [] : [toLine(account, shape(lineInput, body))];
  const lines =
    lineGuid === undefined
      ? [...note.CreditLines, ...line]
      : note.CreditLines.toSpliced(position, 1, ...line.map((entry) => ({ ...entry, Guid: lineGuid })));
  const now = account.now();
  return account.creditNotes.put({ ...note, CreditLines: lines, LastModifiedOn: toWireDate(now) }, now);
}

function refuseUnlessParked(note: CreditNote): void {
  if (note.Status !== "Parked")
    throw invalid(`Credit note ${note.CreditNoteNumber} is ${note.Status.toLowerCase()}`);
}

/** `GET /CreditNotes`, deleted ones only when asked for by status. */
export function listCreditNotes(account: Account, request: ListRequest): Row<CreditNote>[] {
  const rows = filterRows<CreditNote>(account.creditNotes.rows(), request, {
    creditNumber: equals((note) => note.CreditNoteNumber),
    creditStatus: oneOf((note) => note.Status),
    startDate: dated((note) => note["CreditDate"], "from"),
    endDate: dated((note) => note["CreditDate"], "to"),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
  });
  return request.parameters.get("creditStatus") ? rows : rows.filter((row) => row.value.Status !== "Deleted");
}
