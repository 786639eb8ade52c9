import type { WireObject } from "./schema.ts";

/** Which parts of an object are lists of objects, and which are objects. Anything of them may be absent or null. */
interface Parts {
  readonly lists: Readonly<Record<string, Parts>>;
  readonly objects: readonly string[];
}

const plain: Parts = { lists: {}, objects: [] };
const partsOf: Readonly<Record<string, Parts>> = {
  SalesOrders: {
    lists: { SalesOrderLines: { lists: {}, objects: ["Product"] } },
    objects: ["Customer", "Warehouse", "Currency", "Tax"],
  },
  CreditNotes: {
    lists: { CreditLines: { lists: {}, objects: ["Product"] } },
    objects: ["Customer", "Warehouse", "Tax"],
  },
  Customers: { lists: { Addresses: plain }, objects: ["Currency", "SalesPerson", "DefaultWarehouse"] },
};

/**
 * Whether a reply's object of a resource has a GUID, and lists and objects where the API has them. An address that is no list must
 * not pass for none: the next write would blank what is there. Plain fields are not looked at: who uses one takes what is no text
 * or number for nothing.
 */
export function isWireObject(resource: string, value: unknown): value is WireObject {
  const parts = Object.hasOwn(partsOf, resource) ? (partsOf[resource] ?? plain) : plain;
  return isObject(value) && typeof value["Guid"] === "string" && hasParts(value, parts);
}

function hasParts(value: Readonly<Record<string, unknown>>, { lists, objects }: Parts): boolean {
  for (const name of objects) {
    const part = value[name];
    if (part !== undefined && part !== null && !isObject(part)) return false;
  }
  for (const name in lists) {
    const list = value[name];
    if (list === undefined || list === null) continue;
    const inside = lists[name] ?? plain;
    if (!Array.isArray(list) || !list.every((entry) => isObject(entry) && hasParts(entry, inside)))
      return false;
  }
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
