import type { Account } from "./account.ts";
import type { OrderLineInput } from "./order-input.ts";
import { checkLineTotal, lineTotal, toBase } from "./order-sums.ts";
import type { Product, SalesOrder, SalesOrderLine } from "./records.ts";
import { invalid } from "./refusal.ts";
import { bodyDate, toWireDate } from "./wire-format.ts";

export interface LineContext {
  readonly exchangeRate: number;
  readonly taxRate: number | null;
  /** The order as it was; its lines keep their GUIDs when the body names them. */
  readonly before: SalesOrder | undefined;
  /** Refuse lines whose product is missing, as the required list says. */
  readonly isStrict: boolean;
}

/** Lines of an order as they are stored, or the first refusal. */
export function buildLines(
  account: Account,
  inputs: readonly OrderLineInput[],
  context: LineContext,
): SalesOrderLine[] {
  const known = new Set(context.before?.SalesOrderLines.map((line) => line.Guid));
  const modified = toWireDate(account.now());
  return inputs.map((input, index) => {
    const number = input.LineNumber ?? index + 1;
    const guid = input.Guid?.toLowerCase();
    const quantity = input.OrderQuantity ?? 0;
    const price = input.UnitPrice ?? 0;
    const discount = input.DiscountRate ?? 0;
    const total =
      input.LineTotal ??
      lineTotal({ OrderQuantity: quantity, UnitPrice: price, DiscountRate: discount }, account.settings);
    const tax = input.LineTax ?? 0;
    const rate = context.exchangeRate;
    const line: SalesOrderLine = {
      LineNumber: number,
      LineType: input.LineType || null,
      Product: productOf(account, input, number, context.isStrict),
      DueDate: bodyDate(input.DueDate, "DueDate"),
      OrderQuantity: quantity,
      UnitPrice: price,
      DiscountRate: discount,
      LineTotal: total,
      Volume: input.Volume ?? null,
      Weight: input.Weight ?? null,
      Comments: input.Comments || null,
      AverageLandedPriceAtTimeOfSale: null,
      TaxRate: input.TaxRate ?? context.taxRate,
      LineTax: tax,
      XeroTaxCode: input.XeroTaxCode || null,
      BCUnitPrice: toBase(price, rate),
      BCLineTotal: toBase(total, rate),
      BCLineTax: toBase(tax, rate),
      LineTaxCode: taxCodeOf(account, input.LineTaxCode),
      XeroSalesAccount: input.XeroSalesAccount || null,
      SerialNumbers: null,
      BatchNumbers: null,
      Guid: guid !== undefined && known.has(guid) ? guid : account.newGuid(),
      LastModifiedOn: modified,
    };
    checkLineTotal(line, account.settings);
    return line;
  });
}

function productOf(account: Account, input: OrderLineInput, number: number, isStrict: boolean) {
  const given = input.Product;
  if (input.LineType === "Charge") {
    if (given?.ProductCode || given?.Guid)
      throw invalid(`Line ${number} is a charge and cannot have a product code`);
    return { Guid: null, ProductCode: null, ProductDescription: given?.ProductDescription || null };
  }
  if (input.LineType) throw invalid(`Line ${number} has an unknown line type ${input.LineType}`);
  if (!given?.ProductCode && !given?.Guid) {
    throw invalid(
      isStrict
        ? `Required: Product.ProductCode or Product.Guid of line ${number}`
        : `Line ${number} has no product`,
    );
  }
  const product: Product | undefined = given.Guid
    ? account.products.get(given.Guid)
    : account.products.first("code", given.ProductCode ?? "");
  if (!product) throw invalid(`Product ${given.ProductCode ?? given.Guid} does not exist`);
  if (product.Obsolete) throw invalid(`Product ${product.ProductCode} is obsolete`);
  if (!product.IsSellable) throw invalid(`Product ${product.ProductCode} is not sellable`);
  return {
    Guid: product.Guid,
    ProductCode: product.ProductCode,
    ProductDescription: product.ProductDescription,
  };
}

function taxCodeOf(account: Account, code: string | null | undefined): string | null {
  if (!code) return null;
  if (!account.taxes.first("code", code)) throw invalid(`Tax code ${code} does not exist`);
  return code;
}
