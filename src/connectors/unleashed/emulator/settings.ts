import { z } from "zod";

/**
 * Switches of the emulated account: where sources disagree or are silent about the real server, both answers can be
 * chosen. Shape of `POST /_control/unleashed/settings`, which changes only what it names.
 */
export const settingsSchema = z.strictObject({
  /** Sales orders can be created only as Parked or Completed. Sources disagree; default false. */
  strictStatus: z.boolean(),
  /** Missing fields of the documented required lists are refused. Default true. */
  strictRequired: z.boolean(),
  /** Where an unknown or read-only field gives a bare 500; elsewhere it is ignored. Seen live on customers. */
  refuseUnknownFields: z.enum(["customers", "all", "none"]),
  /** A second POST with the same GUID is an update; false refuses it with 400. Default true. */
  guidUpsert: z.boolean(),
  /** An order number that another order has gives 400. Default true. */
  refuseDuplicateOrderNumber: z.boolean(),
  /** LineTotal must be quantity × UnitPrice less DiscountRate, rounded to cents. Default true. */
  checkLineTotals: z.boolean(),
  /** Greatest accepted difference in each sum of an order, decimal. Default 0; the server's is not documented. */
  totalsTolerance: z.number().min(0),
  /** How DiscountRate is read. Not documented; default fraction. */
  discountRate: z.enum(["fraction", "percent"]),
  /** Completing more than is on hand is allowed. Default true. */
  negativeStock: z.boolean(),
  /** Form of error bodies. Clients have met all of these; default description. */
  errorBody: z.enum(["description", "message", "text", "empty"]),
  /** Status of a successful POST that creates. Not documented; default 200. */
  createdStatus: z.union([z.literal(200), z.literal(201)]),
  /** `modifiedSince` includes the very moment. Not documented; default true. */
  modifiedSinceInclusive: z.boolean(),
  /** Calls per calendar month (UTC); null is no limit. */
  monthlyQuota: z.int().min(0).nullable(),
  /** Status of calls over the monthly quota. Not documented; default 403. */
  quotaStatus: z.union([z.literal(403), z.literal(429)]),
  /** Calls per second before 429; null (default) is no limit. */
  callsPerSecond: z.int().min(1).nullable(),
  /** Calls without a `client-type` header are refused. Default false. */
  requireClientType: z.boolean(),
  /** Most items on a page, whatever was asked for. Documented: 1,000; less makes many pages of few items. */
  largestPage: z.int().min(1),
  /** A new object can be read only after this many milliseconds, though its webhook is already out. Default 0. */
  readableAfterMs: z.int().min(0),
  /** `data` of webhooks as JSON text (default) or as an object. */
  webhookData: z.enum(["string", "object"]),
  /** Extra deliveries of each webhook with the same eventNotificationId. Default 0. */
  webhookRepeats: z.int().min(0).max(10),
  /** Milliseconds before a webhook goes out. Default 0. */
  webhookDelayMs: z.int().min(0),
  /** Webhook addresses on http://127.0.0.1 are refused too. Default false. */
  strictHttps: z.boolean(),
});

export type UnleashedSettings = z.infer<typeof settingsSchema>;

export const defaultSettings: UnleashedSettings = {
  strictStatus: false,
  strictRequired: true,
  refuseUnknownFields: "customers",
  guidUpsert: true,
  refuseDuplicateOrderNumber: true,
  checkLineTotals: true,
  totalsTolerance: 0,
  discountRate: "fraction",
  negativeStock: true,
  errorBody: "description",
  createdStatus: 200,
  modifiedSinceInclusive: true,
  monthlyQuota: null,
  quotaStatus: 403,
  callsPerSecond: null,
  requireClientType: false,
  largestPage: 1000,
  readableAfterMs: 0,
  webhookData: "string",
  webhookRepeats: 0,
  webhookDelayMs: 0,
  strictHttps: false,
};

/** Every doubt decided for the harder reading. */
export const strictSettings: Partial<UnleashedSettings> = {
  strictStatus: true,
  strictRequired: true,
  refuseUnknownFields: "all",
  requireClientType: true,
  strictHttps: true,
};
