import { z } from "zod";
import { addressSchema, customerSchema } from "../seed/catalogue.ts";

const decimal = /^-?\d+(\.\d+)?$/;

/** Money or a rate: decimal text (`"12.90"`) or a JSON number. */
export const amount = z.union(
  [z.string().regex(decimal), z.number().transform(String).pipe(z.string().regex(decimal))],
  { error: "must be decimal text such as 12.90" },
);

/** `{"name": "value"}` or `[{"name": …, "value": …}]`. */
export const attributes = z.union(
  [
    z.record(z.string(), z.string().nullable()),
    z.array(z.strictObject({ name: z.string(), value: z.string().nullable() })),
  ],
  { error: 'must be {"name": "value"} or [{"name": "…", "value": "…"}]' },
);

const lineSchema = z.strictObject({
  /** An existing variant by SKU, or by `variantId`; with `title` and `price` an unknown SKU makes a custom line. */
  sku: z.string().optional(),
  variantId: z.string().optional(),
  /** Alone with `price`: a custom line. */
  title: z.string().optional(),
  variantTitle: z.string().optional(),
  quantity: z.int().min(1).optional(),
  /** Unit price; left out: the variant's. `"0.00"` is a free line. */
  price: amount.optional(),
  vendor: z.string().optional(),
  grams: z.int().min(0).optional(),
  taxable: z.boolean().optional(),
  requiresShipping: z.boolean().optional(),
  giftCard: z.boolean().optional(),
  properties: attributes.optional(),
  /** A discount that staff puts on this line alone. */
  discount: z
    .strictObject({ title: z.string().optional(), amount: amount.optional(), percentage: amount.optional() })
    .optional(),
  duty: amount.optional(),
});
export type LineInput = z.output<typeof lineSchema>;

const discountSchema = z.strictObject({
  /** A code that the buyer entered. */
  code: z.string().optional(),
  title: z.string().optional(),
  /** Left out: `code` when there is a code, else `automatic`. */
  kind: z.enum(["code", "automatic", "manual"]).optional(),
  amount: amount.optional(),
  percentage: amount.optional(),
  target: z.enum(["lines", "shipping"]).optional(),
  /** Positions of the lines it is limited to. */
  lines: z.array(z.int().min(0)).optional(),
});
export type DiscountInput = z.output<typeof discountSchema>;

const shippingSchema = z.strictObject({
  title: z.string().optional(),
  code: z.string().nullable().optional(),
  source: z.string().nullable().optional(),
  carrierIdentifier: z.string().nullable().optional(),
  price: amount,
  taxable: z.boolean().optional(),
});

const paymentSchema = z.strictObject({
  kind: z.enum(["SALE", "AUTHORIZATION"]).optional(),
  gateway: z.string().optional(),
  /** Left out: everything that is still open. */
  amount: amount.optional(),
  status: z.enum(["SUCCESS", "PENDING"]).optional(),
});

export const taxSchema = z.strictObject({
  title: z.string(),
  /** Fraction: `"0.1"` is ten percent. */
  rate: amount,
  channelLiable: z.boolean().optional(),
});

export const financialStatuses = [
  "PAID",
  "PENDING",
  "AUTHORIZED",
  "EXPIRED",
  "VOIDED",
  "PARTIALLY_PAID",
  "REFUNDED",
  "PARTIALLY_REFUNDED",
] as const;

const time = z.iso.datetime({ offset: true });

/** Body of `POST /_control/shopify/<store>/orders`; every part is optional. */
export const orderSchema = z.strictObject({
  count: z.int().min(1).max(100_000).default(1),
  /** Short for `financialStatus` paid or pending. Default true. */
  paid: z.boolean().optional(),
  financialStatus: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(financialStatuses))
    .optional(),
  /** With `partially_paid`: how much; left out: about half. */
  paidAmount: amount.optional(),
  /** Left out: one unit of a random product. */
  lines: z.array(lineSchema).optional(),
  /** So many lines of random products besides. */
  randomLines: z.int().min(0).max(5_000).optional(),
  /** Null: a guest; left out: a random customer; with the e-mail address of nobody: a new customer. */
  customer: customerSchema.extend({ id: z.string().optional() }).nullable().optional(),
  email: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  discounts: z.array(discountSchema).optional(),
  /** A price, or lines of shipping. Left out: none. */
  shipping: z
    .union([amount, z.array(shippingSchema)], {
      error: 'must be a price, or lines such as [{"title": "Express", "price": "12.90"}] with price',
    })
    .optional(),
  /** Left out: the shop's. */
  taxes: z.array(taxSchema).optional(),
  taxExempt: z.boolean().optional(),
  taxesIncluded: z.boolean().optional(),
  /** A tip is a sum of the order and, unless `tipLine` is false, a line of its own too, as Shopify's order bodies have it. */
  tip: amount.optional(),
  tipLine: z.boolean().optional(),
  /** Duties on the first line. */
  duties: amount.optional(),
  /** What rounding adds to (or takes off) a cash payment. */
  cashRounding: amount.optional(),
  /** Pays so much with a gift card. */
  giftCard: amount.optional(),
  /** Payments one by one instead of those that follow from the status. */
  payments: z.array(paymentSchema).optional(),
  /** Currency that the buyer saw. */
  currency: z.string().length(3).optional(),
  /** Units of `currency` for one of the shop's; left out: the shop's usual rate. */
  rate: amount.optional(),
  test: z.boolean().optional(),
  /** Comes from a draft order. */
  draft: z.boolean().optional(),
  /** Comes from a point of sale; text names its location. */
  pos: z.union([z.boolean(), z.string()]).optional(),
  /** Location by name or number. */
  location: z.string().optional(),
  source: z.string().optional(),
  sourceIdentifier: z.string().optional(),
  /** B2B: the company by name, number, or external id, and one of its locations (left out: the first). */
  company: z.string().optional(),
  companyLocation: z.string().optional(),
  tags: z.array(z.string()).optional(),
  note: z.string().nullable().optional(),
  poNumber: z.string().optional(),
  attributes: attributes.optional(),
  /** Left out: the customer's default address, or the company location's. */
  billingAddress: addressSchema.nullable().optional(),
  shippingAddress: addressSchema.nullable().optional(),
  locale: z.string().optional(),
  createdAt: time.optional(),
  processedAt: time.optional(),
  /** Ids beyond 2^53. */
  largeIds: z.boolean().optional(),
  /** Everything is shipped at once. */
  fulfilled: z.boolean().optional(),
});
export type OrderInput = z.output<typeof orderSchema>;

/** What a caller may write; `orderSchema` fills in the defaults. */
export type OrderWish = z.input<typeof orderSchema>;

export function readAttributes(given: z.output<typeof attributes> | undefined) {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map(({ name, value }) => ({ key: name, value }));
  return Object.entries(given).map(([key, value]) => ({ key, value }));
}
