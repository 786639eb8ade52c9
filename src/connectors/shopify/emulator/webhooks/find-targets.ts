import type { SubscriptionRecord } from "../state/app-records.ts";
import type { Shop } from "../state/shop.ts";
import type { Topic } from "./shop-event.ts";
import { enumNameOf, topicScopes } from "./topics.ts";

/** An address that hears of an event. */
export interface Target {
  readonly uri: string;
  /** Null: declared by the app's configuration, as the privacy topics are. */
  readonly subscription: SubscriptionRecord | null;
  /** False for addresses and formats that the emulator does not serve: Pub/Sub, EventBridge, XML. */
  readonly isReachable: boolean;
}

/** Who hears of a topic: subscriptions of an installed app whose scopes allow it, or the address of the privacy topics. */
export function findTargets(shop: Shop, topic: Topic): readonly Target[] {
  const { installation } = shop;
  const enumName = enumNameOf(topic);
  if (enumName === undefined) {
    const uri = installation.privacyUri;
    return uri === null ? none : [{ uri, subscription: null, isReachable: true }];
  }
  if (!installation.installed) return none;
  let targets: Target[] | undefined;
  for (const subscription of installation.subscriptions.values()) {
    if (subscription.topic !== enumName || !isAllowed(shop, enumName)) continue;
    const isReachable = subscription.format === "JSON" && /^https?:/.test(subscription.uri);
    (targets ??= []).push({ uri: subscription.uri, subscription, isReachable });
  }
  return targets ?? none;
}

const none: readonly Target[] = [];

function isAllowed({ installation }: Shop, enumName: string): boolean {
  const needed = topicScopes(enumName);
  return (
    needed === undefined ||
    needed.some(
      (scope) =>
        installation.scopes.includes(scope) || installation.scopes.includes(scope.replace("read_", "write_")),
    )
  );
}
