import { z } from "zod";

/**
 * Who may write a field of a contact. Blanks of the shop never wipe anything, whatever the rule; unknown (withheld) values never do
 * either.
 * - `source-wins`: the shop's value, over changes made in Patch;
 * - `follow`: the shop's value, as long as Patch holds nothing or still what Waybill last brought; what somebody entered in Patch stays;
 * - `fill-empty`: only where Patch holds nothing;
 * - `never`: only when the contact is made.
 */
export const ownership = z.enum(["source-wins", "follow", "fill-empty", "never"]);
export type Ownership = z.infer<typeof ownership>;

const fieldKey = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "a key as in Account Settings, Fields");

/**
 * What becomes of the shop's consent to marketing. Nothing ever switches consent of a contact on that was there before Waybill.
 * - `map`: a new contact has what the shop's customer agreed to; whoever takes it back in the shop is switched off;
 * - `withdraw`: a new contact has none; whoever takes it back in the shop is switched off;
 * - `ignore`: never written, so that the account decides about new contacts.
 */
const consent = z.enum(["map", "withdraw", "ignore"]);

/** Where the list of contacts is searched by a field. */
const search = z.enum(["list", "filter", "never"]);

/** Which customers are carried over, how they are recognised and what is written. Group `contacts`. */
export const contactSettings = z
  .strictObject({
    carry: z
      .enum(["with-orders", "all"])
      .default("with-orders")
      .describe("Customers become contacts once an order of theirs is carried over, or all of them."),
    guests: z
      .enum(["carry", "skip"])
      .default("carry")
      .describe(
        "Whether people who bought without an account become contacts, by e-mail or phone. Skipped: their orders are left out too.",
      ),
    unreachable: z
      .enum(["skip", "make"])
      .default("skip")
      .describe(
        "Customers without an e-mail and without a usable phone number: left out with their orders, or made by their Shopify id alone (needs customerIdField).",
      ),
    customerIdField: fieldKey
      .nullable()
      .default(null)
      .describe(
        "Key of the custom field that keeps the Shopify customer id; make it in Patch under Account Settings, Fields. Null: none, and people are recognised by phone and e-mail.",
      ),
    matchBy: z
      .array(z.enum(["customer-id", "phone", "email"]))
      .default(["customer-id", "phone", "email"])
      .describe(
        "By what a contact that is there is recognised, in this order. Comparison is exact; letter case of e-mails does not count.",
      ),
    searchByCustomerId: search
      .default("list")
      .describe(
        "How contacts are found by the field of the customer id: in the whole list, which is read once in a while; by a filter, where the account's list takes one (`waybill doctor` tells); or not at all.",
      ),
    searchByPhone: search.default("list").describe("The same for phone numbers."),
    listMinutes: z
      .number()
      .min(0)
      .max(1440)
      .default(30)
      .describe(
        "How long the list that was read is used for recognising people, in minutes. Whatever is found in it is read again before it counts.",
      ),
    mostPages: z
      .int()
      .min(1)
      .default(2000)
      .describe("Most pages of the list of contacts that are read for it."),
    phoneWithOtherEmail: z
      .enum(["same", "ask", "other"])
      .default("ask")
      .describe(
        "A contact has the customer's phone number and another e-mail: it is the same person (Patch goes by phone numbers), somebody is asked, or it is another person. Families share phones.",
      ),
    fields: z
      .strictObject({
        name: ownership.default("follow").describe("first_name and last_name, as one."),
        email: ownership.default("follow").describe("email."),
        phone: ownership.default("follow").describe("phone."),
        postalCode: ownership.default("follow").describe("postal_code."),
      })
      .prefault({}),
    emailConsent: consent
      .default("map")
      .describe(
        "email_on. `map`: a new contact has what the shop's customer agreed to, and whoever unsubscribes in the shop is switched off; `withdraw`: a new contact has none; `ignore`: never written. Nothing switches a contact on that was there before Waybill.",
      ),
    smsConsent: z
      .enum(["none", "ignore"])
      .default("none")
      .describe(
        "sms_on. `none`: a new contact has none, said in so many words, whatever the account does by itself; `ignore`: never written. Consent to texts is given to the sender of the texts (the vendor's own form asks twice), so that of the shop is not carried.",
      ),
    phoneFromAddress: z
      .boolean()
      .default(true)
      .describe("Whether the phone number of an address stands in where the customer has none."),
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, "a country code of two letters, such as US")
      .nullable()
      .default(null)
      .describe(
        "Country of phone numbers that name no country code and whose address names no country. Null: such numbers are left out.",
      ),
    originalTimeField: fieldKey
      .nullable()
      .default(null)
      .describe(
        "Key of a custom field that gets the time of the customer's last change in the shop, since contact events carry the time of the write. Null: none.",
      ),
    update: z
      .enum(["partial", "whole"])
      .default("partial")
      .describe(
        "What a change of a contact sends: only what changed, or everything that was read with the change laid over it. Take `whole` if `waybill silence --probe` tells that this account blanks what is left out.",
      ),
    events: z
      .enum(["server", "own"])
      .default("server")
      .describe(
        "Who makes `contact.created` and `contact.updated`: Patch by itself with the write, or Waybill with a second call after it (which a crash in between leaves out; it is never made twice).",
      ),
  })
  .prefault({})
  .superRefine((settings, context) => {
    const needs = (path: string, message: string): void => {
      context.addIssue({ code: "custom", path: [path], message });
    };
    if (settings.unreachable === "make" && settings.customerIdField === null)
      needs("unreachable", "make needs customerIdField, by which such a contact is found again");
    if (settings.customerIdField !== null && settings.customerIdField === settings.originalTimeField)
      needs("originalTimeField", "two things cannot be kept in one custom field");
  });

export type ContactSettings = z.infer<typeof contactSettings>;
