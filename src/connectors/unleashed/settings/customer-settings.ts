import { z } from "zod";

/**
 * Who may write a field of a customer. Blanks of the shop never wipe anything, whatever the rule; unknown (withheld) values
 * never do either.
 * - `source-wins`: the shop's value, over changes made in Unleashed;
 * - `follow`: the shop's value, as long as Unleashed holds nothing or still what Waybill last brought; a value that somebody
 *   entered in Unleashed stays;
 * - `fill-empty`: only where Unleashed holds nothing;
 * - `never`: only when the customer is made.
 */
export const ownership = z.enum(["source-wins", "follow", "fill-empty", "never"]);
export type Ownership = z.infer<typeof ownership>;

const code = z.string().trim().min(1).max(100);
const perBuyer = (what: string) =>
  z
    .strictObject({
      individuals: z.string().min(1).nullable().default(null).describe(`${what} of people; null for none.`),
      companies: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(`${what} of B2B companies; null for none.`),
    })
    .prefault({});

/** Which customers are carried over, how they are recognised and what is written. Group `customers`. */
export const customerSettings = z
  .strictObject({
    mode: z
      .enum(["true-customer", "one-customer"])
      .default("true-customer")
      .describe("Orders go to the customer who bought, or all to one set customer of the account."),
    oneCustomerCode: code
      .nullable()
      .default(null)
      .describe("Code of the set customer for mode one-customer; it has to exist in Unleashed."),
    carry: z
      .enum(["with-orders", "all"])
      .default("with-orders")
      .describe("Customers are carried over once an order needs them, or all of them."),
    matchBy: z
      .array(z.enum(["code", "email"]))
      .default(["code", "email"])
      .describe(
        "How a customer of Unleashed is recognised, tried in this order, after the link and Waybill's own GUID: by the account code that a B2B company carries, by e-mail (people only). Always compared exactly; several hits are for a person to settle. Names are never compared.",
      ),
    codes: z
      .strictObject({
        style: z
          .enum(["name", "id"])
          .default("name")
          .describe(
            "Codes of new customers: letters of the name and eight digits of the GUID (DOEJANE-3F2A91BC), or the shop's id (207119551).",
          ),
        prefix: z.string().max(20).default("").describe("Put before codes of new customers, such as WEB-."),
      })
      .prefault({}),
    guests: z
      .strictObject({
        mode: z
          .enum(["own", "shared"])
          .default("own")
          .describe(
            "Guests get a customer of their own by e-mail, or all share one. Without an e-mail the shared one is used.",
          ),
        code: code
          .default("SHOPIFY-GUESTS")
          .describe("Code of the shared customer; made when it is missing."),
        name: z.string().min(1).default("Shopify Guests").describe("Its name when it is made."),
      })
      .prefault({}),
    withheld: z
      .strictObject({
        when: z
          .enum(["name-or-email", "name-and-email"])
          .default("name-or-email")
          .describe(
            "When people count as withheld: as soon as the shop hides their name or their e-mail, or only when it hides both. Without an e-mail nobody can tell whether Unleashed has them already.",
          ),
        code: code
          .default("SHOPIFY-SALES")
          .describe(
            "Code of the customer for orders whose buyer the shop withholds; made when it is missing.",
          ),
        name: z.string().min(1).default("Shopify Sales").describe("Its name when it is made."),
      })
      .prefault({}),
    addresses: z
      .strictObject({
        postal: z
          .enum(["billing", "shipping", "none"])
          .default("billing")
          .describe("Becomes the Postal address."),
        physical: z
          .enum(["billing", "shipping", "none"])
          .default("none")
          .describe("Becomes the Physical address."),
        shipping: z
          .enum(["billing", "shipping", "none"])
          .default("shipping")
          .describe("Becomes the Shipping address."),
        cityGoesTo: z
          .enum(["city", "suburb", "both"])
          .default("city")
          .describe("Where the city of a Shopify address goes: City, Suburb or both."),
        region: z.enum(["name", "code"]).default("name").describe("Region: `New South Wales` or `NSW`."),
        country: z.enum(["name", "code"]).default("name").describe("Country: `Australia` or `AU`."),
      })
      .prefault({}),
    fields: z
      .strictObject({
        name: ownership.default("follow").describe("CustomerName."),
        contact: ownership.default("follow").describe("ContactFirstName and ContactLastName, as one."),
        email: ownership.default("follow").describe("Email."),
        phone: ownership.default("follow").describe("PhoneNumber."),
        notes: ownership.default("fill-empty").describe("Notes, from the customer's note in the shop."),
        postalAddress: ownership.default("follow").describe("The Postal address, as one."),
        physicalAddress: ownership.default("follow").describe("The Physical address, as one."),
        shippingAddress: ownership.default("follow").describe("The Shipping address, as one."),
        tax: ownership
          .default("never")
          .describe("Taxable and TaxCode, as one; only where taxCodes names a code."),
      })
      .prefault({}),
    taxCodes: z
      .strictObject({
        taxable: code
          .nullable()
          .default(null)
          .describe("TaxCode of customers who pay tax; null: nothing of tax is sent."),
        exempt: code
          .nullable()
          .default(null)
          .describe("TaxCode of tax-exempt customers; null: nothing of tax is sent."),
      })
      .prefault({}),
    currency: z
      .union([z.enum(["shop", "account"]), z.string().regex(/^[A-Z]{3}$/, "an ISO currency code")])
      .default("shop")
      .describe(
        "Currency of new customers: the shop's, the account's own, or a named one. It has to exist in Unleashed. A customer who is there under another currency is asked about; with `account` none is compared.",
      ),
    customerType: perBuyer("Customer type"),
    sellPriceTier: perBuyer("Sell price tier"),
  })
  .prefault({})
  .superRefine((settings, context) => {
    if (settings.mode === "one-customer" && settings.oneCustomerCode === null)
      context.addIssue({
        code: "custom",
        path: ["oneCustomerCode"],
        message: "mode one-customer needs the code of that customer",
      });
  });

export type CustomerSettings = z.infer<typeof customerSettings>;
