import { z } from "zod";

const secret = (description: string) => z.string().trim().min(1).optional().describe(description);

/**
 * How to sign in to a shop: an app's `clientId` and `clientSecret`, or the `accessToken` and `apiSecret` of an app that was
 * made in the store's admin.
 */
export const shopifyCredentials = z
  .strictObject({
    clientId: secret("Client id of the app in Shopify's Dev Dashboard."),
    clientSecret: secret("Client secret of that app. It signs in and signs the webhooks."),
    previousClientSecret: secret(
      "The client secret before the last rotation. Shopify may sign webhooks with it for up to an hour; remove it afterwards.",
    ),
    refreshToken: secret(
      "Refresh token of an app with expiring offline tokens. Without it the app signs in by the client credentials grant.",
    ),
    accessToken: secret("Admin API access token of an app that was made in the store's admin (shpat_…)."),
    apiSecret: secret("API secret key of that app. It signs the webhooks."),
    previousApiSecret: secret(
      "The API secret key before the last rotation. Shopify may sign webhooks with it for up to an hour; remove it afterwards.",
    ),
  })
  .superRefine((given, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    const wantsClient = given.clientId !== undefined || given.clientSecret !== undefined;
    const wantsToken = given.accessToken !== undefined || given.apiSecret !== undefined;
    if (wantsClient && wantsToken)
      refuse("accessToken", "either clientId and clientSecret, or accessToken and apiSecret, but not both");
    else if (wantsClient) {
      if (given.clientId === undefined) refuse("clientId", "is missing beside clientSecret");
      if (given.clientSecret === undefined) refuse("clientSecret", "is missing beside clientId");
      if (given.previousApiSecret !== undefined) refuse("previousApiSecret", "belongs to accessToken");
    } else if (wantsToken) {
      if (given.accessToken === undefined) refuse("accessToken", "is missing beside apiSecret");
      if (given.apiSecret === undefined)
        refuse("apiSecret", "is missing beside accessToken; webhooks cannot be checked without it");
      if (given.previousClientSecret !== undefined) refuse("previousClientSecret", "belongs to clientId");
      if (given.refreshToken !== undefined) refuse("refreshToken", "belongs to clientId");
    } else
      refuse("clientId", "clientId and clientSecret, or accessToken and apiSecret, are needed to sign in");
  });

export type ShopifyCredentials = z.infer<typeof shopifyCredentials>;

export const secretNames = [
  "clientSecret",
  "previousClientSecret",
  "refreshToken",
  "accessToken",
  "apiSecret",
  "previousApiSecret",
] as const satisfies readonly (keyof ShopifyCredentials)[];

/** A way to get an access token. */
export type SignIn =
  | { readonly way: "static"; readonly accessToken: string }
  | {
      readonly way: "app";
      readonly clientId: string;
      readonly clientSecret: string;
      /** Null: the client credentials grant. */
      readonly refreshToken: string | null;
    };

/** Throws `RangeError` for credentials that the schema would refuse. */
export function signInOf(credentials: ShopifyCredentials): SignIn {
  const { accessToken, clientId, clientSecret, refreshToken } = credentials;
  if (accessToken !== undefined) return { way: "static", accessToken };
  if (clientId === undefined || clientSecret === undefined)
    throw new RangeError("credentials of a shop without a way to sign in");
  return { way: "app", clientId, clientSecret, refreshToken: refreshToken ?? null };
}
