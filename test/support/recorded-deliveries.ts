import { randomUUID } from "node:crypto";
import { startReceiver } from "#connectors/shopify/emulator/webhooks/test-receiver.ts";
import type { PlacedOrder, SmallWorld } from "./small-world.ts";
import { numericId, soon, whenQuiet } from "./story.ts";

/** A delivery as the shop sent it. */
export interface Recorded {
  readonly topic: string;
  readonly id: string;
  readonly body: string;
}

/** Keeps what a shop announces instead of letting it reach the hub, so that a story can deliver it as it likes. */
export interface Recorder {
  /** What was announced of an order so far, in the order of the events. */
  of(order: Pick<PlacedOrder, "id">): readonly Recorded[];
  /** The newest of a topic, once there is one. */
  latest(order: Pick<PlacedOrder, "id">, topic: string): Promise<Recorded>;
  close(): void;
}

/** Points the subscriptions of the world's shop at a recorder. The world is one without webhooks. */
export async function recordDeliveries(
  world: Pick<SmallWorld, "hub" | "control" | "database">,
): Promise<Recorder> {
  const receiver = await startReceiver();
  await world.hub.listeningAt(receiver.url);
  await whenQuiet(world);
  const of: Recorder["of"] = (order) =>
    receiver.received
      .map(({ headers, body }) => ({
        topic: String(headers["x-shopify-topic"]),
        id: String(headers["x-shopify-webhook-id"]),
        body,
      }))
      .filter(({ body }) => isAbout(body, numericId(order)));
  return {
    of,
    latest: async (order, topic) => {
      const until = Date.now() + 10_000;
      while (Date.now() < until) {
        const found = of(order).findLast((delivery) => delivery.topic === topic);
        if (found !== undefined) return found;
        await soon();
      }
      throw new Error(`the shop announced no ${topic}`);
    },
    close: () => receiver.close(),
  };
}

function isAbout(body: string, id: string): boolean {
  const told = JSON.parse(body) as { id?: number; order_edit?: { order_id?: number } };
  return String(told.id) === id || String(told.order_edit?.order_id) === id;
}

/** Delivers what was recorded, signed, with its own id or a new one; fails unless it was taken. */
export async function deliver(world: SmallWorld, recorded: Recorded, id = recorded.id): Promise<void> {
  const status = await world.deliver(recorded.topic, recorded.body, { id });
  if (status !== 200) throw new Error(`${recorded.topic} was answered with ${status}`);
}

/** The same delivery about another order, which the shop does not know. */
export function aboutAnother(
  recorded: Recorded,
  from: { readonly id: string; readonly name: string },
  to: { readonly id: string; readonly name: string },
): Recorded {
  const body = recorded.body
    .replaceAll(from.id, to.id)
    .replaceAll(JSON.stringify(from.name), JSON.stringify(to.name));
  return { topic: recorded.topic, id: randomUUID(), body };
}
