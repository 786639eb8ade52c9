/** `JSON.rawJSON` (ECMAScript "JSON.parse source text access"): printed by `JSON.stringify` exactly as given. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => RawNumber };

/** A number that is printed digit for digit. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** The digits of an id as a JSON number; beyond 2^53 too, where a number of JavaScript is no longer exact. */
export function idNumber(id: string): number | RawNumber {
  if (id.length < 16) return Number(id);
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : rawJSON(id);
}

export function optionalId(id: string | null): number | RawNumber | null {
  return id === null ? null : idNumber(id);
}

/** Decimal text such as `"89.99"` as a JSON number of the same digits. */
export function decimalNumber(text: string): RawNumber {
  return rawJSON(text);
}

export function isRawNumber(value: unknown): value is RawNumber {
  return typeof value === "object" && value !== null && "rawJSON" in value;
}
