import type { Facts } from "#connectors/kit/flow.ts";
import type { OrderLine } from "#domain/order/order.ts";
import type { WireProduct } from "../../schema.ts";
import type { ChargeSettings, OrderSettings } from "../../settings/order-settings.ts";
import type { Booking, BookingKind } from "./booking.ts";

/** Decision code under which a person's choice about a product is remembered for the connection, by `ProductProblem.key`. */
export const productCode = "UNKNOWN_PRODUCT";
/** Decision code under which a person allows a charge for one order, by order id and kind. */
export const chargeCode = "CHARGE_NEEDS_DECISION";

/** Where a booking goes in the sales order. */
export type Place =
  | {
      readonly as: "product";
      readonly code: string;
      readonly guid: string | null;
      readonly account: string | null;
    }
  | { readonly as: "charge"; readonly account: string | null }
  | { readonly as: "ignored" };

/** Why a line has no product in the account. */
export interface ProductProblem {
  /** The SKU, else `variant:<id>`, `line:<title>`, `gift-card:<title>`; `set:<code>` for a product of the settings. */
  readonly key: string;
  /** The code that was looked for; null when there is none to look for. */
  readonly code: string | null;
  readonly title: string;
  readonly problem: "unknown" | "obsolete" | "not-sellable" | "no-sku" | "custom";
}

export interface Placing {
  place(booking: Booking, orderId: string): Place | null;
  /** Each key once. */
  readonly problems: readonly ProductProblem[];
  /** Kinds of money that the settings leave to a person. */
  readonly refused: ReadonlySet<BookingKind>;
}

/** Product code of a line by SKU and the settings' map; null when it has no SKU. */
export function codeOfLine(line: Pick<OrderLine, "sku">, settings: OrderSettings): string | null {
  const sku = line.sku?.trim() ?? "";
  return sku === "" ? null : (settings.products.map[sku] ?? sku);
}

/** Key under which decisions about the product of a line are remembered. */
export function productKey(line: Pick<OrderLine, "sku" | "giftCard" | "variantId" | "title">): string {
  const sku = line.sku?.trim() ?? "";
  if (sku !== "") return sku;
  if (line.giftCard) return `gift-card:${line.title}`;
  return typeof line.variantId === "string" ? `variant:${line.variantId}` : `line:${line.title}`;
}

/** Decides for each booking whether it becomes a line of a product, a charge line, or nothing. */
export function createPlacing(settings: OrderSettings, facts: Pick<Facts, "listed" | "decision">): Placing {
  const problems = new Map<string, ProductProblem>();
  const refused = new Set<BookingKind>();

  const product = (key: string, code: string | null, title: string, account: string | null): Place | null => {
    const decided = facts.decision(productCode, key);
    if (decided === "ignore-line") return { as: "ignored" };
    if (decided === "charge-line") return { as: "charge", account };
    if (decided?.startsWith("map=") === true)
      return { as: "product", code: decided.slice("map=".length), guid: null, account };
    if (code === null) {
      problems.set(key, { key, code, title, problem: "no-sku" });
      return null;
    }
    const entry = facts.listed({ list: "Products", key: code }) as WireProduct | null;
    const problem = problemOf(entry);
    if (entry !== null && problem === null)
      return { as: "product", code: entry.ProductCode, guid: entry.Guid, account };
    problems.set(key, { key, code, title, problem: problem ?? "unknown" });
    return null;
  };

  const charge = (booking: Booking, rule: ChargeSettings, orderId: string): Place | null => {
    if (rule.as === "charge") return { as: "charge", account: rule.account };
    if (rule.as === "product") {
      if (rule.product !== null)
        return product(`set:${rule.product}`, rule.product, booking.label, rule.account);
      if (booking.line !== null)
        return product(
          productKey(booking.line),
          codeOfLine(booking.line, settings),
          booking.label,
          rule.account,
        );
    }
    if (booking.line !== null) {
      const key = productKey(booking.line);
      const decided = facts.decision(productCode, key);
      if (decided !== undefined) return product(key, null, booking.label, rule.account);
      problems.set(key, { key, code: null, title: booking.label, problem: "custom" });
      return null;
    }
    if (facts.decision(chargeCode, `${orderId}:${booking.kind}`) === "charge-line")
      return { as: "charge", account: rule.account };
    refused.add(booking.kind);
    return null;
  };

  const place = (booking: Booking, orderId: string): Place | null => {
    const { charges } = settings;
    switch (booking.kind) {
      case "goods":
        return booking.line === null
          ? null
          : product(productKey(booking.line), codeOfLine(booking.line, settings), booking.label, null);
      case "gift-card":
        return charge(booking, charges.giftCardsSold, orderId);
      case "custom":
        return charge(booking, charges.customLines, orderId);
      case "shipping":
        return charge(booking, charges.shipping, orderId);
      case "tip":
        return charge(booking, charges.tips, orderId);
      case "duties":
        return charge(booking, charges.duties, orderId);
      case "fees":
        return charge(booking, charges.fees, orderId);
      case "cash-rounding":
        return charge(
          booking,
          { as: charges.cashRounding === "attention" ? "attention" : "charge", product: null, account: null },
          orderId,
        );
      case "rounding":
        return { as: "charge", account: null };
    }
  };

  return {
    place,
    get problems() {
      return [...problems.values()];
    },
    refused,
  };
}

function problemOf(entry: WireProduct | null): "obsolete" | "not-sellable" | null {
  if (entry?.Obsolete === true) return "obsolete";
  return entry?.IsSellable === false ? "not-sellable" : null;
}
