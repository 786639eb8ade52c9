import type { PromisedSettings } from "../../evidence.ts";
import type { ShopOrder } from "../../shop-shapes.ts";
import type { AccountLists } from "./account-lists.ts";
import { promisedLines, type PromisedLines } from "./promised-lines.ts";
import { whyLeftOut } from "./standing-of-order.ts";
import { dayIn, filled, firstFilled, numberOf, wholeName } from "./texts.ts";

/** Fields of a sales order that hold text, and what each has to hold; null: nothing. */
export type PromisedTexts = Readonly<Record<string, string | null>>;

export interface PromisedOrder {
  readonly texts: PromisedTexts;
  /** `2026-03-01` */
  readonly day: string;
  readonly exchangeRate: number;
  readonly statuses: readonly string[];
  readonly lines: PromisedLines;
}

/** What is promised of an order in one state. */
export type Promised =
  | { readonly is: "carried"; readonly order: PromisedOrder }
  /** Left out, with this code. */
  | { readonly is: "left out"; readonly code: string }
  /** A person is asked, with one of these codes. */
  | { readonly is: "asked about"; readonly codes: readonly string[] };

export interface PromiseContext {
  readonly settings: PromisedSettings;
  readonly lists: AccountLists;
  readonly timezone: string;
}

/** What becomes of an order as it stands, under the preset `recommended`. */
export function promisedOrder(order: ShopOrder, context: PromiseContext): Promised {
  const reason = whyLeftOut(order);
  if (reason !== null) return { is: "left out", code: reason };
  const { lists, settings, timezone } = context;
  const lines = promisedLines(order, lists);
  if ("asks" in lines) return { is: "asked about", codes: lines.asks };
  const rate = exchangeRate(order.currencyCode, context);
  if (typeof rate === "string") return { is: "asked about", codes: [rate] };
  if (lists.warehouse === null) return { is: "asked about", codes: ["WAREHOUSE_UNKNOWN"] };
  return {
    is: "carried",
    order: {
      texts: {
        OrderNumber: `${settings.prefix}${order.name.replace(/^#/, "")}`,
        CustomerRef: order.name,
        SourceId: numberOf(order.id),
        Comments: commentsOf(order),
        "Warehouse.WarehouseCode": lists.warehouse,
        "Currency.CurrencyCode": order.currencyCode,
        DeliveryMethod: null,
        CustomOrderStatus: null,
        ...deliveryOf(order),
      },
      day: dayIn(order.processedAt, timezone),
      exchangeRate: rate,
      statuses: settings.status === "Placed" ? ["Placed", "Backordered"] : ["Parked"],
      lines,
    },
  };
}

/** Units of the currency for one of the account's own; else the code of the question. */
function exchangeRate(currency: string, { settings, lists }: PromiseContext): number | string {
  if (currency === settings.baseCurrency) return 1;
  const rate = lists.currencies.get(currency);
  if (rate === undefined) return "CURRENCY_NOT_IN_ACCOUNT";
  return rate !== null && rate > 0 ? rate : "EXCHANGE_RATE_UNKNOWN";
}

function commentsOf({ note, poNumber }: ShopOrder): string | null {
  const number = filled(poNumber);
  const said = [filled(note), number === null ? null : `Purchase order: ${number}`];
  return filled(said.filter((text) => text !== null).join("\n"));
}

/** Where the goods go: the shipping address, and nothing where there is none. */
function deliveryOf({ shippingAddress: address, phone }: ShopOrder): PromisedTexts {
  const person = wholeName(address?.firstName, address?.lastName);
  const number = address === null ? null : firstFilled(address.phone, phone);
  return {
    DeliveryName: firstFilled(address?.company, person),
    DeliveryContact: person,
    DeliveryStreetAddress: filled(address?.address1),
    DeliveryStreetAddress2: filled(address?.address2),
    DeliverySuburb: null,
    DeliveryCity: filled(address?.city),
    DeliveryRegion: firstFilled(address?.province, address?.provinceCode),
    DeliveryPostCode: filled(address?.zip),
    DeliveryCountry: firstFilled(address?.country, address?.countryCodeV2),
    DeliveryInstruction: number === null ? null : `Phone: ${number}`,
  };
}
