import { exact } from "#domain/money.ts";
import type { Order, OrderLine } from "#domain/order/order.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import { deriveGuid } from "../../guid.ts";
import type { ProductBody, WireProduct } from "../../schema.ts";

type ProductClient = Pick<UnleashedClient, "findProducts" | "getProduct" | "postProduct">;

/** Longest ProductDescription and ProductCode (vendor's documentation, Products). */
const longest = { code: 100, description: 500 } as const;

/**
 * GUID of a product that Waybill makes. It follows from the code alone, because a code is unique in an account: two stores, or two
 * orders at once, that miss the same product make one.
 */
export function productGuid(code: string): string {
  return deriveGuid("unleashed", "products", code);
}

/**
 * Makes the product of a line. Safe to repeat: one that has the code, or that was made before under its GUID and is called
 * something else by now, is left as it is. Returns the code that the account knows the product by.
 */
export async function createProduct(
  client: ProductClient,
  code: string,
  title: string,
  from: { readonly order: Order; readonly line: OrderLine | null },
): Promise<string> {
  if (code.length > longest.code)
    throw new SyncError("rejected", {
      code: "PRODUCT_CODE_TOO_LONG",
      message: `The SKU ${code.slice(0, 40)}… has ${code.length} characters; a product code has at most ${longest.code}.`,
    });
  const guid = productGuid(code);
  const known = (await findExactly(client, code)) ?? (await client.getProduct(guid));
  if (known !== null) return known.ProductCode;
  const made = await client.postProduct(guid, productBody(guid, code, title, from));
  return made.ProductCode;
}

/** The product with exactly this code, one that is in use before an obsolete one. */
export async function findExactly(
  client: Pick<UnleashedClient, "findProducts">,
  code: string,
): Promise<WireProduct | null> {
  const hits = (await client.findProducts([code])).filter((hit) => hit.ProductCode === code);
  return hits.find((hit) => hit.Obsolete !== true) ?? hits[0] ?? null;
}

/** Prices of Unleashed are without tax, so one that contains tax is not taken over. */
function productBody(
  guid: string,
  code: string,
  title: string,
  { order, line }: { readonly order: Order; readonly line: OrderLine | null },
): ProductBody {
  return {
    Guid: guid,
    ProductCode: code,
    ProductDescription: title.slice(0, longest.description),
    IsSellable: true,
    ...(line === null
      ? {}
      : {
          TaxableSales: line.taxable,
          NeverDiminishing: !line.requiresShipping,
          ...(order.taxesIncluded ? {} : { DefaultSellPrice: exact(line.unitPrice.shop).toNumber() }),
        }),
  };
}
