import type { ProductRecord } from "../../state/catalogue-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { CustomerRecord } from "../../state/party-records.ts";
import { touch, touchOrder } from "../../state/shop.ts";
import { tidyTags } from "../../state/tags.ts";
import type { ShopEvent } from "../../webhooks/shop-event.ts";
import { accessDocumentation, refusal } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { recordOf } from "../records.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { textsOf } from "./input.ts";
import { userError } from "./user-error.ts";

type Tagged = OrderRecord | CustomerRecord | ProductRecord;

const scopes = { Order: "write_orders", Customer: "write_customers", Product: "write_products" } as const;
const longestTag = { Order: 40, Customer: 255, Product: 255 } as const;

function change(mutation: "tagsAdd" | "tagsRemove", args: Arguments, context: GraphContext) {
  const record = taggedRecord(args["id"], context);
  if (!record) return { node: null, userErrors: [userError(["id"], "Node does not exist")] };
  checkScope(mutation, scopes[record.__typename], context);
  // One argument may carry several tags, separated by commas.
  const given = tidyTags(textsOf(args["tags"]).flatMap((text) => text.split(",")));
  const limit = longestTag[record.__typename];
  if (mutation === "tagsAdd" && given.some((tag) => tag.length > limit))
    return { node: null, userErrors: [userError(["tags"], `Tags must be ${limit} characters or less`)] };
  const before = record.tags;
  const folded = new Set(given.map((tag) => tag.toLowerCase()));
  const after =
    mutation === "tagsAdd"
      ? tidyTags([...before, ...given])
      : before.filter((tag) => !folded.has(tag.toLowerCase()));
  if (after.length !== before.length) {
    record.tags = after;
    announce(record, before, context);
  }
  return { node: record, userErrors: [] };
}

function taggedRecord(id: unknown, context: GraphContext): Tagged | undefined {
  const record = recordOf(id, context) as Tagged | { readonly __typename: "other" } | null;
  return record && record.__typename in scopes ? (record as Tagged) : undefined;
}

function checkScope(mutation: string, scope: string, { granted }: GraphContext): void {
  if (granted.has(scope)) return;
  const text = `\`${scope}\` access scope.`;
  throw refusal("ACCESS_DENIED", `Access denied for ${mutation} field. Required access: ${text}`, {
    documentation: accessDocumentation,
    requiredAccess: text,
  });
}

function announce(record: Tagged, before: readonly string[], { shop }: GraphContext): void {
  if (record.__typename === "Order") {
    touchOrder(shop, record);
    shop.publish([{ topic: "orders/updated", order: record }]);
    return;
  }
  touch(shop, record);
  if (record.__typename === "Product") {
    shop.publish([{ topic: "products/update", product: record }]);
    return;
  }
  const added = record.tags.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !record.tags.includes(tag));
  const events: ShopEvent[] = [{ topic: "customers/update", customer: record }];
  if (added.length > 0) events.push({ topic: "customer.tags_added", customer: record, tags: added });
  if (removed.length > 0) events.push({ topic: "customer.tags_removed", customer: record, tags: removed });
  shop.publish(events);
}

export const tagMutations = typeFields<unknown>({
  tagsAdd: {
    args: ["id", "tags"],
    resolve: (_root, args, context) => change("tagsAdd", args, context),
  },
  tagsRemove: {
    args: ["id", "tags"],
    resolve: (_root, args, context) => change("tagsRemove", args, context),
  },
});
