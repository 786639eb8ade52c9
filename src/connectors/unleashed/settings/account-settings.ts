import { z } from "zod";

/** How calls to the account are made. Group `account` of the connection's settings. */
export const accountSettings = z
  .strictObject({
    clientType: z
      .string()
      .regex(/^[a-z0-9._-]+\/[a-z0-9._-]+$/, "company/app in lower case, such as waybill/shopify")
      .default("waybill/shopify")
      .describe("Value of the client-type header, company/app, by which the vendor tells who calls."),
    callsPerSecond: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe(
        "Most calls per second, of all processes together; null for none of ours. The vendor documents no limit per second; where an account is answered with 429, the whole connection waits as long as it is told.",
      ),
    callsAtOnce: z.int().min(1).max(64).default(8).describe("Most calls at the same time."),
    callsPerMonth: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Calls of the plan per calendar month; Waybill stops in time and keeps the last tenth for live work. Null: Unleashed counts, and Waybill waits once it is told that they are used up.",
      ),
    timeoutSeconds: z.number().positive().max(300).default(30).describe("How long one call may take."),
    forbiddenMeans: z
      .enum(["sign-in", "quota"])
      .default("sign-in")
      .describe(
        "What a 403 without a reason means: the key is wrong (the connection pauses), or the month's calls are used up. The vendor does not say how the latter is answered.",
      ),
    quotaWords: z
      .array(z.string().min(3))
      .default(["quota", "used up", "usage limit", "call limit", "calls per month", "calls of this month"])
      .describe("A 402, 403 or 429 whose text has one of these means that the month's calls are used up."),
    quotaWaitHours: z
      .number()
      .positive()
      .max(744)
      .nullable()
      .default(null)
      .describe(
        "Hours to wait once the month's calls are used up; null waits until the first of the next month (UTC). A small number notices a bundle that was bought.",
      ),
    productCodeCase: z
      .enum(["exact", "ignore"])
      .default("exact")
      .describe("Whether a SKU also meets a product code in another letter case, when just one has it."),
    wholeProductListUpTo: z
      .int()
      .min(0)
      .default(5000)
      .describe(
        "Catalogues of at most so many products are read whole (1,000 per call) when codes are looked up; larger ones code by code.",
      ),
    overlapHours: z
      .number()
      .min(0)
      .max(168)
      .default(13)
      .describe(
        "How far back reading of changes starts before the last one. Accounts have reported times shifted by their zone (New Zealand: 12 to 13 hours).",
      ),
  })
  .prefault({});

export type AccountSettings = z.infer<typeof accountSettings>;
