import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import type { PatchClient } from "../../client.ts";
import type { OrderEventSettings } from "../../settings/order-event-settings.ts";
import type { LooseEvent } from "../../wire-shape.ts";
import type { DesiredEvent } from "./desired-event.ts";

const hourMs = 3_600_000;

/**
 * Finds the newest event of an order. The one that is linked is read by its id. Where another may have come since, or nothing links to
 * any, the account has no search for it: its list of events is read back as far as `orderEvents` says. Where that does not tell,
 * nobody can say whether the event is there.
 */
export async function findEvent(
  client: PatchClient,
  { externalId, desired, uncertain = false }: FindQuery<DesiredEvent>,
  { searchBefore, lookBackHours }: OrderEventSettings,
): Promise<Found<LooseEvent>> {
  if (!uncertain) return externalId === null ? { verdict: "none" } : byLink(client, externalId);
  const recently = client.now() - lookBackHours * hourMs;
  const isNew = externalId === null && searchBefore === "list";
  const search = await client.newestEventOf(desired.orderId, isNew ? 0 : recently);
  switch (search.verdict) {
    case "one": {
      const event = await client.getEvent(search.id);
      return event === null ? gone : one(event, "BY_ORDER_ID", "Found by the id of the order.");
    }
    case "none":
      return externalId === null ? { verdict: "none" } : byLink(client, externalId);
    case "unclear":
      return {
        verdict: "unclear",
        evidence: {
          code: "EVENTS_NOT_READ_FAR_ENOUGH",
          message: `The list of events is longer than orderEvents.mostPages lets be read, so it cannot be told whether ${desired.label} has an event. Look in Patch, or raise the setting, then retry.`,
        },
      };
  }
}

async function byLink(client: PatchClient, externalId: string): Promise<Found<LooseEvent>> {
  const event = await client.getEvent(externalId);
  return event === null ? gone : one(event, "BY_LINK", "It is the event that the order is linked to.");
}

const gone: Found<LooseEvent> = {
  verdict: "gone",
  evidence: {
    code: "EVENT_GONE",
    message: "The event that this order is linked to is no longer in Patch. It is not made again by itself.",
  },
};

function one(event: LooseEvent, code: string, message: string): Found<LooseEvent> {
  return {
    verdict: "one",
    candidate: { externalId: event._id, label: event._id, snapshot: event },
    evidence: { code, message },
  };
}
