import { createHmac } from "node:crypto";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { Shop } from "../state/shop.ts";
import { usualBehaviour } from "./behaviour.ts";
import type { WebhookBehaviour } from "./behaviour.ts";
import { eventBody } from "./bodies/event-body.ts";
import { createCourier } from "./courier.ts";
import type { Delivery, Parcel } from "./delivery.ts";
import { createEventDeriver } from "./derive-events.ts";
import { findTargets } from "./find-targets.ts";
import type { Target } from "./find-targets.ts";
import { passesFilter } from "./filter-body.ts";
import { includeFields } from "./include-fields.ts";
import type { ShopEvent, Topic } from "./shop-event.ts";

export interface WebhookSender {
  /** The latest notifications, oldest first; at most 2,000. */
  readonly deliveries: readonly Delivery[];
  /** Deliveries that wait for their turn, without those that wait for a retry or were held back. */
  readonly waiting: number;
  readonly underWay: number;
  behaviour: WebhookBehaviour;
  /** Starts the row of draws (losses, copies, waits) anew. */
  seed(seed: number): void;
  /** Settled when nothing is under way or waiting for its turn. */
  idle(): Promise<void>;
  /** Forgets deliveries and goes back to perfect behaviour; subscriptions stay. */
  reset(): void;
  /** Stops retries and ends what is under way. */
  close(): Promise<void>;
}

const keptDeliveries = 2_000;

/**
 * Tells subscribed apps what happens in the shop: sets `shop.publish`. Each event's body is built once, at the time of
 * the event; duplicates and retries carry the same bytes, ids, and signature. Source: "Verify webhook deliveries",
 * "Delivery structure", changelog "Updates to webhook retry mechanism".
 */
export function createWebhookSender(shop: Shop): WebhookSender {
  const { installation, settings } = shop;
  const ids = createSeededRandom(settings.seed ^ 0x5eed_1d5);
  let luck = createSeededRandom(settings.seed);
  let behaviour = usualBehaviour;
  let deliveries: Delivery[] = [];

  const courier = createCourier({
    clock: shop.clock,
    behaviour: () => behaviour,
    isWanted: ({ delivery }) =>
      delivery.subscriptionId === null ||
      delivery.topic === "app/uninstalled" ||
      installation.subscriptions.has(delivery.subscriptionId),
    onGivenUp: ({ delivery }) => {
      if (delivery.subscriptionId !== null) installation.subscriptions.delete(delivery.subscriptionId);
    },
  });

  const derive = createEventDeriver(shop, (topic) => findTargets(shop, topic).length > 0);

  const pack = (topic: Topic, target: Target, letter: Letter, eventId: string): Parcel => {
    const now = shop.clock.now();
    const triggeredAt = `${new Date(now).toISOString().slice(0, -1)}000000Z`;
    const webhookId = uuidFrom(ids);
    const { bytes, signature } = letter;
    return {
      delivery: {
        webhookId,
        eventId,
        topic,
        subscriptionId: target.subscription?.id ?? null,
        uri: target.uri,
        triggeredAt,
        attempts: 0,
        lastStatus: null,
        outcome: "waiting",
      },
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": signature,
        "X-Shopify-Shop-Domain": settings.domain,
        "X-Shopify-API-Version": target.subscription?.apiVersion ?? settings.defaultVersion,
        "X-Shopify-Webhook-Id": webhookId,
        "X-Shopify-Event-Id": eventId,
        "X-Shopify-Triggered-At": triggeredAt,
        ...(target.subscription?.name ? { "X-Shopify-Name": target.subscription.name } : {}),
      },
      body: bytes,
      dueAt: now,
      failures: 0,
    };
  };

  const dispatch = (parcel: Parcel): void => {
    note(parcel.delivery);
    const { lose, duplicate, reorder, delayMs } = behaviour;
    if (lose > 0 && luck() < lose) {
      parcel.delivery.outcome = "lost";
      return;
    }
    const extra = duplicate.rate > 0 && luck() < duplicate.rate ? duplicate.copies : 0;
    for (let copy = 0; copy <= extra; copy++) {
      const held = reorder.rate > 0 && luck() < reorder.rate ? luck() * reorder.withinMs : 0;
      const [from, to] = delayMs;
      const delay = to > from ? from + luck() * (to - from) : from;
      const twin = copy === 0 ? parcel : { ...parcel, delivery: { ...parcel.delivery }, failures: 0 };
      if (copy > 0) note(twin.delivery);
      courier.post({ ...twin, dueAt: twin.dueAt + held + delay }, held + delay);
    }
  };

  const note = (delivery: Delivery): void => {
    deliveries.push(delivery);
    if (deliveries.length >= 2 * keptDeliveries) deliveries = deliveries.slice(-keptDeliveries);
  };

  shop.publish = (events) => {
    const eventId = uuidFrom(ids);
    const bodies = createBodies(shop);
    for (const event of derive(events)) {
      for (const target of findTargets(shop, event.topic)) {
        const body = bodies.of(event);
        const filter = target.subscription?.filter;
        if (filter && !passesFilter(body, filter)) continue;
        const parcel = pack(event.topic, target, bodies.seal(body, target), eventId);
        if (target.isReachable) dispatch(parcel);
        else note({ ...parcel.delivery, outcome: "notSent" });
      }
    }
  };

  return {
    get deliveries() {
      return deliveries.slice(-keptDeliveries);
    },
    get waiting() {
      return courier.waiting;
    },
    get underWay() {
      return courier.underWay;
    },
    get behaviour() {
      return behaviour;
    },
    set behaviour(changed) {
      behaviour = changed;
    },
    seed(seed) {
      luck = createSeededRandom(seed);
    },
    idle: () => courier.idle(),
    reset() {
      courier.reset();
      deliveries = [];
      behaviour = usualBehaviour;
      luck = createSeededRandom(settings.seed);
    },
    close: () => courier.close(),
  };
}

/** The bytes of a body with their signature. */
interface Letter {
  readonly bytes: Buffer;
  readonly signature: string;
}

/** Bodies of one call's events: all topics of one order share one, and equal bytes are signed once. */
function createBodies(shop: Shop) {
  const byRecord = new Map<object, unknown>();
  const sealed = new Map<unknown, Letter>();
  const sign = (body: unknown): Letter => {
    const bytes = Buffer.from(JSON.stringify(body));
    return { bytes, signature: createHmac("sha256", shop.app.clientSecret).update(bytes).digest("base64") };
  };
  return {
    of(event: ShopEvent): unknown {
      const record = event.topic.startsWith("orders/") && "order" in event ? event.order : event;
      let body = byRecord.get(record);
      if (body === undefined) byRecord.set(record, (body = eventBody(event, shop)));
      return body;
    },
    seal(body: unknown, { subscription }: Target): Letter {
      if (subscription && subscription.includeFields.length > 0)
        return sign(includeFields(body, subscription.includeFields));
      let letter = sealed.get(body);
      if (!letter) sealed.set(body, (letter = sign(body)));
      return letter;
    },
  };
}

/** A version 4 UUID. */
function uuidFrom(random: SeededRandom): string {
  const word = () => Math.floor(random() * 0x1_0000_0000);
  const hex = (value: number, digits: number) => (value >>> 0).toString(16).padStart(digits, "0");
  const [first, second, third, fourth] = [word(), word(), word(), word()];
  const version = 0x4000 | (second & 0x0fff);
  const variant = 0x8000 | (third >>> 18);
  return `${hex(first, 8)}-${hex(second >>> 16, 4)}-${hex(version, 4)}-${hex(variant, 4)}-${hex(third & 0xffff, 4)}${hex(fourth, 8)}`;
}
