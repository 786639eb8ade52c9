import type { SilenceProbe } from "#connectors/kit/target-connector.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { PatchClient } from "./client.ts";
import type { PatchSettings } from "./settings.ts";

/** What a person's answer holds for: how silence is asked for, and of which account's rules it is part. */
function meansOf({ silence }: PatchSettings): string {
  return silence.means === "none" ? "none" : `${silence.means} in ${silence.where}`;
}

/**
 * Writes to the account's test person as a history would be written: a contact, and an order event from the past. Whether
 * automations ran is for a person to see. Pure; the writing is not.
 */
export function silenceProbe(settings: PatchSettings): SilenceProbe<PatchClient> {
  const { testContact } = settings.silence;
  return {
    means: meansOf(settings),
    look: `Look in Patch at the contact ${testContact ?? "(set silence.testContact first)"}: its time line has a test order now. No automation may have run for it, and no message may have been sent. An answer to this is what keeps old customers from being messaged.`,
    write: async (client) => {
      if (testContact === null)
        throw new SyncError("rejected", {
          code: "NO_TEST_CONTACT",
          message:
            "There is no test person to write to. Set silence.testContact of the connection to an e-mail of yours, then test again.",
        });
      const { orderEvents, loyalty } = settings;
      const contact = await client.upsertContact(
        { field: "email", value: testContact },
        { email: testContact, first_name: "Waybill", last_name: "Test" },
        { silent: true },
      );
      const at = new Date(client.now() - 24 * 3_600_000).toISOString();
      await client.postEvent(
        {
          event: orderEvents.finished,
          primary_key: orderEvents.contactKey === "id" ? "_id" : "email",
          primary_key_value: orderEvents.contactKey === "id" ? contact._id : testContact,
          data: {
            [orderEvents.orderIdField]: "waybill-silence-test",
            order_name: "Test of silence",
            [loyalty.valueField]: "0.00",
            ...(loyalty.skipFlag === "data" ? { skip_loyalty: true } : {}),
          },
          at,
          ...(loyalty.skipFlag === "top" ? { skip_loyalty: true } : {}),
        },
        { silent: true },
      );
      return {
        code: "SILENCE_TESTED",
        message:
          "A contact and an order event were written to the test person as a history would be. Look in Patch whether anything was sent, then answer with --confirm or --deny.",
      };
    },
  };
}
