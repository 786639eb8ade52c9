import type { Clock } from "#connectors/kit/clock.ts";
import type { Calls } from "./calls.ts";
import { pageSize, readPages } from "./paging.ts";
import type { WireObject, WireProduct } from "./schema.ts";
import type { AccountSettings } from "./settings/account-settings.ts";

/** How long a looked-up entry of a list may be used; the engine's cache holds to it. */
export const listMaxAgeMs = 30 * 60_000;

/**
 * Finds products by code in few calls, since calls are metered per month. A small catalogue is read whole (1,000 products per
 * call), which answers every later question too; a large one, or a code that a fresh reading did not have, is asked for by
 * itself. Remembers only how large the catalogue was and when it was read, never its content.
 */
export function createProductFinder(
  calls: Calls,
  account: AccountSettings,
  clock: Clock,
): (codes: readonly string[]) => Promise<readonly WireProduct[]> {
  let size: number | null = null;
  let wholeReadAt = -Infinity;
  let reading: Promise<readonly WireProduct[]> | null = null;
  const ignoresCase = account.productCodeCase === "ignore";
  const fold = (code: string): string => (ignoresCase ? code.toLowerCase() : code);

  /** Worth reading whole: within the setting, or no dearer than asking one by one. */
  const isSmallFor = (count: number): boolean =>
    size === null || size <= account.wholeProductListUpTo || Math.ceil(size / pageSize) <= count;

  /** Stops after the first page when the catalogue turns out to be too large for this many codes. */
  const readWhole = async (count: number): Promise<readonly WireProduct[]> => {
    const found: WireProduct[] = [];
    let complete = true;
    await readPages(calls, "Products", { includeObsolete: "true" }, (items, total) => {
      size = total;
      found.push(...productsOf(items));
      complete = isSmallFor(count);
      return complete;
    });
    if (complete) wholeReadAt = clock.now();
    return found;
  };

  const readOne = async (code: string): Promise<readonly WireProduct[]> => {
    const found: WireProduct[] = [];
    await readPages(calls, "Products", { productCode: code, includeObsolete: "true" }, (items) => {
      found.push(...productsOf(items));
      // The search is by prefix: a short code may bring the whole catalogue along.
      return ignoresCase || !found.some((product) => product.ProductCode === code);
    });
    return found;
  };

  const isFresh = (): boolean => clock.now() - wholeReadAt < listMaxAgeMs;
  return async (codes) => {
    if (reading === null && account.wholeProductListUpTo > 0 && !isFresh() && isSmallFor(codes.length))
      reading = readWhole(codes.length).finally(() => {
        reading = null;
      });
    const known = reading === null ? [] : await reading;
    if (known.length > 0 && isFresh()) return known;
    const have = new Set(known.map((product) => fold(product.ProductCode)));
    const missing = [...new Set(codes)].filter((code) => !have.has(fold(code)));
    const found = await Promise.all(missing.map((code) => readOne(code)));
    return [...known, ...found.flat()];
  };
}

/** Only what orders need: whole products would fill the memory of the cache. */
function productsOf(items: readonly WireObject[]): WireProduct[] {
  return items.flatMap((item) =>
    typeof item["ProductCode"] === "string" ? [slim(item as WireProduct)] : [],
  );
}

function slim(product: WireProduct): WireProduct {
  return {
    Guid: product.Guid,
    ProductCode: product.ProductCode,
    ProductDescription: product.ProductDescription ?? null,
    Barcode: product.Barcode ?? null,
    Obsolete: product.Obsolete ?? null,
    IsSellable: product.IsSellable ?? null,
    NeverDiminishing: product.NeverDiminishing ?? null,
    TaxableSales: product.TaxableSales ?? null,
  };
}
