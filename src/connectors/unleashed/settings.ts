import { z } from "zod";
import { accountSettings } from "./settings/account-settings.ts";
import { customerSettings } from "./settings/customer-settings.ts";
import { orderSettings } from "./settings/order-settings.ts";
import { refundSettings } from "./settings/refund-settings.ts";

/** Everything a connection to Unleashed can be told. Every key has a default; unknown keys are errors. */
export const unleashedSettings = z.strictObject({
  account: accountSettings.describe("How calls to the account are made."),
  customers: customerSettings.describe("Which customers are carried over, and what is written."),
  orders: orderSettings.describe("Which orders are carried over, and how they are written."),
  refunds: refundSettings.describe("What becomes of what the shop gives back after an order has arrived."),
});

export type UnleashedSettings = z.infer<typeof unleashedSettings>;

const usualBaseUrl = "https://api.unleashedsoftware.com";

/** How to sign in. Both parts are shown to the account's owner under Integration, Unleashed API Access. */
export const unleashedCredentials = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: "an address that starts with https://" })
    .default(usualBaseUrl)
    .describe("Address of the API; another one for emulators and tests."),
  apiId: z.string().min(1).describe("API id of the account."),
  apiKey: z.string().min(1).describe("API key of the account; secret."),
});

export type UnleashedCredentials = z.infer<typeof unleashedCredentials>;

/**
 * The address without a slash at its end, so that paths can be put behind it. Credentials as they were written may leave the
 * address out.
 */
export function baseUrlOf(credentials: { readonly baseUrl?: string | undefined }): string {
  return (credentials.baseUrl ?? usualBaseUrl).replace(/\/+$/, "");
}
