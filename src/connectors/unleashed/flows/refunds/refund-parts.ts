import type { Facts } from "#connectors/kit/flow.ts";
import { exact, type Exact } from "#domain/money.ts";
import type { TaxLine } from "#domain/order/order.ts";
import type { Refund, RefundLine } from "#domain/refund/refund.ts";
import type { WireProduct } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { nothing, ownTaxes } from "../orders/line-amounts.ts";
import { codeOfLine, productCode, productKey } from "../orders/place-bookings.ts";

/** Something of a refund that becomes lines of a credit. */
export interface RefundPart {
  readonly label: string;
  readonly product: { readonly guid: string | null; readonly code: string };
  readonly quantity: number;
  /** Without tax, for the whole quantity. */
  readonly net: Exact;
  readonly tax: Exact;
  readonly taxes: readonly TaxLine[];
  /** Whether the goods go back into stock. */
  readonly isReturned: boolean;
}

/** What a refund comes to, part by part, or what stands in the way. */
export interface RefundParts {
  readonly parts: readonly RefundPart[];
  /** What has no product in the account: labels of products, and of money. */
  readonly unknown: readonly string[];
  readonly unplaced: readonly string[];
  /** Money that was given (above zero) or kept back (below) besides all parts. */
  readonly rest: Exact;
}

type Amounts = Pick<RefundPart, "net" | "tax" | "taxes">;

/** Products of a refund that are looked up: by the codes of its goods, and those of the settings. */
export function refundCodes(refund: Refund, settings: UnleashedSettings): readonly string[] {
  const codes = refund.lines.map((line) => codeOfLine(line, settings.orders));
  return [...new Set([...codes, moneyCode(settings), shippingCode(settings)])].filter(
    (code) => code !== null,
  );
}

/**
 * Takes a refund apart into what becomes lines of a credit. Goods are the products that the sales order has them as; where people
 * decided about a product for sales orders, that counts here too. Pure.
 */
export function refundParts(
  refund: Refund,
  facts: Pick<Facts, "listed" | "decision">,
  settings: UnleashedSettings,
): RefundParts {
  const bookLiable = settings.orders.taxes.channelLiable === "tax";
  const parts: RefundPart[] = [];
  const unknown: string[] = [];
  const unplaced: string[] = [];
  let explained = nothing;

  const put = (label: string, place: Place, amounts: Amounts, more: Partial<RefundPart> = {}): void => {
    if (place === "left-out") return;
    if (typeof place === "string") (place === "unknown" ? unknown : unplaced).push(label);
    else parts.push({ label, product: place, quantity: 1, isReturned: false, ...amounts, ...more });
  };
  for (const line of refund.lines) {
    explained = explained.plus(gross(line, refund));
    if (line.quantity <= 0) continue;
    put(line.title, placeOf(line, facts, settings), amountsOf(line, refund, bookLiable), {
      quantity: line.quantity,
      isReturned: isReturned(line, settings),
    });
  }
  for (const part of refund.shipping) {
    explained = explained.plus(gross(part, refund));
    put(
      `Shipping of ${refund.orderName}`,
      named(shippingCode(settings), facts),
      amountsOf(part, refund, bookLiable),
    );
  }
  const duties = refund.duties.reduce((sum, { shop }) => sum.plus(shop), nothing);
  explained = explained.plus(duties);
  const money = named(moneyCode(settings), facts);
  if (!duties.isZero()) put(`Duties of ${refund.orderName}`, money, untaxed(duties));
  const rest = exact(refund.total.shop).minus(explained);
  if (rest.isPositive() && !rest.isZero()) put(`Money for ${refund.orderName}`, money, untaxed(rest));
  return { parts, unknown, unplaced, rest };
}

type Place = RefundPart["product"] | "unknown" | "unplaced" | "left-out";

function placeOf(
  line: RefundLine,
  facts: Pick<Facts, "listed" | "decision">,
  settings: UnleashedSettings,
): Place {
  const decided = facts.decision(productCode, productKey(line));
  if (decided === "ignore-line") return "left-out";
  if (decided?.startsWith("map=") === true) return { guid: null, code: decided.slice("map=".length) };
  const { customLines, giftCardsSold } = settings.orders.charges;
  const code = codeOfLine(line, settings.orders);
  if (decided === "charge-line") return named(moneyCode(settings), facts);
  if (line.giftCard) return named(giftCardsSold.product ?? moneyCode(settings), facts);
  return code === null ? named(customLines.product ?? moneyCode(settings), facts) : named(code, facts);
}

function named(code: string | null, facts: Pick<Facts, "listed">): Place {
  if (code === null) return "unplaced";
  const entry = facts.listed({ list: "Products", key: code }) as WireProduct | null;
  return entry === null ? "unknown" : { guid: entry.Guid, code: entry.ProductCode };
}

function moneyCode({ refunds }: UnleashedSettings): string | null {
  return refunds.moneyProduct;
}

function shippingCode({ refunds, orders }: UnleashedSettings): string | null {
  return refunds.shippingProduct ?? orders.charges.shipping.product ?? refunds.moneyProduct;
}

/** Whether goods go back into stock. Pure. */
export function isReturned(
  { restock }: Pick<RefundLine, "restock">,
  { refunds }: Pick<UnleashedSettings, "refunds">,
): boolean {
  return (
    restock === "RETURN" || restock === "LEGACY_RESTOCK" || (restock === "CANCEL" && refunds.returnUnsent)
  );
}

function gross(
  { subtotal, tax }: Pick<RefundLine, "subtotal" | "tax">,
  { taxesIncluded }: Pick<Refund, "taxesIncluded">,
): Exact {
  return taxesIncluded ? exact(subtotal.shop) : exact(subtotal.shop).plus(tax.shop);
}

/** Tax that a marketplace remits was never the shop's, so it is not the shop's to give back. */
function amountsOf(
  part: Pick<RefundLine, "subtotal" | "tax" | "taxes">,
  refund: Pick<Refund, "taxesIncluded">,
  bookLiable: boolean,
): Amounts {
  const taxes = ownTaxes(part.taxes, bookLiable);
  const charged = exact(part.tax.shop);
  const net = gross(part, refund).minus(charged);
  const isRemitted = taxes.length === 0 && part.taxes.length > 0;
  return { net, tax: isRemitted ? nothing : charged, taxes };
}

function untaxed(net: Exact): Amounts {
  return { net, tax: nothing, taxes: [] };
}
