import { z } from "zod";

const key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "a plain key");
const eventName = z.string().regex(/^[a-z][a-z0-9_.]*$/, "a name such as order.finished");

/** Which orders become events, and what these say. Group `orderEvents`. */
export const orderEventSettings = z
  .strictObject({
    orders: z
      .enum(["paid", "all"])
      .default("paid")
      .describe("Orders that were paid, in whole or once (refunded ones too), or all of them."),
    testOrders: z.boolean().default(false).describe("Whether orders of a test gateway are carried over."),
    from: z.iso
      .datetime({ offset: true })
      .or(z.iso.date())
      .nullable()
      .default(null)
      .describe("Orders placed before are left out; a date, or a date and time. Null: all."),
    orderIdField: key
      .default("shopify_order_id")
      .describe(
        "Key in `data` of the Shopify order id, by which the order's events are found again. Look at an order event that the vendor's own integration made, and take its key.",
      ),
    finished: eventName.default("order.finished").describe("Name of the first event of an order."),
    updated: eventName.default("order.updated").describe("Name of every later one."),
    originalTimeField: key
      .default("placed_at")
      .describe("Key in `data` of the time at which the order was placed."),
    lines: z.boolean().default(true).describe("Whether what was bought is part of the event, line by line."),
    contactKey: z
      .enum(["id", "email"])
      .default("id")
      .describe(
        "By what an event names its contact: Patch's own id (`_id`), or the e-mail that the contact has, else its phone. Take `email` if events are refused with `id`.",
      ),
    searchBefore: z
      .enum(["list", "never"])
      .default("list")
      .describe(
        "Whether events that something else made for an old order, such as the vendor's own integration, are looked for, by reading the list of events once. Never: only the last lookBackHours are read, and an order that has an event from before gets a second one.",
      ),
    listOrder: z
      .enum(["newest-first", "oldest-first", "unknown"])
      .default("newest-first")
      .describe(
        "How the list of events is sorted; `waybill doctor` tells. Unknown: it is read whole each time.",
      ),
    mostPages: z
      .int()
      .min(1)
      .default(10_000)
      .describe(
        "Most pages of events that are read to look for an order's event. Where that is not enough to tell, somebody is asked.",
      ),
    lookBackHours: z
      .number()
      .min(1)
      .max(8760)
      .default(48)
      .describe(
        "How far back a change of an order that may have been sent already is looked for. Longer than a hub of yours is ever down.",
      ),
  })
  .prefault({})
  .superRefine((settings, context) => {
    if (settings.orderIdField === settings.originalTimeField)
      context.addIssue({
        code: "custom",
        path: ["originalTimeField"],
        message: "two things cannot be kept under one key",
      });
  });

export type OrderEventSettings = z.infer<typeof orderEventSettings>;
