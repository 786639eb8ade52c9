import { SyncError } from "#domain/sync-error.ts";
import { isObject } from "../decode/read-values.ts";

/**
 * The nodes of an answer to a query by ids, in the order asked; null for what the shop does not know. An answer that has more or
 * fewer of them is none: its gaps would pass for deleted records. Throws `SyncError` of class `unavailable`.
 */
export function nodesAsked(
  name: string,
  { nodes }: { readonly nodes?: unknown },
  asked: number,
): readonly (object | null)[] {
  const isWhole =
    Array.isArray(nodes) && nodes.length === asked && nodes.every((node) => node === null || isObject(node));
  if (!isWhole) throw notWhole(name);
  return nodes as readonly (object | null)[];
}

/** For a node that stands where another record was asked for. */
export function anotherRecord(name: string): SyncError {
  return new SyncError("unavailable", {
    code: "ANSWER_MIXED_UP",
    message: `The shop's answer to ${name} has another record in the place of this one, so it was not used. It is tried again.`,
    detail: { operation: name },
  });
}

/**
 * A page of a list, once it is sure that it is one, and that it leads on: a next page that is the one `after` which this one was
 * asked for would be asked for without end. Throws `SyncError` of class `unavailable`.
 */
export function wholeList<
  Page extends {
    readonly nodes: readonly object[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  },
>(name: string, page: Page | null | undefined, after: string | null): Page {
  const isWhole = isObject(page) && Array.isArray(page.nodes) && page.nodes.every(isObject);
  if (!isWhole || !isObject(page.pageInfo)) throw notWhole(name);
  const { hasNextPage, endCursor } = page.pageInfo;
  if (hasNextPage && endCursor !== null && endCursor === after) throw notWhole(name);
  return page;
}

function notWhole(name: string): SyncError {
  return new SyncError("unavailable", {
    code: "ANSWER_INCOMPLETE",
    message: `The shop's answer to ${name} is not the whole of what was asked for, so it was not used. It is tried again.`,
    detail: { operation: name },
  });
}
