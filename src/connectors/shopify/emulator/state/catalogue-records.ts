export interface ProductRecord {
  readonly __typename: "Product";
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: "ACTIVE" | "ARCHIVED" | "DRAFT" | "UNLISTED";
  isGiftCard: boolean;
  optionNames: readonly string[];
  readonly variantIds: string[];
}

export interface VariantRecord {
  readonly __typename: "ProductVariant";
  readonly id: string;
  readonly productId: string;
  readonly inventoryItemId: string;
  readonly createdAt: number;
  updatedAt: number;
  title: string;
  optionValues: readonly string[];
  sku: string | null;
  barcode: string | null;
  /** Smallest units of the shop's currency. */
  price: bigint;
  compareAtPrice: bigint | null;
  taxable: boolean;
  requiresShipping: boolean;
  tracked: boolean;
  grams: number;
  inventoryPolicy: "CONTINUE" | "DENY";
  /** Available units by location id. */
  available: Record<string, number>;
}

/** The stock side of a variant, as GraphQL shows it. */
export interface InventoryItemView {
  readonly __typename: "InventoryItem";
  readonly variant: VariantRecord;
}

export interface LocationRecord {
  readonly __typename: "Location";
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly name: string;
  readonly isActive: boolean;
  readonly fulfillsOnlineOrders: boolean;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly country: string | null;
  readonly countryCode: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
}
