import { z } from "zod";

/** How calls to the account are made. Group `account` of the connection's settings. */
export const accountSettings = z
  .strictObject({
    callsPerSecond: z
      .number()
      .positive()
      .nullable()
      .default(5)
      .describe(
        "Most calls per second, of all processes together; null for none of ours. Patch answers 429 above a limit that it does not publish; the whole connection then waits. Raise it while none comes.",
      ),
    callsAtOnce: z.int().min(1).max(64).default(4).describe("Most calls at the same time."),
    pageSize: z
      .int()
      .min(2)
      .max(1000)
      .default(100)
      .describe(
        "Entries asked for with each page of a list. How many Patch gives at most is not published; a page may be shorter than asked for.",
      ),
    throttleSeconds: z
      .number()
      .positive()
      .max(3600)
      .default(5)
      .describe("How long to wait after a 429 that does not say it (`Retry-After` may be missing)."),
    timeoutSeconds: z.number().positive().max(300).default(30).describe("How long one call may take."),
  })
  .prefault({});

export type AccountSettings = z.infer<typeof accountSettings>;
