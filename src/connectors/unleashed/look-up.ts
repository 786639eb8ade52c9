import type { ListNeed } from "#connectors/kit/flow.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient, UnleashedLists } from "./client.ts";
import type { WireObject, WireProduct } from "./schema.ts";
import type { AccountSettings } from "./settings/account-settings.ts";

/** Key of a need that asks for a whole list, as an array. Not for `Products` and `Customers`. */
export const wholeList = "*";

/** By which field an entry of a list is named in settings and records. */
const keyFields = {
  Warehouses: "WarehouseCode",
  Taxes: "TaxCode",
  Currencies: "CurrencyCode",
  DeliveryMethods: "Name",
  PaymentTerms: "Name",
  CustomerTypes: "TypeName",
  SellPriceTiers: "Name",
  SalesPersons: "Email",
} as const satisfies Record<keyof UnleashedLists, string>;

/**
 * Reads entries of the account's lists: short lists as a whole (one call each), products as `UnleashedClient.findProducts` does,
 * customers by exact code (one call each). The answer also has what the calls brought along. Null: the account has none.
 */
export async function lookUp(
  client: UnleashedClient,
  needs: readonly ListNeed[],
  account: Pick<AccountSettings, "productCodeCase">,
): Promise<ReadonlyMap<string, unknown>> {
  const keys = new Map<string, Set<string>>();
  for (const { list, key } of needs) keys.set(list, (keys.get(list) ?? new Set()).add(key));
  const found = new Map<string, unknown>(needs.map((need) => [needText(need), null]));
  await Promise.all(
    [...keys].map(async ([list, wanted]) => {
      for (const [key, entry] of await readList(client, list, [...wanted], account))
        found.set(needText({ list, key }), entry);
    }),
  );
  return found;
}

type Entries = readonly (readonly [key: string, entry: unknown])[];

async function readList(
  client: UnleashedClient,
  list: string,
  wanted: readonly string[],
  account: Pick<AccountSettings, "productCodeCase">,
): Promise<Entries> {
  if (list === "Products") return productEntries(await client.findProducts(wanted), wanted, account);
  if (list === "Customers") {
    const hits = await Promise.all(wanted.map((customerCode) => client.findCustomers({ customerCode })));
    return hits.flat().map((customer) => [customer.CustomerCode, customer] as const);
  }
  if (!isListName(list))
    throw new SyncError("defect", {
      code: "UNKNOWN_LIST",
      message: `Unleashed has no list ${list} that Waybill reads.`,
    });
  const entries: readonly WireObject[] = await client.list(list);
  return [
    ...entries.flatMap((entry) => {
      const key = entry[keyFields[list]];
      return typeof key === "string" ? [[key, entry] as const] : [];
    }),
    [wholeList, entries],
  ];
}

/** Exactly the code first; in another letter case only by setting and only when a single product has it. */
function productEntries(
  products: readonly WireProduct[],
  wanted: readonly string[],
  { productCodeCase }: Pick<AccountSettings, "productCodeCase">,
): Entries {
  const exact = new Map<string, WireProduct>();
  for (const product of products) {
    const before = exact.get(product.ProductCode);
    if (before === undefined || before.Obsolete === true) exact.set(product.ProductCode, product);
  }
  if (productCodeCase === "exact") return [...exact];
  const folded = new Map<string, WireProduct[]>();
  for (const product of exact.values()) {
    const key = product.ProductCode.toLowerCase();
    folded.set(key, [...(folded.get(key) ?? []), product]);
  }
  const loose = wanted.flatMap((code) => {
    const [only, ...more] = folded.get(code.toLowerCase()) ?? [];
    return exact.has(code) || only === undefined || more.length > 0 ? [] : [[code, only] as const];
  });
  return [...exact, ...loose];
}

function isListName(list: string): list is keyof UnleashedLists {
  return Object.hasOwn(keyFields, list);
}
