import type { ProductSpec, VariantSpec } from "./catalogue.ts";

const vendors = ["Fernleigh Works", "Saltbush & Co", "Pier Nine Goods"] as const;

type Row = readonly [title: string, type: string, sku: string, price: string, grams: number];

/** Products with one variant. Prices make uneven cents when they are discounted or taxed. */
const simple: readonly Row[] = [
  ["Stoneware Mug", "Kitchen", "MUG-STONE", "17.45", 410],
  ["Linen Tea Towel", "Kitchen", "TWL-LINEN", "12.95", 120],
  ["Acacia Chopping Board", "Kitchen", "BRD-ACACIA", "64.90", 1250],
  ["Pour-Over Coffee Stand", "Kitchen", "COF-STAND", "89.33", 930],
  ["Paper Filters, 100 Pack", "Kitchen", "COF-FILT-100", "8.99", 180],
  ["Single Origin Beans, 500 g", "Pantry", "BEAN-500", "27.77", 520],
  ["Wildflower Honey, 350 g", "Pantry", "HONEY-350", "14.21", 480],
  ["Loose Leaf Tea, 100 g", "Pantry", "TEA-100", "11.85", 130],
  ["Dark Chocolate, 80 g", "Pantry", "CHOC-80", "6.49", 95],
  ["Olive Oil, 750 ml", "Pantry", "OIL-750", "31.07", 1180],
  ["Beeswax Candle", "Home", "CND-BEES", "22.03", 340],
  ["Wool Throw", "Home", "THR-WOOL", "149.99", 1400],
  ["Cushion Cover", "Home", "CSH-CVR", "39.67", 260],
  ["Ceramic Vase", "Home", "VAS-CER", "58.13", 1100],
  ["Wall Clock", "Home", "CLK-WALL", "73.19", 870],
  ["Notebook, Dotted", "Stationery", "NTB-DOT", "9.95", 210],
  ["Fountain Pen", "Stationery", "PEN-FTN", "44.41", 60],
  ["Ink Bottle, Blue", "Stationery", "INK-BLUE", "13.37", 190],
  ["Desk Tray", "Stationery", "TRY-DESK", "33.59", 640],
  ["Garden Twine", "Garden", "TWN-GRDN", "5.23", 150],
  ["Hand Trowel", "Garden", "TRW-HAND", "19.71", 300],
  ["Seed Mix, Meadow", "Garden", "SEED-MDW", "7.07", 40],
  ["Watering Can, 5 l", "Garden", "CAN-5L", "46.83", 980],
];

const sizes = ["S", "M", "L"] as const;

function sized(code: string, price: string, grams: number): VariantSpec[] {
  return sizes.map((size, index) => ({
    sku: `${code}-${size}`,
    barcode: `93000000${code.length}${index}117`,
    options: [size],
    price,
    grams,
    stock: 60,
  }));
}

const products: ProductSpec[] = simple.map(([title, productType, sku, price, grams], index) => ({
  title,
  productType,
  vendor: vendors[index % vendors.length] ?? vendors[0],
  tags: [productType.toLowerCase()],
  descriptionHtml: `<p>${title} from ${vendors[index % vendors.length] ?? vendors[0]}.</p>`,
  variants: [{ sku, price, grams, barcode: `93100000${String(index).padStart(4, "0")}7`, stock: 120 }],
}));

products.push(
  {
    title: "Work Shirt",
    productType: "Clothing",
    vendor: vendors[0],
    optionNames: ["Size"],
    variants: sized("SHIRT", "79.95", 380),
  },
  {
    title: "Rain Jacket",
    productType: "Clothing",
    vendor: vendors[0],
    optionNames: ["Size"],
    variants: sized("JACKET", "189.47", 720),
  },
  // Two products share a SKU, as happens in real shops: nothing may be linked by it without asking.
  {
    title: "Canvas Tote",
    productType: "Bags",
    vendor: vendors[1],
    variants: [{ sku: "TOTE-01", price: "24.95", grams: 230, stock: 80 }],
  },
  {
    title: "Canvas Tote, Anniversary Print",
    productType: "Bags",
    vendor: vendors[1],
    variants: [{ sku: "TOTE-01", price: "29.95", grams: 230, stock: 15 }],
  },
  {
    title: "Mystery Parcel",
    productType: "Extras",
    vendor: vendors[2],
    variants: [{ price: "35.00", grams: 900, stock: 10 }],
  },
  {
    title: "Pattern Download",
    productType: "Extras",
    vendor: vendors[2],
    variants: [{ sku: "PDF-PTRN", price: "9.09", requiresShipping: false, tracked: false }],
  },
  {
    title: "Gift Card",
    productType: "Gift Cards",
    giftCard: true,
    optionNames: ["Denomination"],
    variants: [
      { sku: "GIFT-25", price: "25.00", options: ["25"] },
      { sku: "GIFT-100", price: "100.00", options: ["100"] },
    ],
  },
  {
    title: "Discontinued Lamp",
    productType: "Home",
    vendor: vendors[2],
    status: "ARCHIVED",
    variants: [{ sku: "LMP-OLD", price: "120.11", grams: 2100, stock: 0 }],
  },
);

/** Thirty-one invented products. */
export const usualProducts: readonly ProductSpec[] = products;
