import type { Flow } from "#connectors/kit/flow.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import { buyerOf } from "#domain/customer/buyer-of-order.ts";
import type { Order } from "#domain/order/order.ts";
import { saysSame } from "#domain/says-same.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { PatchAccount } from "../../account.ts";
import type { EventToPost } from "../../client.ts";
import type { PatchSettings } from "../../settings.ts";
import type { LooseEvent } from "../../wire-shape.ts";
import { acceptOrder } from "./accept-order.ts";
import { askAboutDeleted } from "./ask-about-deleted.ts";
import type { DesiredEvent } from "./desired-event.ts";
import { eventData } from "./event-data.ts";
import { findEvent } from "./find-event.ts";
import { changes, planEvent } from "./plan-event.ts";
import { pointsByHand } from "./points-by-hand.ts";
import { projectEvent } from "./project-event.ts";

/**
 * Orders of the shop to events of Patch Retention: one when an order is new, one more whenever what is told of it changed. A first event
 * costs two calls: it is sent, and read back.
 */
export const orderEventsFlow: Flow<PatchSettings, PatchAccount, Order, DesiredEvent, LooseEvent> = {
  name: "orders",
  title: "Order events",
  sourceKind: "orders",
  targetKind: "events",
  targetNoun: "order event",

  bornAt: (order) => order.createdAt,
  deletedInShop: askAboutDeleted,
  accept: acceptOrder,
  reconsider: (order, agreed, settings) =>
    saysSame(eventData(order, settings.orderEvents, settings.loyalty), agreed.data)
      ? unchanged
      : { decision: "plan" },
  requires: (order) => {
    const { key, record } = buyerOf(order, sha256);
    // What an order says of a customer of the shop may be older than what is known of them.
    return [record === null || record.origin === "customer" ? { key } : { key, record }];
  },
  needs: () => [],
  reference: (key, store) => `${store.domain} order ${key.id}`,
  project: projectEvent,
  find: (client, query, { orderEvents }) => findEvent(client, query, orderEvents),
  plan: planEvent,
  apply: async (client, command) => {
    const { desired, action } = command;
    const { orderEvents, loyalty } = client.settings;
    const name = action === "create" ? orderEvents.finished : orderEvents.updated;
    const at = action === "create" ? desired.at : new Date(client.now()).toISOString();
    const flag = desired.manner.skipLoyalty ? { skip_loyalty: true } : {};
    const body: EventToPost = {
      event: name,
      primary_key: desired.contactKey.field,
      primary_key_value: desired.contactKey.value,
      data: { ...desired.data, ...(loyalty.skipFlag === "data" ? flag : {}) },
      at,
      ...(loyalty.skipFlag === "top" ? flag : {}),
    };
    const id = await client.postEvent(body, { silent: desired.manner.silent });
    return { externalId: id ?? (await idOfNewest(client, desired)) };
  },
  read: (client, externalId) => client.getEvent(externalId),
  verify: changes,
  resolve: () => Promise.resolve(null),
  byHand: pointsByHand,
  // What its events did to points stays true, whoever takes the newest as it is.
  accepted: (desired, { standing, adjust }) => ({ ...desired, standing, adjust }),
  describe: ({ label }) => `order event of ${label}`,
};

/** Some accounts do not say which id an event got: it is the newest of its order then. */
async function idOfNewest(client: PatchAccount, { orderId }: DesiredEvent): Promise<string> {
  const { lookBackHours } = client.settings.orderEvents;
  const search = await client.newestEventOf(orderId, client.now() - lookBackHours * 3_600_000);
  if (search.verdict === "one") return search.id;
  throw new SyncError("unknown-outcome", {
    code: "PATCH_EVENT_WITHOUT_ID",
    message: "Patch took the event and did not tell its id, and it is not in the list of events yet.",
  });
}

const unchanged = {
  decision: "unchanged",
  reason: {
    code: "EVENT_UNCHANGED",
    message: "Nothing that is told of this order changed since both sides agreed.",
  },
} as const;
