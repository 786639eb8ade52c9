import type { ProtectedPart, StoreFacts } from "#connectors/kit/source-system.ts";

/**
 * Parts of records that a shop may refuse: protected customer data, and what needs a scope of its own. `places` is any
 * address at all: some shops refuse the whole object where others refuse its protected fields only. Leave it out once a
 * shop answered so.
 */
export type AskedPart = ProtectedPart | "places" | "companies" | "locations" | "products";

/** Which parts a query asks for. A part left out is unknown in the record; asking for a refused one costs an error each. */
export type AskedParts = Readonly<Record<AskedPart, boolean>>;

export const allParts: AskedParts = {
  customer: true,
  name: true,
  address: true,
  email: true,
  phone: true,
  places: true,
  companies: true,
  locations: true,
  products: true,
};

/** Scopes of which one opens a part. Source: required access of the types in Shopify's published schema. */
const scopesOf = {
  companies: ["customers", "companies"],
  locations: ["locations", "inventory"],
  products: ["products"],
} as const;

/** The parts that a shop shows, by what a probe found. A `write_` scope includes reading. */
export function partsShown(facts: Pick<StoreFacts, "protectedData" | "scopes">): AskedParts {
  const { protectedData, scopes } = facts;
  const isShown = (part: ProtectedPart) => protectedData[part] === "ok";
  const isGranted = (part: keyof typeof scopesOf) =>
    scopesOf[part].some((scope) => scopes.includes(`read_${scope}`) || scopes.includes(`write_${scope}`));
  return {
    customer: isShown("customer"),
    name: isShown("name"),
    address: isShown("address"),
    email: isShown("email"),
    phone: isShown("phone"),
    places: true,
    companies: isGranted("companies"),
    locations: isGranted("locations"),
    products: isGranted("products"),
  };
}
