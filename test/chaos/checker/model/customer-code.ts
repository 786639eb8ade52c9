import type { Sayings } from "./sayings-of-record.ts";

/**
 * Codes that a new customer may have: the account code that its company carries; else letters of the name, the surname first, with
 * the first eight digits of the GUID.
 */
export function codesOf(linked: readonly Sayings[], guid: string): readonly string[] {
  const digits = guid.slice(0, 8).toUpperCase();
  return [
    ...new Set(
      linked.flatMap(({ record, said }) =>
        said.map(
          ({ code, codeName }) => code ?? `${letters(codeName || `Shopify customer ${record}`)}-${digits}`,
        ),
      ),
    ),
  ];
}

function letters(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
  return plain.slice(0, 12) || "CUSTOMER";
}

/** Names that stand in for one that the shop does not have. */
export function namesWithout(linked: readonly Sayings[]): readonly string[] {
  return linked.flatMap(({ record, said }) =>
    said
      .filter(({ name }) => name === null)
      .map(({ email }) => email?.["Email"] ?? `Shopify customer ${record}`),
  );
}
