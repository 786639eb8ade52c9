/**
 * Objects of Patch Retention's API v2 as replies carry them and bodies take them (Ruby client `patch_retention` 0.3.2; public
 * TypeScript snippets that call `PATCH /v2/contacts`; help centre, "How does Shopify Order Syncing work in Patch"). Names are the
 * system's own. The vendor's own reference is not public: nothing is trusted to be there but `_id`.
 */

/** A field that replies leave out or null. */
type Maybe<T> = T | null | undefined;

export type CustomFieldValue = string | number | boolean | null;

export interface WireObject {
  readonly _id: string;
  readonly [field: string]: unknown;
}

export interface WireContact extends WireObject {
  readonly first_name?: Maybe<string>;
  readonly last_name?: Maybe<string>;
  readonly email?: Maybe<string>;
  /** Digits with the country code, without `+`: `11234567890`. */
  readonly phone?: Maybe<string>;
  /** Consent to text messages, and to e-mails. */
  readonly sms_on?: Maybe<boolean>;
  readonly email_on?: Maybe<boolean>;
  /** `MM/DD/YYYY`. */
  readonly birthday?: Maybe<string>;
  readonly gender?: Maybe<string>;
  readonly date_of_birth?: Maybe<string>;
  readonly postal_code?: Maybe<string>;
  readonly tags?: Maybe<readonly string[]>;
  /** By the keys chosen in Account Settings → Fields. */
  readonly custom_fields?: Maybe<Readonly<Record<string, CustomFieldValue>>>;
  readonly created_at?: Maybe<string>;
  readonly updated_at?: Maybe<string>;
}

/** Body of `PATCH /contacts` and `PUT /contacts/{id}`: what is left out stays as it is. */
export type ContactBody = Partial<Omit<WireContact, "_id" | "created_at" | "updated_at">> & {
  /** No automation runs for this write. Known of calendar items, unconfirmed here. */
  readonly skip_triggers?: boolean;
};

export interface WireEvent extends WireObject {
  /** `order.finished`, `order.updated`, `contact.created`, `contact.updated` and others. */
  readonly event: string;
  readonly contact_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it happened; may lie in the past. */
  readonly at: string;
  readonly created_at: string;
}

/** Body of `POST /events`. */
export interface EventBody {
  readonly event: string;
  /** Names the contact by one of its fields. */
  readonly primary_key: string;
  readonly primary_key_value: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Makes or changes the contact with what `contact` says. Default false. */
  readonly contact_upsert?: boolean;
  readonly contact?: ContactBody;
  /** ISO 8601; default now. */
  readonly at?: string;
  /** Unconfirmed, as of contacts. */
  readonly skip_triggers?: boolean;
}

/** Body of every refusal but a failure of the gateway, which is a 502 with an empty body. */
export interface WireError {
  readonly error: string;
}
