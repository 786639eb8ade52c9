import { linksOf, statusOf } from "../../bulk/bulk-links.ts";
import { operationGid } from "../../bulk/start-operation.ts";
import type { BulkOperationRecord } from "../../state/bulk-records.ts";
import { parseGid } from "../../state/ids.ts";
import { refusal } from "../errors.ts";
import { typeFields } from "../type-fields.ts";
import { isoTime, optionalTime } from "../views.ts";

export const bulkOperationFields = typeFields<BulkOperationRecord>({
  id: operationGid,
  type: (operation) => operation.type,
  query: (operation) => operation.query,
  status: (operation, _args, { now }) => statusOf(operation, now),
  errorCode: (operation) => operation.errorCode,
  createdAt: (operation) => isoTime(operation.createdAt),
  completedAt: (operation) => optionalTime(operation.completedAt),
  // Numbers of this type are texts in JSON.
  objectCount: (operation) => String(operation.objectCount),
  rootObjectCount: (operation) => String(operation.rootObjectCount),
  fileSize: (operation) => (operation.status === "COMPLETED" ? String(operation.file.size) : null),
  url: (operation, _args, { shop, origin }) => linksOf(operation, shop, origin).url,
  partialDataUrl: (operation, _args, { shop, origin }) => linksOf(operation, shop, origin).partialDataUrl,
});

/** Fields of the query root that give an operation. A look may move a slow one on. */
export const bulkQueryFields = typeFields<unknown>({
  bulkOperation: {
    args: ["id"],
    resolve: (_root, args, { shop }) => {
      const text = String(args["id"]);
      const parsed = parseGid(text);
      if (parsed?.type !== "BulkOperation") throw refusal("RESOURCE_NOT_FOUND", `Invalid id: ${text}`);
      shop.bulk.running.get(parsed.id)?.look();
      return shop.bulk.operations.get(parsed.id) ?? null;
    },
  },
  currentBulkOperation: {
    args: ["type"],
    resolve: (_root, args, { shop }) => {
      const latest = [...shop.bulk.operations.values()].findLast(({ type }) => type === args["type"]);
      if (latest) shop.bulk.running.get(latest.id)?.look();
      return latest ?? null;
    },
  },
});
