import type { Finding } from "#connectors/kit/finding.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { PatchAccount } from "./account.ts";
import type { PatchSettings } from "./settings.ts";
import { isObject, millisecondsOf, wireContact, wireEvent } from "./wire-shape.ts";

/** Signs in, looks at a page of contacts and of events, and says what of the settings nobody could know before. Two calls. */
export async function checkAccount(
  client: PatchAccount,
  settings: PatchSettings,
): Promise<readonly Finding[]> {
  let contacts: readonly unknown[];
  let events: readonly unknown[];
  try {
    contacts = await client.peek("contacts");
    events = await client.peek("events");
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return [{ level: "error", code: error.reason.code, message: error.reason.message }];
  }
  return [
    { level: "ok", code: "SIGNED_IN", message: "Patch Retention takes the API key and the Account ID." },
    ...fieldFindings(contacts, settings),
    ...orderFindings(events, settings),
    ...eventOrder(events, settings),
    ...openQuestions(settings),
  ];
}

/** Whether the custom fields that settings name are seen on contacts. */
function fieldFindings(contacts: readonly unknown[], { contacts: rules }: PatchSettings): readonly Finding[] {
  const known = new Set(contacts.flatMap((value) => Object.keys(wireContact(value)?.custom_fields ?? {})));
  if (rules.customerIdField === null)
    return [
      {
        level: "note",
        code: "NO_CUSTOMER_ID_FIELD",
        message:
          "People are recognised by phone and e-mail only. Make a custom field for the Shopify customer id in Patch (Account Settings, Fields) and name its key in contacts.customerIdField, so that they are found after a change of both.",
      },
    ];
  return contacts.length === 0 || known.has(rules.customerIdField)
    ? []
    : [
        {
          level: "warning",
          code: "FIELD_NOT_SEEN",
          message: `No contact of the first page has the custom field ${rules.customerIdField} (contacts.customerIdField). Check its key in Patch under Account Settings, Fields: what is written to a key that is not there may be dropped.`,
        },
      ];
}

/** Whether order events that something else made keep the order's id where the settings say. */
function orderFindings(events: readonly unknown[], { orderEvents }: PatchSettings): readonly Finding[] {
  const orders = events.flatMap((value) => {
    const event = wireEvent(value);
    return event?.event === orderEvents.finished || event?.event === orderEvents.updated ? [event] : [];
  });
  const [strange] = orders.filter(
    ({ data }) => isObject(data) && data[orderEvents.orderIdField] === undefined,
  );
  return strange === undefined
    ? []
    : [
        {
          level: "warning",
          code: "ORDER_ID_ELSEWHERE",
          message: `The order event ${strange._id} has no ${orderEvents.orderIdField} in its data (orderEvents.orderIdField); its keys are ${Object.keys(strange.data ?? {}).join(", ")}. Set the key that holds the Shopify order id, or its order gets a second event.`,
        },
      ];
}

function eventOrder(events: readonly unknown[], { orderEvents }: PatchSettings): readonly Finding[] {
  const times = events.flatMap((value) => millisecondsOf(wireEvent(value)?.created_at) ?? []);
  const isRising = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time));
  const isFalling = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
  const seen = isRising === isFalling ? null : isRising ? "oldest-first" : "newest-first";
  return seen === null || seen === orderEvents.listOrder || orderEvents.listOrder === "unknown"
    ? []
    : [
        {
          level: "warning",
          code: "EVENTS_IN_OTHER_ORDER",
          message: `The list of events comes ${seen}; set orderEvents.listOrder to ${seen}, or orders may not be found in it.`,
        },
      ];
}

/** What the vendor does not publish, and how to find out. */
function openQuestions({ account, silence, loyalty }: PatchSettings): readonly Finding[] {
  return [
    ...(silence.testContact === null
      ? [
          {
            level: "warning" as const,
            code: "NO_TEST_CONTACT",
            message:
              "No history can be carried over before silence was tried: set silence.testContact to an e-mail of yours and run `waybill silence <connection> --probe`.",
          },
        ]
      : []),
    {
      level: "note",
      code: "RATE_NOT_PUBLISHED",
      message: `How many calls Patch takes is not published. At most ${account.callsPerSecond ?? "any number of"} calls a second are made (account.callsPerSecond); raise it while the journal has no PATCH_THROTTLED.`,
    },
    {
      level: "note",
      code: "POINTS_NOT_PUBLISHED",
      message: `How an order event says what it is worth is not published. ${loyalty.valueField} is sent (loyalty.valueField): compare the points of one live order with what you expect, and set the key if none came.`,
    },
  ];
}
