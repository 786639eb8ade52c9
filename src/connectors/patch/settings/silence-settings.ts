import { z } from "zod";

/** How the account is asked to run no automation. Group `silence` of the connection's settings. */
export const silenceSettings = z
  .strictObject({
    means: z
      .enum(["skip_triggers", "none"])
      .default("skip_triggers")
      .describe(
        "The flag by which a write asks for silence. `skip_triggers` is known of calendar items; whether contacts and events honour it is for `waybill silence` to show. With `none` every write counts as one that starts automations.",
      ),
    where: z
      .enum(["body", "data", "query"])
      .default("body")
      .describe(
        "Where the flag stands: at the top of the body, in an event's `data`, or in the query. A contact has no `data`: there it stays at the top of the body.",
      ),
    testContact: z
      .email()
      .nullable()
      .default(null)
      .describe(
        "E-mail of a test person of yours, to whom `waybill silence --probe` writes. Automations that are not silent would message this address, so take one that you read.",
      ),
  })
  .prefault({});

export type SilenceSettings = z.infer<typeof silenceSettings>;
