import { createHmac, timingSafeEqual } from "node:crypto";
import { isOver } from "../state/bulk-records.ts";
import type { BulkOperationRecord, BulkStatus } from "../state/bulk-records.ts";
import type { Shop } from "../state/shop.ts";

/** Where files are fetched from. At Shopify that is another host. */
export const outputPath = "/bulk-operation-outputs/";

/** How long links are good. Source: `BulkOperation.url` in Shopify's schema. */
const linkMs = 7 * 24 * 3_600_000;

/** The status as of now: `EXPIRED` is what the schema calls an operation whose link has expired. */
export function statusOf({ status, endedAt }: BulkOperationRecord, now: number): BulkStatus {
  return status === "COMPLETED" && endedAt !== null && now >= endedAt + linkMs ? "EXPIRED" : status;
}

/** `url` and `partialDataUrl`. One that was cancelled when all was written has its `url` all the same, as recorded. */
export function linksOf(operation: BulkOperationRecord, shop: Shop, origin: string) {
  const hasFile = isOver(operation) && operation.file.size > 0;
  const link = hasFile ? linkOf(operation, shop, origin) : null;
  return operation.isWhole && operation.status !== "FAILED"
    ? { url: link, partialDataUrl: null }
    : { url: null, partialDataUrl: link };
}

/** Shape of the links that were recorded: of Google's storage, signed, with a name for the file. */
function linkOf({ id, token, endedAt }: BulkOperationRecord, shop: Shop, origin: string): string {
  const expires = Math.floor(((endedAt ?? 0) + linkMs) / 1000);
  const name = `bulk-${id}.jsonl`;
  const query = new URLSearchParams({
    GoogleAccessId: "assets-us-prod@shopify-tiers.iam.gserviceaccount.com",
    Expires: String(expires),
    Signature: signature(shop, token, expires),
    "response-content-disposition": `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    "response-content-type": "application/jsonl",
  });
  return `${origin}${outputPath}${token}-final?${query.toString()}`;
}

/** The operation that a link is for, or why it is refused. */
export function readLink(
  shop: Shop,
  path: string,
  query: URLSearchParams,
): BulkOperationRecord | "NoSuchKey" | "SignatureDoesNotMatch" | "ExpiredToken" {
  const token = path.slice(outputPath.length).replace(/-final$/, "");
  const operation = [...shop.bulk.operations.values()].find((candidate) => candidate.token === token);
  if (!operation) return "NoSuchKey";
  const expires = Number(query.get("Expires"));
  const given = Buffer.from(query.get("Signature") ?? "");
  const right = Buffer.from(signature(shop, token, expires));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return "SignatureDoesNotMatch";
  return shop.clock.now() >= expires * 1000 ? "ExpiredToken" : operation;
}

function signature({ app, bulk }: Shop, token: string, expires: number): string {
  const key = `${app.clientSecret}/${bulk.behaviour.linkKey}`;
  return createHmac("sha256", key).update(`${token}\n${expires}`).digest("base64");
}
