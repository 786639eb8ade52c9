import type { Recorder } from "./recorded-deliveries.ts";
import type { SmallWorld } from "./small-world.ts";
import { numericId } from "./story.ts";

/** A body of `orders/…` as far as stories change it. */
export type OrderBody = Record<string, unknown>;

/** An order that the shop does not show, so that all that is known of it is what is delivered. */
export interface ToldOrder {
  readonly id: string;
  readonly name: string;
  readonly body: string;
}

/** A real announcement of a paid order, from which a story makes others. */
export interface OrderTemplate {
  /** The announcement itself. */
  readonly body: string;
  /** The same of another order, after `change` had its way with it. */
  tell(change?: (body: OrderBody) => void, id?: string): ToldOrder;
}

/** Has the shop announce an order like this, and takes the announcement as the template. The world is one without webhooks. */
export async function takeTemplate(
  world: SmallWorld,
  recorder: Recorder,
  order: Readonly<Record<string, unknown>>,
): Promise<OrderTemplate> {
  const placed = await world.place(order);
  const { body } = await recorder.latest(placed, "orders/paid");
  let told = 0;
  return {
    body,
    tell: (change = () => undefined, id = String(6_900_000_000_000 + ++told)) => {
      const name = `#B${id.slice(-8)}`;
      const changed = JSON.parse(body) as OrderBody;
      changed["name"] = name;
      change(changed);
      return { id, name, body: JSON.stringify(changed).replaceAll(numericId(placed), id) };
    },
  };
}

/** Lays other values over fields of the order. */
export const withFields =
  (over: OrderBody) =>
  (body: OrderBody): void =>
    void Object.assign(body, over);

/** Lays other values over a line of the order, by position. */
export const withLine =
  (position: number, over: OrderBody) =>
  (body: OrderBody): void => {
    const lines = body["line_items"] as OrderBody[];
    body["line_items"] = lines.map((line, index) => (index === position ? { ...line, ...over } : line));
  };
