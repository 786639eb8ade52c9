import { z } from "zod";

/** Decimal text of the shop's currency, `"12.90"`. */
const price = z.string().regex(/^\d+(\.\d+)?$/, "must be decimal text such as 12.90");
const time = z.iso.datetime({ offset: true });
const text = z.string().nullable();

/** An address; the country's name follows from its code when left out. */
export const addressSchema = z.strictObject({
  firstName: text.optional(),
  lastName: text.optional(),
  company: text.optional(),
  address1: text.optional(),
  address2: text.optional(),
  city: text.optional(),
  province: text.optional(),
  provinceCode: text.optional(),
  country: text.optional(),
  /** ISO 3166-1 alpha-2. */
  countryCode: z.string().length(2).nullable().optional(),
  zip: text.optional(),
  phone: text.optional(),
});
export type AddressSpec = z.infer<typeof addressSchema>;

const consent = z.enum(["NOT_SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "PENDING"]);

export const customerSchema = z.strictObject({
  firstName: text.optional(),
  lastName: text.optional(),
  email: text.optional(),
  phone: text.optional(),
  note: text.optional(),
  tags: z.array(z.string()).optional(),
  state: z.enum(["DECLINED", "DISABLED", "ENABLED", "INVITED"]).optional(),
  taxExempt: z.boolean().optional(),
  taxExemptions: z.array(z.string()).optional(),
  locale: z.string().optional(),
  verifiedEmail: z.boolean().optional(),
  /** The first is the default address. */
  addresses: z.array(addressSchema).optional(),
  emailMarketing: consent.optional(),
  smsMarketing: consent.optional(),
  createdAt: time.optional(),
  /** An id beyond 2^53. */
  largeIds: z.boolean().optional(),
});
export type CustomerSpec = z.infer<typeof customerSchema>;

export const variantSchema = z.strictObject({
  /** Left out or null: a variant without SKU. */
  sku: text.optional(),
  price,
  compareAtPrice: price.nullable().optional(),
  barcode: text.optional(),
  /** Values of the product's options, in their order. */
  options: z.array(z.string()).optional(),
  taxable: z.boolean().optional(),
  requiresShipping: z.boolean().optional(),
  tracked: z.boolean().optional(),
  grams: z.int().min(0).optional(),
  inventoryPolicy: z.enum(["CONTINUE", "DENY"]).optional(),
  /** Units by the name of a location; a number puts them at the first location. */
  stock: z
    .union([z.int(), z.record(z.string(), z.int())], {
      error: 'must be a number, or numbers by location such as {"Main Warehouse": 4}',
    })
    .optional(),
});
export type VariantSpec = z.infer<typeof variantSchema>;

export const productSchema = z.strictObject({
  title: z.string().min(1),
  handle: z.string().optional(),
  descriptionHtml: z.string().optional(),
  vendor: z.string().optional(),
  productType: z.string().optional(),
  tags: z.array(z.string()).optional(),
  status: z.enum(["ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED"]).optional(),
  giftCard: z.boolean().optional(),
  /** Names of the options; `["Title"]` for a product with one variant. */
  optionNames: z.array(z.string()).optional(),
  variants: z.array(variantSchema).min(1),
  createdAt: time.optional(),
  largeIds: z.boolean().optional(),
});
export type ProductSpec = z.infer<typeof productSchema>;

export const locationSchema = z.strictObject({
  name: z.string().min(1),
  address: addressSchema.optional(),
  isActive: z.boolean().optional(),
  fulfillsOnlineOrders: z.boolean().optional(),
  createdAt: time.optional(),
});
export type LocationSpec = z.infer<typeof locationSchema>;

export const companyLocationSchema = z.strictObject({
  name: z.string().min(1),
  externalId: text.optional(),
  phone: text.optional(),
  note: text.optional(),
  locale: z.string().optional(),
  billingAddress: addressSchema.optional(),
  /** Left out: the billing address. */
  shippingAddress: addressSchema.optional(),
  taxRegistrationId: text.optional(),
  taxExempt: z.boolean().optional(),
  taxExemptions: z.array(z.string()).optional(),
});
export type CompanyLocationSpec = z.infer<typeof companyLocationSchema>;

export const companyContactSchema = z.strictObject({
  /** The customer behind it: one that exists with this e-mail address, or a new one. */
  customer: customerSchema,
  title: text.optional(),
  locale: z.string().optional(),
  isMain: z.boolean().optional(),
});

export const companySchema = z.strictObject({
  name: z.string().min(1),
  externalId: text.optional(),
  note: text.optional(),
  customerSince: time.optional(),
  /** The first contact is the main one unless another says so. */
  contacts: z.array(companyContactSchema).optional(),
  locations: z.array(companyLocationSchema).min(1),
  createdAt: time.optional(),
});
export type CompanySpec = z.infer<typeof companySchema>;

/** Contents of a shop before its first order. */
export interface ShopCatalogue {
  /** The first is the shop's home. */
  readonly locations: readonly LocationSpec[];
  readonly products: readonly ProductSpec[];
  readonly customers: readonly CustomerSpec[];
  readonly companies: readonly CompanySpec[];
}
