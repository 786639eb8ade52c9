import type { Shop } from "../../state/shop.ts";
import type { ShopEvent } from "../shop-event.ts";
import { eventBody } from "./event-body.ts";

export type Json = Record<string, unknown>;

/** A body as its receiver reads it. For tests. */
export function asSent(event: ShopEvent, shop: Shop): Json {
  return JSON.parse(JSON.stringify(eventBody(event, shop))) as Json;
}
