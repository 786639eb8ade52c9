import { z } from "zod";

/** How loyalty points follow orders. Group `loyalty`. */
export const loyaltySettings = z
  .strictObject({
    writes: z
      .enum(["events", "by-hand", "none"])
      .default("events")
      .describe(
        "Points follow the order events; or no event ever moves any (`skip_loyalty` on all), and each order whose points are to be changed asks somebody to do it by hand; or points are none of Waybill's business.",
      ),
    skipFlag: z
      .enum(["data", "top"])
      .default("data")
      .describe("Where `skip_loyalty` stands in an event: in `data`, or beside it."),
    valueField: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "a plain key")
      .default("total_price")
      .describe("Key in `data` of the amount that the account gives points for."),
    value: z
      .enum(["as-sold", "as-it-stands", "net"])
      .default("net")
      .describe(
        "That amount: the total as sold; as it stands after edits and refunds; or as it stands, and nothing once the order is cancelled or all its money was given back.",
      ),
    pointsPerUnit: z
      .string()
      .regex(/^\d+(\.\d+)?$/, "decimal text such as 1 or 0.5")
      .default("1")
      .describe(
        "Points that the account gives for one unit of the shop's currency, rounded down per order. Only for what Waybill expects and tells; Patch counts by itself.",
      ),
    reversals: z
      .boolean()
      .default(true)
      .describe("Whether points are taken back when an order comes to be worth less. False: only added to."),
    adopted: z
      .enum(["leave", "recalculate"])
      .default("leave")
      .describe(
        "Orders whose events something else made before: their points stay as they are, or are brought to the order's present value where those events had applied some.",
      ),
  })
  .prefault({});

export type LoyaltySettings = z.infer<typeof loyaltySettings>;
