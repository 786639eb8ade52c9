import type { HistoryPage } from "#connectors/kit/history-reader.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { customerFromGraphql, customersBeside } from "../decode/customer-from-graphql.ts";
import { orderFromGraphql } from "../decode/order-from-graphql.ts";
import type { Family } from "./join-lines.ts";
import { parseLine } from "./line-reader.ts";

type Child = Readonly<Record<string, unknown>>;

type Told = HistoryPage["records"][number];

/**
 * The record of a family and who is told beside it, as a read by id gives it. Null when the lines do not tell it for sure, so that it has to be read by id: a
 * part has an unexpected shape, or its lists may have lost their order, about which the shop promises nothing.
 */
export function decodeFamily(kind: AnnouncedKind, bytes: Buffer, family: Family): Told | null {
  if (family.isDoubled) return null;
  try {
    const node = parseLine(bytes, family.from, family.to);
    if (kind === "customers")
      return family.children.length === 0 ? { record: customerFromGraphql(node), alongside: [] } : null;
    const lists = listsOf(bytes, family.children);
    if (lists === null) return null;
    const record = orderFromGraphql({ ...node, ...lists });
    return { record, alongside: customersBeside(record, node) };
  } catch (error) {
    if (error instanceof SyncError) return null;
    throw error;
  }
}

/** The order's own lists as a read by id gives them, told apart by the type in their rows' ids; discounts have none. */
function listsOf(bytes: Buffer, children: readonly number[]): object | null {
  const [lines, shippingLines, discounts]: [Child[], Child[], Child[]] = [[], [], []];
  for (let index = 0; index + 1 < children.length; index += 2) {
    const child = parseLine(bytes, children[index] ?? 0, children[index + 1] ?? 0) as Child;
    const { id } = child;
    const list =
      typeof id !== "string"
        ? discounts
        : id.startsWith(lineStart)
          ? lines
          : id.startsWith(shippingStart)
            ? shippingLines
            : null;
    if (list === null || (list === discounts && typeof child["index"] !== "number")) return null;
    list.push(child);
  }
  if (!isInOrder(lines) || !isInOrder(shippingLines)) return null;
  return {
    lineItems: { nodes: lines },
    shippingLines: { nodes: shippingLines },
    discountApplications: { nodes: discounts },
  };
}

const lineStart = "gid://shopify/LineItem/";
const shippingStart = "gid://shopify/ShippingLine/";

/** Whether rows come in the order in which they were made, as a read by id gives them. */
function isInOrder(rows: readonly Child[]): boolean {
  for (let index = 1; index < rows.length; index += 1)
    if (!isBefore(String(rows[index - 1]?.["id"]), String(rows[index]?.["id"]))) return false;
  return true;
}

/** Ids of one type: by their numbers, however long. */
function isBefore(left: string, right: string): boolean {
  return left.length < right.length || (left.length === right.length && left < right);
}
