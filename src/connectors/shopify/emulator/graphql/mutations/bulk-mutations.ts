import { readBulkQuery } from "../../bulk/read-bulk-query.ts";
import { operationGid, startOperation } from "../../bulk/start-operation.ts";
import { tryBulkQuery, workBulkQuery } from "../../bulk/work-bulk-query.ts";
import { statusOf } from "../../bulk/bulk-links.ts";
import { isOver } from "../../state/bulk-records.ts";
import type { BulkOperationRecord } from "../../state/bulk-records.ts";
import type { Shop } from "../../state/shop.ts";
import type { GraphContext } from "../graph-context.ts";
import type { ServedVersion } from "../schema-store.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { idOf } from "./input.ts";
import { userError } from "./user-error.ts";

/** From this version on five may run at once, before it one. Source: "Perform bulk operations with the GraphQL Admin API". */
const firstWithFive = "2026-01";

/** Why no further operation of a type may begin; null when one may. */
export function refusalOfPlace(
  shop: Shop,
  type: BulkOperationRecord["type"],
  version: ServedVersion,
): { readonly field: null; readonly message: string; readonly code: string } | null {
  const running = [...shop.bulk.operations.values()].filter(
    (operation) => operation.type === type && !isOver(operation),
  );
  if (running.length < (version >= firstWithFive ? 5 : 1)) return null;
  const ids = running.map(operationGid).join(", ");
  return {
    field: null,
    message: `A bulk ${type.toLowerCase()} operation for this app and shop is already in progress: ${ids}.`,
    code: "OPERATION_IN_PROGRESS",
  };
}

function runQuery(args: Arguments, { shop, version, executor, token, origin }: GraphContext) {
  const refuse = (userErrors: readonly unknown[]) => ({ bulkOperation: null, userErrors });
  const text = String(args["query"]);
  const query = readBulkQuery(text, executor);
  if (!("plan" in query))
    return refuse(query.map((message) => ({ field: ["query"], message, code: "INVALID" })));
  const taken = refusalOfPlace(shop, "QUERY", version.name);
  if (taken) return refuse([taken]);
  const call = { shop, executor, token, origin, query, grouped: args["groupObjects"] === true };
  tryBulkQuery(call);
  const operation = startOperation(shop, { type: "QUERY", query: text }, workBulkQuery(call));
  return { bulkOperation: operation, userErrors: [] };
}

function cancel(args: Arguments, { shop, now }: GraphContext) {
  const operation = shop.bulk.operations.get(idOf("BulkOperation", args["id"]) ?? "");
  if (!operation)
    return { bulkOperation: null, userErrors: [userError(["id"], "Bulk operation does not exist")] };
  const run = shop.bulk.running.get(operation.id);
  if (!run) {
    const status = statusOf(operation, now).toLowerCase();
    const message = `A bulk operation cannot be canceled when it is ${status}`;
    return { bulkOperation: operation, userErrors: [userError(null, message)] };
  }
  if (operation.status !== "CANCELING") run.cancel();
  return { bulkOperation: operation, userErrors: [] };
}

export const bulkMutations = typeFields<unknown>({
  bulkOperationRunQuery: {
    args: ["query", "groupObjects"],
    resolve: (_root, args, context) => runQuery(args, context),
  },
  bulkOperationCancel: {
    args: ["id"],
    resolve: (_root, args, context) => cancel(args, context),
  },
});
