import { z } from "zod";

const code = z.string().trim().min(1).max(100);
const text = z.string().trim().min(1);
const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number in quotes, such as "0.65"');
const list = z.array(text).default([]);

/** Two lists of names: only what is in the first (empty: everything), and nothing that is in the second. */
const inAndOut = (of: string) =>
  z
    .strictObject({
      in: list.describe(`Only orders with one of these ${of}; empty: all.`),
      out: list.describe(`No orders with one of these ${of}; wins over \`in\`.`),
    })
    .prefault({})
    .describe(`Which ${of} an order may have. Letter case does not count.`);

const chargeKeys = {
  as: z
    .enum(["charge", "product", "attention"])
    .default("charge")
    .describe(
      "`charge`: a charge line; `product`: a line of the set product; `attention`: such an order waits for a person.",
    ),
  product: code.nullable().default(null).describe("Product code for `as: product`."),
  account: text
    .nullable()
    .default(null)
    .describe("Sales account of the line in the accounting system; null: the account's own choice."),
};

/** How money that is no product of the account is booked. */
const charge = (what: string) =>
  z
    .strictObject(chargeKeys)
    .refine(({ as, product }) => as !== "product" || product !== null, {
      path: ["product"],
      message: "needed because `as` is `product`",
    })
    .prefault({})
    .describe(`How ${what} booked.`);

const accept = z
  .strictObject({
    tags: inAndOut("tags"),
    sources: inAndOut("sources (`web`, `pos`, `shopify_draft_order`, an app's id …)"),
    locations: inAndOut("point-of-sale locations by numeric id (`none` stands for orders without one)"),
    from: z
      .union([z.iso.date(), z.iso.datetime({ offset: true })])
      .nullable()
      .default(null)
      .describe("Only orders placed at or after this date (midnight UTC) or time; null: all."),
    testOrders: z.boolean().default(false).describe("Carry over orders that were paid with a test gateway."),
  })
  .prefault({})
  .describe("Which paid orders are carried over.");

const dates = z
  .strictObject({
    orderDate: z
      .enum(["processed", "created"])
      .default("processed")
      .describe(
        "The shop's time that becomes OrderDate. Imported orders were processed before they were created.",
      ),
    requiredAfterDays: z
      .int()
      .min(0)
      .max(365)
      .nullable()
      .default(0)
      .describe("RequiredDate is this many days after OrderDate; null: none."),
  })
  .prefault({})
  .describe("Dates of the sales order, always as the calendar in the shop's own time zone says.");

const delivery = z
  .strictObject({
    region: z.enum(["name", "code"]).default("name").describe("DeliveryRegion: `New South Wales` or `NSW`."),
    country: z.enum(["name", "code"]).default("name").describe("DeliveryCountry: `Australia` or `AU`."),
    cityGoesTo: z
      .enum(["city", "suburb", "both"])
      .default("city")
      .describe("Where the city of a Shopify address goes: DeliveryCity, DeliverySuburb or both."),
    name: z
      .enum(["company", "person"])
      .default("company")
      .describe("DeliveryName: the company where the address has one, or always the person."),
    contact: z.boolean().default(true).describe("Send the person's name as DeliveryContact too."),
    phone: z
      .enum(["instruction", "none"])
      .default("instruction")
      .describe(
        "A sales order has no telephone field; `instruction` puts the number into DeliveryInstruction.",
      ),
    billingWhenMissing: z
      .boolean()
      .default(false)
      .describe("Use the billing address when the order has no shipping address."),
  })
  .prefault({})
  .describe("The delivery block.");

const products = z
  .strictObject({
    map: z
      .record(text, code)
      .default({})
      .describe("Shopify SKU → product code, where they differ. Without an entry the SKU is the code."),
  })
  .prefault({})
  .describe("How products are recognised.");

const charges = z
  .strictObject({
    shipping: charge("shipping fees are"),
    freeShipping: z
      .boolean()
      .default(false)
      .describe("Also write a line for a shipping method that cost nothing."),
    customLines: charge("lines without a product and SKU are"),
    giftCardsSold: z
      .strictObject({
        ...chargeKeys,
        product: code
          .nullable()
          .default(null)
          .describe("Product code for `as: product`; null: the product with the gift card's own SKU."),
      })
      .prefault({})
      .describe(
        "How gift cards that were sold are booked. They are no revenue yet, so give them an account or a product of their own.",
      ),
    tips: charge("tips are"),
    duties: charge("duties are"),
    fees: charge("other fees of the shop are"),
    cashRounding: z
      .enum(["charge", "leave-out", "attention"])
      .default("charge")
      .describe(
        "Rounding of cash payments: `charge` books it, so that the total is what was paid; `leave-out` keeps the order's total; `attention`: such an order waits for a person.",
      ),
  })
  .prefault({})
  .describe("Money of an order that is no product.");

const taxes = z
  .strictObject({
    byTitle: z
      .record(text, code)
      .default({})
      .describe(
        "Title of a Shopify tax → tax code. Several taxes on a line: titles in alphabetical order joined by ` + `. `VAT@0.05` is only for that rate.",
      ),
    byRate: z
      .record(decimal, code)
      .default({})
      .describe(
        'Rate as a fraction → tax code: `"0.15": GST15`. Several taxes on a line: the sum of their rates.',
      ),
    exempt: code
      .nullable()
      .default(null)
      .describe("Tax code of lines without tax; null: the account's only code with rate zero."),
    match: z
      .boolean()
      .default(true)
      .describe("Without an entry above, take the account's only tax code with that very rate."),
    channelLiable: z
      .enum(["leave-out", "tax"])
      .default("leave-out")
      .describe(
        "Tax that a marketplace remits: `leave-out` keeps it out of the sales order, whose total is then lower by it; `tax` books it as the shop's own.",
      ),
  })
  .prefault({})
  .describe("Tax codes. Amounts of tax are always those of the order; rates only choose the code.");

const currency = z
  .strictObject({
    account: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null)
      .describe(
        "Base currency of the Unleashed account, which gets the exchange rate 1; null: taken to be that of the shop, of which `doctor` warns. Two stores on one account have to name it, unless they trade in the same currency.",
      ),
    rates: z
      .record(z.string().regex(/^[A-Z]{3}$/), decimal)
      .default({})
      .describe(
        "Exchange rate by currency: units of it for one unit of the base currency. Without an entry the account's own rate is used.",
      ),
  })
  .prefault({})
  .describe("Currencies. Sales orders are booked in the shop's currency, whatever the buyer saw.");

const rounding = z
  .strictObject({
    unitPriceDecimals: z
      .int()
      .min(2)
      .max(6)
      .default(4)
      .describe(
        "Decimals of UnitPrice. A line whose amount cannot be met with them is written as two lines whose amounts add up.",
      ),
    amountDecimals: z
      .union([z.literal(2), z.literal(3)])
      .default(2)
      .describe("Decimals that Unleashed keeps of line amounts."),
    line: z
      .boolean()
      .default(false)
      .describe(
        "Allow a line `Rounding` where it explains the whole gap between the lines and the order's total.",
      ),
    max: decimal.default("0.05").describe("Greatest gap that a rounding line may close."),
  })
  .prefault({})
  .describe("Cents.");

/**
 * Settings of the flow that carries paid orders to sales orders. Defaults are those of the preset `recommended`; unknown keys are
 * errors.
 */
export const orderSettings = z
  .strictObject({
    prefix: z
      .string()
      .max(20)
      .regex(/^\S*$/, "no spaces")
      .default("#")
      .describe(
        "What stands before the number of the Shopify order in Unleashed. Two stores on one account need different prefixes.",
      ),
    status: z
      .enum(["Parked", "Placed"])
      .default("Parked")
      .describe(
        "Status of new sales orders. `Placed` allocates stock at once; every account takes `Parked`, and sources disagree on `Placed`.",
      ),
    customStatus: z
      .string()
      .trim()
      .min(1)
      .max(15)
      .nullable()
      .default(null)
      .describe("A custom status of the account that refines `Parked`."),
    accept,
    partlyRefunded: z
      .enum(["current", "as-sold", "attention"])
      .default("current")
      .describe(
        "An order of which money was given back before it arrived. `current`: the units, shipping and duties that are still part of it; money given back without goods is left to a credit. `as-sold`: everything that was sold, the whole refund is left to a credit. `attention`: a person decides.",
      ),
    sameNumber: z
      .enum(["adopt-equal", "attention"])
      .default("adopt-equal")
      .describe(
        "A sales order that something else made has the number already. `adopt-equal`: link it when customer reference or source id, currency and total are the same, else ask; `attention`: always ask.",
      ),
    customerRef: z
      .enum(["order-name", "po-number", "order-id", "none"])
      .default("order-name")
      .describe(
        "CustomerRef: the Shopify order's name, its purchase order number (else the name), its id, or nothing.",
      ),
    sourceId: z.boolean().default(true).describe("Send the id of the Shopify order as SourceId."),
    dates,
    warehouse: z
      .strictObject({
        default: code
          .nullable()
          .default(null)
          .describe("Warehouse code; null: the account's default warehouse."),
        byLocation: z
          .record(z.string().regex(/^\d+$/), code)
          .default({})
          .describe("Numeric id of a point-of-sale location → warehouse code."),
      })
      .prefault({})
      .describe("Where the goods come from."),
    delivery,
    deliveryMethod: z
      .strictObject({
        map: z.record(text, text).default({}).describe("Title or code of a shipping line → DeliveryMethod."),
        default: text.nullable().default(null).describe("DeliveryMethod of everything else; null: none."),
      })
      .prefault({})
      .describe("Name of the delivery method."),
    comments: z
      .strictObject({
        note: z.boolean().default(true).describe("The order's note."),
        attributes: z.boolean().default(false).describe("Additional details of the order (`name: value`)."),
        poNumber: z
          .boolean()
          .default(true)
          .describe("The purchase order number, unless it is the CustomerRef."),
        lines: z
          .boolean()
          .default(true)
          .describe(
            "Properties of a line (engraving and the like) as the comment of its line; those that begin with `_` are hidden in the shop and left out.",
          ),
      })
      .prefault({})
      .describe("What goes into Comments."),
    products,
    charges,
    taxes,
    currency,
    rounding,
  })
  .refine(({ status, customStatus }) => customStatus === null || status === "Parked", {
    path: ["customStatus"],
    message: "refines `Parked` only",
  })
  .prefault({})
  .describe("Orders: paid Shopify orders become sales orders.");

export type OrderSettings = z.output<typeof orderSettings>;
export type ChargeSettings = OrderSettings["charges"]["shipping"];

/** What the presets set, laid under what the user wrote. */
export const orderPresets = {
  /**
   * Near to what the vendor's help articles say of its own integration: everything that was paid arrives as sold and refunds are
   * credited by hand; each shipping fee is a charge line (which is the default too). They say nothing of numbers that are taken,
   * cash rounding, telephone numbers and texts; there the cautious or plainest way is taken.
   */
  documented: {
    partlyRefunded: "as-sold",
    sameNumber: "attention",
    charges: { cashRounding: "leave-out" },
    delivery: { phone: "none", contact: false },
    comments: { poNumber: false, lines: false },
  },
  recommended: {},
} as const satisfies Record<"documented" | "recommended", z.input<typeof orderSettings>>;
