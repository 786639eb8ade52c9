import { z } from "zod";

const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/i);

/**
 * Switches of the emulated account: what no public source settles about the real server can be chosen. The README says of each what is
 * unconfirmed. Shape of `POST /_control/patch/switches`, which changes only what it names.
 */
export const switchesSchema = z.strictObject({
  /** Status of a call without the right two headers. Default 401. */
  unauthorisedStatus: z.union([z.literal(401), z.literal(403)]),
  /** Status of a call that made something. Default 200, the only one the Ruby client takes for success. */
  createdStatus: z.union([z.literal(200), z.literal(201)]),
  /** 200 (default) answers what was deleted; 204 nothing. */
  deletedStatus: z.union([z.literal(200), z.literal(204)]),
  /** What `POST /events` answers: the event (default), the event without `_id`, or nothing. */
  eventAnswer: z.enum(["event", "withoutId", "empty"]),
  /** A list as an array (default), below `data`, or below `data` with `total`. */
  listShape: z.enum(["array", "data", "dataWithTotal"]),
  /** Fields that a body should not have: ignored (default), or 422. */
  unknownFields: z.enum(["ignored", "refused"]),

  /** Calls per second before 429; null is no limit. Default 25. */
  callsPerSecond: z.int().min(1).nullable(),
  /** `Retry-After` of that 429 in seconds; null leaves the header out. Default 1. */
  retryAfterSeconds: z.int().min(0).nullable(),
  /** Highest `limit` of a list. Default 100. */
  highestLimit: z.int().min(1),
  /** A higher `limit` is lowered (default), or refused with 400. */
  overLimit: z.enum(["lowered", "refused"]),

  /** Parameters of a list beside `limit`, `offset` and the e-mail of contacts: ignored (default), matched, or 400. */
  otherFilters: z.enum(["ignored", "matched", "refused"]),
  contactsOrder: z.enum(["oldestFirst", "newestFirst"]),
  /** Fields of the body that name the contact of `PATCH /contacts` without `match:`, in turn; none: always a new one. */
  upsertKeys: z.array(z.enum(["phone", "email"])),
  /** Which of several contacts that match is taken; refused: 422. Default oldest. */
  severalMatches: z.enum(["oldest", "newest", "refused"]),
  /** With several `match:` parameters: all (default) or any of them must match. */
  severalKeys: z.enum(["all", "any"]),
  /** What `match:` names is filled into a new contact where the body says nothing of it. Default true. */
  matchFillsNew: z.boolean(),
  /** Letter case of e-mails when they are compared: ignored (default), or exact. */
  emailCase: z.enum(["ignored", "exact"]),
  /** A phone number in another form: normalised to digits (default), or 422. */
  phones: z.enum(["normalised", "digitsOnly"]),
  /** An e-mail without `@` gives 422. Default true. */
  checkEmail: z.boolean(),
  /** A contact without phone and e-mail gives 422. Default false. */
  needsPhoneOrEmail: z.boolean(),
  /** Contacts have an `external_id`. Known of products and memberships only; default false. */
  contactExternalId: z.boolean(),
  /** Keys of `custom_fields` that the account does not define: ignored (default), or 422. */
  unknownCustomFields: z.enum(["ignored", "refused"]),
  /** Custom fields that an update leaves out: kept (default), or blanked. */
  customFieldsOnUpdate: z.enum(["merged", "replaced"]),
  /** `tags` in a contact's body replace the contact's (default), are added, or are ignored. */
  tagsInContact: z.enum(["replaced", "added", "ignored"]),
  /** `PUT /contacts/{id}` blanks what it leaves out. Default false. */
  putReplaces: z.boolean(),
  /** `sms_on` and `email_on` of a new contact whose body does not say. Default false. */
  consentOfNew: z.boolean(),
  /** The server makes `contact.created` and `contact.updated` itself. Default true. */
  contactEvents: z.boolean(),

  /** Order of `GET /events`: by when they were made, or by `at`. Default newestFirst. */
  eventsOrder: z.enum(["newestFirst", "oldestFirst", "latestAtFirst"]),
  /** Status of an event for an unknown contact without `contact_upsert`. Default 404. */
  unknownContactStatus: z.union([z.literal(404), z.literal(422)]),
  /** Key in `data` of the order's id; where it is absent `data.id` is taken. Default `shopify_order_id`. */
  orderIdField: fieldName,

  /** Where `skip_triggers` has an effect: everywhere (default), on contacts or events only, or nowhere. */
  silence: z.enum(["honoured", "contacts", "events", "ignored"]),
  /** Where it stands: in the body (default), in an event's `data`, or in the query. */
  silencePlace: z.enum(["body", "data", "query"]),

  /** The loyalty programme runs. Default true. */
  loyalty: z.boolean(),
  /** Points for one unit of the currency, decimal text; rounded down. Default `1`. */
  pointsPerUnit: z.string().regex(/^\d+(\.\d+)?$/),
  /** Key in `data` of the order's total. Default `total_price`. */
  totalField: fieldName,
  /** Names of events that stand for an order. Default `order.finished` and `order.updated`. */
  orderEvents: z.array(z.string().min(1)),
  /** A silent event of a new order awards points too. Default false. */
  silentAwards: z.boolean(),
  /** Where `skip_loyalty` stands. Default data. */
  skipLoyaltyPlace: z.enum(["data", "top"]),
  /** An order keeps `skip_loyalty` once an event had it. Default false: the newest event says. */
  skipLoyaltyStays: z.boolean(),
  /** Name of a contact's points. Default `loyalty_points`. */
  pointsField: fieldName,
  /** Where they stand: in the contact (default), or in its custom fields. */
  pointsPlace: z.enum(["contact", "customFields"]),
  /** A contact write that names the points: ignored (default), carried out, or 422. */
  pointsInContactWrite: z.enum(["ignored", "set", "refused"]),
  /** Points of a merged contact are those of the first (default), or the sum. */
  mergePoints: z.enum(["first", "sum"]),
});

export type PatchSwitches = z.infer<typeof switchesSchema>;

export const defaultSwitches: PatchSwitches = {
  unauthorisedStatus: 401,
  createdStatus: 200,
  deletedStatus: 200,
  eventAnswer: "event",
  listShape: "array",
  unknownFields: "ignored",
  callsPerSecond: 25,
  retryAfterSeconds: 1,
  highestLimit: 100,
  overLimit: "lowered",
  otherFilters: "ignored",
  contactsOrder: "oldestFirst",
  upsertKeys: ["phone", "email"],
  severalMatches: "oldest",
  severalKeys: "all",
  matchFillsNew: true,
  emailCase: "ignored",
  phones: "normalised",
  checkEmail: true,
  needsPhoneOrEmail: false,
  contactExternalId: false,
  unknownCustomFields: "ignored",
  customFieldsOnUpdate: "merged",
  tagsInContact: "replaced",
  putReplaces: false,
  consentOfNew: false,
  contactEvents: true,
  eventsOrder: "newestFirst",
  unknownContactStatus: 404,
  orderIdField: "shopify_order_id",
  silence: "honoured",
  silencePlace: "body",
  loyalty: true,
  pointsPerUnit: "1",
  totalField: "total_price",
  orderEvents: ["order.finished", "order.updated"],
  silentAwards: false,
  skipLoyaltyPlace: "data",
  skipLoyaltyStays: false,
  pointsField: "loyalty_points",
  pointsPlace: "contact",
  pointsInContactWrite: "ignored",
  mergePoints: "first",
};
