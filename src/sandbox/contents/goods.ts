/** Something that both emulated shops sell and the emulated Unleashed account keeps in stock. */
export interface Good {
  readonly title: string;
  readonly type: string;
  readonly vendor: string;
  /** In Australian dollars, tax included, as the Australian shop shows it. */
  readonly price: string;
  readonly grams: number;
  /** Name of the option and its values with the ending of their codes; none: one variant. */
  readonly option?: { readonly name: string; readonly values: readonly (readonly [string, string])[] };
  /** Code of the product; variants append their ending. */
  readonly code: string;
}

const sizes = {
  name: "Size",
  values: [
    ["S", "S"],
    ["M", "M"],
    ["L", "L"],
    ["XL", "XL"],
  ],
} as const;
const boots = {
  name: "Size",
  values: [
    ["8", "08"],
    ["9", "09"],
    ["10", "10"],
    ["11", "11"],
  ],
} as const;
const colours = {
  name: "Colour",
  values: [
    ["Moss", "MOS"],
    ["Sand", "SND"],
    ["Slate", "SLT"],
  ],
} as const;

const made = "Acme Made";
const ridge = "Ridgeline";
const tarn = "Tarn & Tor";

/** The range of an outdoor and workwear shop. Prices are chosen so that discounts and taxes leave uneven cents. */
export const goods: readonly Good[] = [
  {
    title: "Ranger Rain Jacket",
    type: "Jackets",
    vendor: ridge,
    price: "189.95",
    grams: 540,
    option: sizes,
    code: "RRJ",
  },
  {
    title: "Drover Oilskin Vest",
    type: "Jackets",
    vendor: made,
    price: "149.00",
    grams: 780,
    option: sizes,
    code: "DOV",
  },
  {
    title: "Merino Base Layer",
    type: "Tops",
    vendor: tarn,
    price: "89.95",
    grams: 210,
    option: sizes,
    code: "MBL",
  },
  {
    title: "Work Shirt, Heavy Twill",
    type: "Tops",
    vendor: made,
    price: "64.50",
    grams: 390,
    option: sizes,
    code: "WSH",
  },
  {
    title: "Canvas Trousers",
    type: "Trousers",
    vendor: made,
    price: "99.90",
    grams: 620,
    option: sizes,
    code: "CTR",
  },
  {
    title: "Trail Shorts",
    type: "Trousers",
    vendor: ridge,
    price: "59.95",
    grams: 240,
    option: sizes,
    code: "TSH",
  },
  {
    title: "Cragside Boots",
    type: "Footwear",
    vendor: tarn,
    price: "279.00",
    grams: 1450,
    option: boots,
    code: "CRB",
  },
  {
    title: "Creek Sandals",
    type: "Footwear",
    vendor: ridge,
    price: "79.95",
    grams: 480,
    option: boots,
    code: "CRS",
  },
  {
    title: "Wool Socks, Two Pairs",
    type: "Footwear",
    vendor: tarn,
    price: "29.95",
    grams: 160,
    code: "SOC-2",
  },
  {
    title: "Daypack 22 L",
    type: "Packs",
    vendor: ridge,
    price: "119.00",
    grams: 760,
    option: colours,
    code: "DP22",
  },
  {
    title: "Trekking Pack 60 L",
    type: "Packs",
    vendor: ridge,
    price: "349.00",
    grams: 1980,
    option: colours,
    code: "TP60",
  },
  {
    title: "Dry Bag 10 L",
    type: "Packs",
    vendor: ridge,
    price: "24.95",
    grams: 95,
    option: colours,
    code: "DB10",
  },
  { title: "Two-Person Tent", type: "Camping", vendor: tarn, price: "499.00", grams: 2300, code: "TENT-2" },
  { title: "Down Sleeping Bag", type: "Camping", vendor: tarn, price: "389.95", grams: 1050, code: "DSB-0" },
  { title: "Sleeping Mat", type: "Camping", vendor: tarn, price: "129.95", grams: 480, code: "MAT-R" },
  { title: "Gas Stove", type: "Camping", vendor: ridge, price: "69.90", grams: 115, code: "STV-G" },
  { title: "Titanium Mug", type: "Camping", vendor: tarn, price: "39.95", grams: 90, code: "MUG-TI" },
  {
    title: "Enamel Mug",
    type: "Camping",
    vendor: made,
    price: "14.95",
    grams: 160,
    option: colours,
    code: "MUG-EN",
  },
  { title: "Vacuum Flask 1 L", type: "Camping", vendor: made, price: "54.95", grams: 610, code: "FLK-1L" },
  { title: "Head Torch 400", type: "Lights", vendor: ridge, price: "74.95", grams: 85, code: "HT-400" },
  { title: "Camp Lantern", type: "Lights", vendor: ridge, price: "49.95", grams: 330, code: "LAN-C" },
  { title: "Pocket Knife", type: "Tools", vendor: made, price: "44.95", grams: 72, code: "KNF-P" },
  { title: "Folding Saw", type: "Tools", vendor: made, price: "57.95", grams: 220, code: "SAW-F" },
  {
    title: "Paracord 30 m",
    type: "Tools",
    vendor: made,
    price: "17.95",
    grams: 190,
    option: colours,
    code: "PCD",
  },
  {
    title: "Work Gloves",
    type: "Workwear",
    vendor: made,
    price: "27.50",
    grams: 140,
    option: sizes,
    code: "GLV",
  },
  {
    title: "Hi-Vis Vest",
    type: "Workwear",
    vendor: made,
    price: "19.95",
    grams: 180,
    option: sizes,
    code: "HVV",
  },
  { title: "Canvas Apron", type: "Workwear", vendor: made, price: "48.00", grams: 420, code: "APR-C" },
  {
    title: "Wide Brim Hat",
    type: "Hats",
    vendor: made,
    price: "69.95",
    grams: 150,
    option: sizes,
    code: "HAT-W",
  },
  {
    title: "Trucker Cap",
    type: "Hats",
    vendor: made,
    price: "34.95",
    grams: 90,
    option: colours,
    code: "CAP-T",
  },
  { title: "First Aid Kit", type: "Safety", vendor: ridge, price: "84.95", grams: 520, code: "FAK-1" },
  { title: "Water Filter", type: "Safety", vendor: ridge, price: "99.95", grams: 60, code: "WFL-1" },
  { title: "Map Case", type: "Safety", vendor: tarn, price: "22.95", grams: 70, code: "MAP-C" },
  { title: "Sticker Sheet", type: "Extras", vendor: made, price: "4.95", grams: 10, code: "STK-1" },
];

/** Code, title and price of every variant. */
export function variantsOf(
  good: Good,
): readonly { readonly code: string; readonly title: string | null; readonly sku: string }[] {
  if (good.option === undefined) return [{ code: good.code, title: null, sku: good.code }];
  return good.option.values.map(([title, ending]) => ({
    code: `${good.code}-${ending}`,
    title,
    sku: `${good.code}-${ending}`,
  }));
}
