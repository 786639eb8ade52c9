import { forgetCustomer, rememberCustomer } from "../../state/customers.ts";
import { gid } from "../../state/ids.ts";
import type { CustomerRecord } from "../../state/party-records.ts";
import { touch } from "../../state/shop.ts";
import { tidyTags } from "../../state/tags.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { filledText, idOf, inputOf, refuseOthers, textsOf } from "./input.ts";
import type { Input } from "./input.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

const modelled = [
  "id",
  "email",
  "phone",
  "firstName",
  "lastName",
  "note",
  "tags",
  "locale",
  "taxExempt",
  "taxExemptions",
];
const consents = {
  emailMarketingConsent: "customerEmailMarketingConsentUpdate",
  smsMarketingConsent: "customerSmsMarketingConsentUpdate",
} as const;
const longestText = 255;
const longestNote = 5000;

/** What is wrong with an input, in Shopify's words. */
function problemsOf(input: Input, own: CustomerRecord | null, { shop }: GraphContext): UserErrorView[] {
  const problems: UserErrorView[] = [];
  const email = filledText(input["email"]);
  const phone = filledText(input["phone"]);
  const others = [...shop.data.customers.values()].filter((customer) => customer !== own);
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
    problems.push(userError(["email"], "Email is invalid"));
  else if (email && others.some((other) => other.email?.toLowerCase() === email.toLowerCase()))
    problems.push(userError(["email"], "Email has already been taken"));
  if (phone && !/^\+?[\d\s()-]{5,20}$/.test(phone)) problems.push(userError(["phone"], "Phone is invalid"));
  else if (phone && others.some((other) => other.phone === toE164(phone)))
    problems.push(userError(["phone"], "Phone has already been taken"));
  for (const [name, label] of [
    ["firstName", "First name"],
    ["lastName", "Last name"],
  ] as const)
    if ((filledText(input[name]) ?? "").length > longestText)
      problems.push(userError([name], `${label} is too long (maximum is ${longestText} characters)`));
  if ((filledText(input["note"]) ?? "").length > longestNote)
    problems.push(userError(["note"], `Note is too long (maximum is ${longestNote} characters)`));
  return problems;
}

function toE164(phone: string): string {
  return phone.replaceAll(/[\s()-]/g, "");
}

function apply(customer: CustomerRecord, input: Input, { shop }: GraphContext): void {
  if ("firstName" in input) customer.firstName = filledText(input["firstName"]);
  if ("lastName" in input) customer.lastName = filledText(input["lastName"]);
  if ("note" in input) customer.note = filledText(input["note"]);
  if ("phone" in input) {
    const phone = filledText(input["phone"]);
    customer.phone = phone && toE164(phone);
  }
  if (Array.isArray(input["tags"])) customer.tags = tidyTags(textsOf(input["tags"]));
  if (typeof input["locale"] === "string") customer.locale = input["locale"];
  if (typeof input["taxExempt"] === "boolean") customer.taxExempt = input["taxExempt"];
  if (Array.isArray(input["taxExemptions"])) customer.taxExemptions = textsOf(input["taxExemptions"]);
  forgetCustomer(shop, customer);
  if ("email" in input) customer.email = filledText(input["email"]);
  rememberCustomer(shop, customer);
}

function create(args: Arguments, context: GraphContext) {
  const { shop, now } = context;
  const input = inputOf(args["input"]);
  refuseOthers("CustomerInput", input, modelled);
  if (input["id"])
    return { customer: null, userErrors: [userError(["id"], "Cannot specify ID on creation")] };
  const isNamed = ["firstName", "lastName", "email", "phone"].some((name) => filledText(input[name]));
  if (!isNamed)
    return {
      customer: null,
      userErrors: [userError(null, "A name, phone number, or email address must be present")],
    };
  const userErrors = problemsOf(input, null, context);
  if (userErrors.length > 0) return { customer: null, userErrors };
  const customer: CustomerRecord = {
    __typename: "Customer",
    id: shop.ids.next("Customer"),
    createdAt: now,
    updatedAt: now,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    note: null,
    tags: [],
    state: "DISABLED",
    taxExempt: false,
    taxExemptions: [],
    locale: "en",
    verifiedEmail: true,
    addresses: [],
    defaultAddressId: null,
    emailMarketing: "NOT_SUBSCRIBED",
    smsMarketing: "NOT_SUBSCRIBED",
    orderIds: [],
  };
  apply(customer, input, context);
  shop.revision += 1;
  shop.publish([{ topic: "customers/create", customer }]);
  return { customer, userErrors };
}

function find(value: unknown, { shop }: GraphContext): CustomerRecord | undefined {
  return shop.data.customers.get(idOf("Customer", value) ?? "");
}

function update(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const input = inputOf(args["input"]);
  for (const [name, mutation] of Object.entries(consents))
    if (input[name])
      return {
        customer: null,
        userErrors: [userError([name], `To update ${name}, please use the ${mutation} Mutation instead`)],
      };
  refuseOthers("CustomerInput", input, modelled);
  const customer = find(input["id"], context);
  if (!customer) return { customer: null, userErrors: [userError(["id"], "Customer does not exist")] };
  const userErrors = problemsOf(input, customer, context);
  if (userErrors.length > 0) return { customer: null, userErrors };
  apply(customer, input, context);
  touch(shop, customer);
  shop.publish([{ topic: "customers/update", customer }]);
  return { customer, userErrors };
}

function remove(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const customer = find(inputOf(args["input"])["id"], context);
  const view = { __typename: "Shop", shop };
  const refused = (message: string) => ({
    deletedCustomerId: null,
    shop: view,
    userErrors: [userError(["id"], message)],
  });
  if (!customer) return refused("Customer can't be found");
  if (customer.orderIds.length > 0)
    return refused("Customer can’t be deleted because they have associated orders");
  forgetCustomer(shop, customer);
  shop.data.customers.delete(customer.id);
  shop.revision += 1;
  shop.publish([{ topic: "customers/delete", customer }]);
  return { deletedCustomerId: gid("Customer", customer.id), shop: view, userErrors: [] };
}

export const customerMutations = typeFields<unknown>({
  customerCreate: { args: ["input"], resolve: (_root, args, context) => create(args, context) },
  customerUpdate: { args: ["input"], resolve: (_root, args, context) => update(args, context) },
  customerDelete: { args: ["input"], resolve: (_root, args, context) => remove(args, context) },
});
