import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";
import { parseBody } from "./decode/parse-body.ts";
import { isShopifyId, readBodyId } from "./decode/read-id.ts";
import { isObject } from "./decode/read-values.ts";
import { findTopLevel } from "./find-top-level.ts";
import { mergedCustomers, topics } from "./topics.ts";

/**
 * The record that a delivery is about, as `interpret` names it; null when it is about no single record or cannot be told. Of
 * a merge it is the customer that is gone. The body of an order or a customer is not parsed: its ids stand near the front.
 */
export function locate(topic: string, body: string): AnnouncedKey | null {
  const meaning = topics.get(topic);
  switch (meaning?.tells) {
    case "order":
      return locateWhole(body, "orders", "Order");
    case "customer":
      return locateWhole(body, "customers", "Customer");
    case "changed":
    case "deleted": {
      const parsed = parse(body);
      return parsed === null ? null : (meaning.keyIn(parsed) ?? null);
    }
    case "merged": {
      const parsed = parse(body);
      return parsed === null ? null : (mergedCustomers(parsed)?.gone ?? null);
    }
    case "privacy":
    case "uninstalled":
    case "scopes-changed":
    case "history-moved":
    case undefined:
      return null;
  }
}

function locateWhole(body: string, kind: AnnouncedKind, type: string): AnnouncedKey | null {
  const found = findTopLevel(body, "admin_graphql_api_id", "id", isShopifyId);
  if (found === null) return null;
  const id = readBodyId(found.first, type, found.second);
  return id === null ? null : { kind, id };
}

function parse(body: string): object | null {
  try {
    const parsed = parseBody(body);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
