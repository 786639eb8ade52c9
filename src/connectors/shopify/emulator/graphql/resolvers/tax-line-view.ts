import type { TaxLineRecord } from "../../state/order-records.ts";
import { moneyBag, moneyV2 } from "../views.ts";
import type { Currencies } from "../views.ts";
import { toFloat } from "./discount-views.ts";

/** Shape of `TaxLine`. */
export function taxLineView(tax: TaxLineRecord, order: Currencies) {
  const hundredfold = Number((toFloat(tax.rate) * 100).toFixed(10));
  return {
    title: tax.title,
    rate: toFloat(tax.rate),
    ratePercentage: hundredfold,
    priceSet: moneyBag(tax.price, order),
    price: moneyV2(tax.price.shop, order.currency).amount,
    channelLiable: tax.channelLiable,
    source: "Shopify",
  };
}
