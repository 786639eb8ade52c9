import { z } from "zod";
import { accountSettings } from "./settings/account-settings.ts";
import { contactSettings } from "./settings/contact-settings.ts";
import { loyaltySettings } from "./settings/loyalty-settings.ts";
import { orderEventSettings } from "./settings/order-event-settings.ts";
import { silenceSettings } from "./settings/silence-settings.ts";

const historySettings = z
  .strictObject({
    onConnect: z
      .array(z.enum(["orders", "customers"]))
      .default(["orders"])
      .describe(
        "What of the shop's past is carried over by itself, once, when the connection is new and its silence was confirmed. Empty: nothing.",
      ),
  })
  .prefault({});

/** Everything a connection to Patch Retention can be told. Every key has a default; unknown keys are errors. */
export const patchSettings = z.strictObject({
  account: accountSettings.describe("How calls to the account are made."),
  silence: silenceSettings.describe("How history is written without a message to anybody."),
  contacts: contactSettings.describe(
    "Which customers become contacts, how they are recognised, and what is written.",
  ),
  orderEvents: orderEventSettings.describe("Which orders become events, and what these say."),
  loyalty: loyaltySettings.describe("How loyalty points follow orders."),
  history: historySettings.describe("What happened before the connection was made."),
});

export type PatchSettings = z.infer<typeof patchSettings>;

const usualBaseUrl = "https://api.patchretention.com/v2";

/** How to sign in. Support hands out both parts, one pair per location; they are sent as they are, without a token exchange. */
export const patchCredentials = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: "an address that starts with https://" })
    .default(usualBaseUrl)
    .describe("Address of the API; another one for emulators and tests."),
  accountId: z.string().min(1).describe("Account ID, sent as X-Account-Id."),
  apiKey: z.string().min(1).describe("API key of the account; secret."),
});

export type PatchCredentials = z.infer<typeof patchCredentials>;

/** The address without a slash at its end. Credentials as they were written may leave the address out. */
export function baseUrlOf(credentials: { readonly baseUrl?: string | undefined }): string {
  return (credentials.baseUrl ?? usualBaseUrl).replace(/\/+$/, "");
}
