import { SyncError } from "#domain/sync-error.ts";
import { isObject, readList, type Loose } from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

type ConnectionNode = Loose<"nodes" | "pageInfo">;

/** Nodes of a connection of which every page was read. */
export function readConnection(value: unknown, field: string): readonly object[] {
  if (!isObject(value)) return unreadable(field, "a list");
  if (cursorAfter(value, field) !== null) unreadable(field, "complete");
  return readList((value as ConnectionNode).nodes, field);
}

/** Cursor of the next page; null when there is none. */
function cursorAfter(connection: object, field: string): string | null {
  const { pageInfo } = connection as ConnectionNode;
  if (!isObject(pageInfo)) return null;
  const info: Loose<"hasNextPage" | "endCursor"> = pageInfo;
  if (info.hasNextPage !== true) return null;
  return typeof info.endCursor === "string" ? info.endCursor : unreadable(field, "a list with a cursor");
}

/** Variables of `orderPages`. */
export interface PageVariables {
  readonly id: string;
  readonly wantLines: boolean;
  readonly linesAfter: string | null;
  readonly wantShippingLines: boolean;
  readonly shippingLinesAfter: string | null;
  readonly wantDiscounts: boolean;
  readonly discountsAfter: string | null;
}

type PagedNode = Loose<"id" | "updatedAt" | "lineItems" | "shippingLines" | "discountApplications">;

/** What has to be asked with `orderPages` before an `Order` node is complete; null when it is. */
export function furtherPages(value: object): PageVariables | null {
  const node: PagedNode = value;
  const after = (field: PagedList) => {
    const connection = node[field];
    return isObject(connection) ? cursorAfter(connection, field) : null;
  };
  const linesAfter = after("lineItems");
  const shippingLinesAfter = after("shippingLines");
  const discountsAfter = after("discountApplications");
  if (linesAfter === null && shippingLinesAfter === null && discountsAfter === null) return null;
  return {
    id: typeof node.id === "string" ? node.id : unreadable("id", "the id of an order"),
    wantLines: linesAfter !== null,
    linesAfter,
    wantShippingLines: shippingLinesAfter !== null,
    shippingLinesAfter,
    wantDiscounts: discountsAfter !== null,
    discountsAfter,
  };
}

/**
 * The node with the rows of `order` (answer of `orderPages`) put behind its own. Throws `SyncError` of class `conflict` when
 * the order changed or vanished between the pages, since pages of two states do not make one order.
 */
export function addPages(value: object, order: unknown): object {
  const node: PagedNode = value;
  if (!isObject(order) || (order as PagedNode).updatedAt !== node.updatedAt)
    throw new SyncError("conflict", {
      code: "ORDER_CHANGED_WHILE_READING",
      message: "The order changed in the shop while its pages were read. It is read again from the start.",
    });
  const page: PagedNode = order;
  const joined = (field: PagedList): object => {
    const [before, next] = [node[field], page[field]];
    if (!isObject(before) || !isObject(next)) return {};
    const rows = [before, next].flatMap((part) => readList((part as ConnectionNode).nodes, field));
    return { [field]: { nodes: rows, pageInfo: (next as ConnectionNode).pageInfo } };
  };
  return { ...value, ...joined("lineItems"), ...joined("shippingLines"), ...joined("discountApplications") };
}

type PagedList = "lineItems" | "shippingLines" | "discountApplications";
