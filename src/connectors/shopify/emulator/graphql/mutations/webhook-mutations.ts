import { gid, parseGid } from "../../state/ids.ts";
import type { SubscriptionRecord } from "../../state/app-records.ts";
import { touch } from "../../state/shop.ts";
import type { Shop } from "../../state/shop.ts";
import { isModelledTopic, topicScopes } from "../../webhooks/topics.ts";
import { isUsableFilter } from "../../webhooks/filter-body.ts";
import { accessDocumentation, notModelled, refusal } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

type Input = Readonly<Record<string, unknown>>;

const maxAddressBytes = 64 * 1024;

/** Refusals of an address in Shopify's words. Loopback addresses over http are the emulator's stated exception. */
function addressRefusal(uri: string, shop: Shop): string | undefined {
  if (uri.trim() === "") return "Address can't be blank";
  if (Buffer.byteLength(uri) > maxAddressBytes) return "Address is too big (maximum is 64 KB)";
  if (uri.startsWith("pubsub://"))
    return /^pubsub:\/\/[^:]+:[^:]+$/.test(uri)
      ? undefined
      : "Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic";
  if (uri.startsWith("arn:")) return undefined;
  if (!URL.canParse(uri)) return "Address is invalid";
  const { protocol, hostname } = new URL(uri);
  const isLoopback = hostname === "127.0.0.1" && !shop.settings.strictHttps;
  if (protocol === "http:" && !isLoopback) return "Address protocol http:// is not supported";
  if (protocol !== "https:" && protocol !== "http:") return "Address is invalid";
  return undefined;
}

function check(input: Input, uri: string, topic: string, ownId: string | null, shop: Shop): UserErrorView[] {
  if (Array.isArray(input["metafields"]) && input["metafields"].length > 0)
    throw notModelled("WebhookSubscriptionInput", "metafields");
  if (input["format"] === "XML") throw notModelled("WebhookSubscriptionFormat", "XML");
  const refused = addressRefusal(uri, shop);
  if (refused) return [userError(["webhookSubscription", "callbackUrl"], refused)];
  const filter = input["filter"];
  if (typeof filter === "string" && filter !== "" && !isUsableFilter(filter))
    return [
      userError(
        ["webhookSubscription", "filter"],
        "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.",
      ),
    ];
  const taken = [...shop.installation.subscriptions.values()].some(
    (other) =>
      other.id !== ownId &&
      other.topic === topic &&
      other.uri === uri &&
      (other.filter ?? "") === (filter ?? ""),
  );
  return taken
    ? [userError(["webhookSubscription", "callbackUrl"], "Address for this topic has already been taken")]
    : [];
}

function uriOf(input: Input): string | undefined {
  const uri = input["uri"] ?? input["callbackUrl"];
  return typeof uri === "string" ? uri : undefined;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function create(topic: string, input: Input, { shop, granted, version, now }: GraphContext) {
  if (!isModelledTopic(topic)) throw notModelled("WebhookSubscriptionTopic", topic);
  const scopes = topicScopes(topic);
  if (scopes && !scopes.some((scope) => granted.has(scope)))
    throw refusal(
      "ACCESS_DENIED",
      `Access denied for webhookSubscriptionCreate field. Required access: \`${scopes[0]}\` access scope.`,
      { documentation: accessDocumentation, requiredAccess: `\`${scopes[0]}\` access scope.` },
    );
  const uri = uriOf(input) ?? "";
  const userErrors = check(input, uri, topic, null, shop);
  if (userErrors.length > 0) return { webhookSubscription: null, userErrors };
  const subscription: SubscriptionRecord = {
    __typename: "WebhookSubscription",
    id: shop.ids.next("WebhookSubscription"),
    createdAt: now,
    updatedAt: now,
    topic,
    uri,
    format: "JSON",
    filter: typeof input["filter"] === "string" ? input["filter"] : null,
    includeFields: strings(input["includeFields"]) ?? [],
    metafieldNamespaces: strings(input["metafieldNamespaces"]) ?? [],
    name: typeof input["name"] === "string" ? input["name"] : null,
    apiVersion: version.name,
  };
  shop.installation.subscriptions.set(subscription.id, subscription);
  return { webhookSubscription: subscription, userErrors: [] };
}

function update(id: unknown, input: Input, { shop }: GraphContext) {
  const subscription = find(id, shop);
  if (!subscription) return { webhookSubscription: null, userErrors: [unknownSubscription] };
  const uri = uriOf(input) ?? subscription.uri;
  const userErrors = check(
    { filter: subscription.filter, ...input },
    uri,
    subscription.topic,
    subscription.id,
    shop,
  );
  if (userErrors.length > 0) return { webhookSubscription: null, userErrors };
  subscription.uri = uri;
  if ("filter" in input) subscription.filter = typeof input["filter"] === "string" ? input["filter"] : null;
  if ("includeFields" in input) subscription.includeFields = strings(input["includeFields"]) ?? [];
  if ("metafieldNamespaces" in input)
    subscription.metafieldNamespaces = strings(input["metafieldNamespaces"]) ?? [];
  if ("name" in input) subscription.name = typeof input["name"] === "string" ? input["name"] : null;
  touch(shop, subscription);
  return { webhookSubscription: subscription, userErrors: [] };
}

const unknownSubscription = userError(["id"], "Webhook subscription does not exist");

function find(id: unknown, shop: Shop): SubscriptionRecord | undefined {
  const parsed = typeof id === "string" ? parseGid(id) : undefined;
  return parsed?.type === "WebhookSubscription" ? shop.installation.subscriptions.get(parsed.id) : undefined;
}

export const webhookMutations = typeFields<unknown>({
  webhookSubscriptionCreate: {
    args: ["topic", "webhookSubscription"],
    resolve: (_root, args, context) =>
      create(String(args["topic"]), args["webhookSubscription"] as Input, context),
  },
  webhookSubscriptionUpdate: {
    args: ["id", "webhookSubscription"],
    resolve: (_root, args, context) => update(args["id"], args["webhookSubscription"] as Input, context),
  },
  webhookSubscriptionDelete: {
    args: ["id"],
    resolve: (_root, args, { shop }) => {
      const subscription = find(args["id"], shop);
      if (!subscription) return { deletedWebhookSubscriptionId: null, userErrors: [unknownSubscription] };
      shop.installation.subscriptions.delete(subscription.id);
      return { deletedWebhookSubscriptionId: gid("WebhookSubscription", subscription.id), userErrors: [] };
    },
  },
});
