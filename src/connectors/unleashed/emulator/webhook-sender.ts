import { randomBytes, randomUUID } from "node:crypto";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { signWebhook } from "../signature.ts";
import { invalid } from "./refusal.ts";
import type { UnleashedSettings } from "./settings.ts";
import { toWireDate } from "./wire-format.ts";

export type AnnouncedObject = "customer" | "product" | "salesorder";
export type AnnouncedAction = "created" | "updated" | "deleted";

export interface Subscription {
  readonly subscriptionId: string;
  readonly url: string;
  /** Event types such as `salesorder.updated`; empty is all. */
  readonly eventTypes: readonly string[];
  readonly signingKey: string;
}

/** One notification and how its delivery went. */
export interface Notification {
  readonly eventNotificationId: string;
  readonly eventType: string;
  readonly url: string;
  attempts: number;
  /** Status of the last answer, 0 when there was none, null before the first attempt. */
  lastStatus: number | null;
}

export interface WebhookSender {
  readonly subscriptions: readonly Subscription[];
  /** The last 1,000 notifications. */
  readonly notifications: readonly Notification[];
  announce(object: AnnouncedObject, action: AnnouncedAction, guid: string): void;
  /** At most five; refused for addresses that are not https, loopback excepted unless `strictHttps`. */
  subscribe(url: string, eventTypes: readonly string[], signingKey?: string): Subscription;
  unsubscribe(subscriptionId: string): boolean;
  reset(): void;
  /** Stops repeating and waits for what is on its way. */
  close(): Promise<void>;
}

/** Waits between attempts; deliveries end 72 hours after the first (a public café project's design document). */
const waitsMs = [60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000];
const lastAttemptAfterMs = 72 * 3_600_000;
const subscriptionLimit = 5;
const guidFields = { customer: "customerGuid", product: "productGuid", salesorder: "salesOrderGuid" };

export function createWebhookSender(clock: EmulatorClock, settings: () => UnleashedSettings): WebhookSender {
  let subscriptions: Subscription[] = [];
  let notifications: Notification[] = [];
  let stopped = new AbortController();
  const underWay = new Set<Promise<void>>();

  const deliver = (subscription: Subscription, notification: Notification, body: string, since: number) => {
    const { signal } = stopped;
    const attempt = async () => {
      const timestamp = String(Math.floor(clock.now() / 1000));
      notification.attempts += 1;
      notification.lastStatus = await fetch(subscription.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-unleashed-timestamp": timestamp,
          "x-unleashed-signature": signWebhook(timestamp, body, subscription.signingKey),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      }).then(
        async (answer) => {
          await answer.body?.cancel();
          return answer.status;
        },
        () => 0,
      );
      const isTaken = notification.lastStatus >= 200 && notification.lastStatus < 300;
      const wait = waitsMs[Math.min(notification.attempts, waitsMs.length) - 1] ?? 0;
      if (isTaken || signal.aborted || clock.now() + wait - since > lastAttemptAfterMs) return;
      clock.setTimer(wait, () => deliver(subscription, notification, body, since));
    };
    if (signal.aborted) return;
    const running = attempt().finally(() => underWay.delete(running));
    underWay.add(running);
  };

  const notify = (subscription: Subscription, eventType: string, data: Record<string, string>) => {
    const { webhookData, webhookDelayMs, webhookRepeats } = settings();
    const now = clock.now();
    const id = randomUUID();
    const body = JSON.stringify({
      subscriptionId: subscription.subscriptionId,
      eventNotificationId: id,
      eventType,
      createdOn: toWireDate(Math.round(now)),
      data: webhookData === "string" ? JSON.stringify(data) : data,
    });
    for (let copy = 0; copy <= webhookRepeats; copy++) {
      const notification: Notification = {
        eventNotificationId: id,
        eventType,
        url: subscription.url,
        attempts: 0,
        lastStatus: null,
      };
      notifications.push(notification);
      const { signal } = stopped;
      clock.setTimer(webhookDelayMs, () => {
        if (!signal.aborted) deliver(subscription, notification, body, now);
      });
    }
    if (notifications.length > 2_000) notifications = notifications.slice(-1_000);
  };

  return {
    get subscriptions() {
      return subscriptions;
    },
    get notifications() {
      return notifications.slice(-1_000);
    },
    announce(object, action, guid) {
      const eventType = `${object}.${action}`;
      for (const subscription of subscriptions) {
        if (subscription.eventTypes.length > 0 && !subscription.eventTypes.includes(eventType)) continue;
        notify(subscription, eventType, { [guidFields[object]]: guid });
      }
    },
    subscribe(url, eventTypes, signingKey) {
      if (subscriptions.length >= subscriptionLimit)
        throw invalid(`an account has at most ${subscriptionLimit} webhook subscriptions`);
      const address = URL.parse(url);
      const isLoopback = address?.protocol === "http:" && address.hostname === "127.0.0.1";
      if (address?.protocol !== "https:" && !(isLoopback && !settings().strictHttps))
        throw invalid("a webhook address must be https (or http://127.0.0.1 unless strictHttps is set)");
      const subscription: Subscription = {
        subscriptionId: randomUUID(),
        url,
        eventTypes,
        signingKey: signingKey ?? randomBytes(24).toString("base64"),
      };
      subscriptions = [...subscriptions, subscription];
      return subscription;
    },
    unsubscribe(subscriptionId) {
      const before = subscriptions.length;
      subscriptions = subscriptions.filter((entry) => entry.subscriptionId !== subscriptionId);
      return subscriptions.length < before;
    },
    reset() {
      stopped.abort();
      stopped = new AbortController();
      subscriptions = [];
      notifications = [];
    },
    async close() {
      stopped.abort();
      await Promise.all(underWay);
    },
  };
}
