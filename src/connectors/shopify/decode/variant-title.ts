import { readPlainText } from "./read-values.ts";

/** `Default Title` is what a product without variants has; it says nothing. */
export function readVariantTitle(value: unknown): string | null {
  const title = readPlainText(value);
  return title === "Default Title" ? null : title;
}
