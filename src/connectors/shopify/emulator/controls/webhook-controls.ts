import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { gid } from "../state/ids.ts";
import type { Shop } from "../state/shop.ts";
import { behaviourShape, changeBehaviour } from "../webhooks/behaviour.ts";
import type { WebhookSender } from "../webhooks/create-webhook-sender.ts";
import { makeControl } from "./make-control.ts";

const topics = z.union([z.boolean(), z.array(z.string())], {
  error: "must be true for all, or a list of topics",
});

const webhooksSchema = z.strictObject({
  ...behaviourShape,
  /** Deletes subscriptions behind the app's back: true for all, or topics as `orders/create` or `ORDERS_CREATE`. */
  delete: topics.optional(),
  deleteSubscriptions: topics.optional(),
  /** Where privacy topics go; null: nowhere. */
  privacyUri: z.url().nullable().optional(),
});

/** How many deliveries `GET …/webhooks` shows. */
const shownDeliveries = 200;

/** What goes wrong with deliveries, and the subscriptions. */
export function webhookControls(shop: Shop, webhooks: WebhookSender): EmulatorControl[] {
  return [
    makeControl("GET", "/webhooks", {}, () => ({
      ...overview(shop, webhooks),
      deliveries: webhooks.deliveries.slice(-shownDeliveries),
    })),
    makeControl("GET", "/webhooks/deliveries", {}, () => ({ deliveries: webhooks.deliveries })),
    makeControl(
      "POST",
      "/webhooks",
      { seed: 7, duplicate: 0.1, reorder: 0.1, lose: 0.01, delay: [0, 200] },
      (_parameters, body) => {
        const {
          seed,
          delete: gone,
          deleteSubscriptions,
          privacyUri,
          ...changes
        } = webhooksSchema.parse(body);
        webhooks.behaviour = changeBehaviour(webhooks.behaviour, changes);
        if (seed !== undefined) webhooks.seed(seed);
        if (privacyUri !== undefined) shop.installation.privacyUri = privacyUri;
        const deleted = removeSubscriptions(shop, gone ?? deleteSubscriptions ?? false);
        return { ...overview(shop, webhooks), deleted };
      },
    ),
    makeControl("DELETE", "/webhooks/{id}", {}, ({ id = "" }) => {
      if (!shop.installation.subscriptions.delete(id))
        throw new ControlError(404, `no subscription has the id ${id}`);
      return overview(shop, webhooks);
    }),
  ];
}

function removeSubscriptions({ installation }: Shop, which: boolean | readonly string[]): number {
  const names = typeof which === "boolean" ? [] : which.map(enumNameLike);
  let deleted = 0;
  for (const { id, topic } of installation.subscriptions.values())
    if (which === true || names.includes(topic)) deleted += Number(installation.subscriptions.delete(id));
  return deleted;
}

/** `orders/create` as the enum writes it. */
function enumNameLike(topic: string): string {
  return topic.toUpperCase().replaceAll(/[/.]/g, "_");
}

function overview(shop: Shop, webhooks: WebhookSender) {
  const { subscriptions, privacyUri } = shop.installation;
  return {
    behaviour: webhooks.behaviour,
    waiting: webhooks.waiting,
    underWay: webhooks.underWay,
    privacyUri,
    subscriptions: [...subscriptions.values()].map(({ id, topic, uri, filter, includeFields, name }) => ({
      id: gid("WebhookSubscription", id),
      topic,
      uri,
      filter,
      includeFields,
      name,
    })),
  };
}
