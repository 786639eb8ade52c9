import { z } from "zod";

/**
 * Switches of the emulated shop: where sources disagree or are silent about the real server, both answers can be chosen.
 * Shape of `POST /_control/shopify/<store>/settings`, which changes only what it names.
 */
export const switchesSchema = z.strictObject({
  /** `extensions.code` of refused protected data: reports show it, the documentation's sample does not. Default ACCESS_DENIED. */
  protectedDataCode: z.enum(["ACCESS_DENIED", "none"]),
  /** Refused addresses: each protected field alone (default), or the whole object. Both were reported. */
  protectedAddress: z.enum(["fields", "object"]),
  /** The plans Basic and Starter withhold customer data. It is open which kinds of app this hits. Default true. */
  planWithholdsData: z.boolean(),
  /** Errors after which an answer is cut off. The number is not documented. Default 200. */
  maxExecutionErrors: z.int().min(1),
  /** What `orders` without `status:` gives. Not stated; default any. */
  ordersWithoutStatus: z.enum(["any", "open"]),
  /** A used refresh token stays good until its replacement is used ("More resilient refreshes", 2026). Default false: the stricter. */
  keepUsedRefreshToken: z.boolean(),
  /** Seconds that a token of the client credentials grant lives. Default 86399. */
  clientTokenSeconds: z.int().min(1),
  /** Whether client credentials are accepted: false answers as if app and store belonged to two organisations. Default true. */
  clientCredentials: z.boolean(),
  /** Milliseconds that asynchronous jobs take. Default 1000. */
  jobMs: z.int().min(0),
  /** Milliseconds before a bulk operation runs, and how long it runs at least. Defaults 200 and 800. */
  bulkStartMs: z.int().min(0),
  bulkMs: z.int().min(0),
  /** Protected data in a bulk query: it fails as it does for a missing scope (default), or the fields are null. Not stated. */
  bulkProtectedData: z.enum(["fails", "null"]),
  /** Paid orders are closed when everything was sent, as recorded from a development store; a merchant can turn it off. Default true. */
  archiveFulfilledOrders: z.boolean(),
  /** Status of a fulfillment order of which some units left. Not stated; default IN_PROGRESS. */
  partlyFulfilledWork: z.enum(["IN_PROGRESS", "OPEN"]),
});

export type ShopSwitches = z.infer<typeof switchesSchema>;

export const defaultSwitches: ShopSwitches = {
  protectedDataCode: "ACCESS_DENIED",
  protectedAddress: "fields",
  planWithholdsData: true,
  maxExecutionErrors: 200,
  ordersWithoutStatus: "any",
  keepUsedRefreshToken: false,
  clientTokenSeconds: 86_399,
  clientCredentials: true,
  jobMs: 1000,
  bulkStartMs: 200,
  bulkMs: 800,
  bulkProtectedData: "fails",
  archiveFulfilledOrders: true,
  partlyFulfilledWork: "IN_PROGRESS",
};
