import { z } from "zod";

/** A product to seed. Further fields go by their API names. */
export const seedProduct = z.strictObject({
  code: z.string().min(1),
  description: z.string().min(1).optional(),
  /** Sell price without tax. */
  price: z.number().optional(),
  taxable: z.boolean().optional(),
  barcode: z.string().optional(),
  /** A service or another product that is not kept in stock. */
  nonStock: z.boolean().optional(),
  /** On hand by warehouse code. */
  stock: z.record(z.string(), z.number()).optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

/** A customer to seed. Further fields go by their API names. */
export const seedCustomer = z.strictObject({
  code: z.string().min(1),
  name: z.string().min(1),
  email: z.string().optional(),
  phone: z.string().optional(),
  notes: z.string().optional(),
  currency: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

export const seedWarehouse = z.strictObject({
  code: z.string().min(1),
  name: z.string().optional(),
  isDefault: z.boolean().optional(),
  obsolete: z.boolean().optional(),
});

export const seedTax = z.strictObject({
  code: z.string().min(1),
  /** A fraction: 0.1 is ten percent. */
  rate: z.number().min(0),
  description: z.string().optional(),
});

export const seedStock = z.strictObject({
  productCode: z.string(),
  warehouseCode: z.string(),
  /** On hand afterwards, not a difference. */
  quantity: z.number(),
});

/** What an emulated account is filled with. Entries with a known code replace what was there. */
export interface UnleashedCatalogue {
  readonly baseCurrency?: string;
  readonly currencies?: readonly { readonly code: string; readonly description: string }[];
  readonly warehouses?: readonly z.input<typeof seedWarehouse>[];
  readonly taxes?: readonly z.input<typeof seedTax>[];
  readonly deliveryMethods?: readonly string[];
  readonly paymentTerms?: readonly string[];
  readonly productGroups?: readonly string[];
  readonly sellPriceTiers?: readonly string[];
  readonly salesPersons?: readonly { readonly name: string; readonly email: string }[];
  readonly customerTypes?: readonly string[];
  readonly unitsOfMeasure?: readonly string[];
  /** At most ten custom order statuses of at most 15 letters. */
  readonly customStatuses?: readonly string[];
  readonly products?: readonly z.input<typeof seedProduct>[];
  readonly customers?: readonly z.input<typeof seedCustomer>[];
}

/** The lists of a trading account in Australia that also sells abroad; no products and no customers. */
export const usualAccount: UnleashedCatalogue = {
  baseCurrency: "AUD",
  currencies: [
    { code: "AUD", description: "Australia, Dollars" },
    { code: "NZD", description: "New Zealand, Dollars" },
    { code: "USD", description: "United States of America, Dollars" },
    { code: "EUR", description: "Euro" },
    { code: "GBP", description: "United Kingdom, Pounds" },
  ],
  warehouses: [
    { code: "MAIN", name: "Main Warehouse", isDefault: true },
    { code: "NORTH", name: "Northern Warehouse" },
    { code: "SHOP", name: "Shop Floor" },
  ],
  taxes: [
    { code: "G.S.T.", rate: 0.1, description: "Goods and services tax" },
    { code: "GST15", rate: 0.15, description: "Goods and services tax, New Zealand" },
    { code: "NONE", rate: 0, description: "No tax" },
  ],
  deliveryMethods: ["Courier", "Express", "Pick up", "Standard"],
  paymentTerms: ["7 Days", "20th of the month following", "30 Days", "Cash"],
  productGroups: ["General", "Accessories"],
  sellPriceTiers: ["Sell Price Tier 1", "Sell Price Tier 2", "Sell Price Tier 3"],
  salesPersons: [{ name: "Sam Seller", email: "sam@account.example" }],
  customerTypes: ["Retail", "Wholesale"],
  unitsOfMeasure: ["EA", "BOX"],
  customStatuses: ["Awaiting stock", "Picking"],
};
