const digits = /^[1-9]\d*$/;

/** Digits of a Shopify id such as `gid://shopify/Order/450789469`; null when it is not one of that type. */
export function readGid(value: unknown, type: string): string | null {
  if (typeof value !== "string") return null;
  const start = `gid://shopify/${type}/`;
  if (!value.startsWith(start)) return null;
  const query = value.indexOf("?", start.length);
  const id = query === -1 ? value.slice(start.length) : value.slice(start.length, query);
  return digits.test(id) ? id : null;
}

/** Digits of a numeric id: a number that JavaScript holds exactly, or the digits as text. Null for anything else. */
export function readNumericId(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  return typeof value === "string" && digits.test(value) ? value : null;
}

/**
 * Id of a record in a webhook's body. Shopify's own id counts, since numbers above 2^53 are rounded in some bodies; where it
 * is missing or a placeholder, the numeric id. Null when the body names a record of another type, or none.
 */
export function readBodyId(gid: unknown, type: string, numeric: unknown): string | null {
  return isShopifyId(gid) ? readGid(gid, type) : readNumericId(numeric);
}

/** Shopify's own id of a record of whatever type. */
export function isShopifyId(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("gid://shopify/");
}
