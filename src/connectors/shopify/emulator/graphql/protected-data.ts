import type { GraphQLError } from "graphql";
import type { ProtectedData, Protection } from "../state/app-records.ts";
import { refusal } from "./errors.ts";
import type { GraphContext } from "./graph-context.ts";

/** Kind of protected data behind a field. Source: "Work with protected customer data". */
const protectedFields: Readonly<Record<string, keyof ProtectedData>> = {
  "Customer.firstName": "name",
  "Customer.lastName": "name",
  "Customer.displayName": "name",
  "Customer.email": "email",
  "Customer.phone": "phone",
  "CustomerEmailAddress.emailAddress": "email",
  "CustomerPhoneNumber.phoneNumber": "phone",
  "Order.email": "email",
  "Order.phone": "phone",
  "MailingAddress.firstName": "name",
  "MailingAddress.lastName": "name",
  "MailingAddress.name": "name",
  "MailingAddress.address1": "address",
  "MailingAddress.address2": "address",
  "MailingAddress.zip": "address",
  "MailingAddress.latitude": "address",
  "MailingAddress.longitude": "address",
  "MailingAddress.formatted": "address",
  "MailingAddress.phone": "phone",
  "FulfillmentOrderDestination.firstName": "name",
  "FulfillmentOrderDestination.lastName": "name",
  "FulfillmentOrderDestination.address1": "address",
  "FulfillmentOrderDestination.address2": "address",
  "FulfillmentOrderDestination.zip": "address",
  "FulfillmentOrderDestination.email": "email",
  "FulfillmentOrderDestination.phone": "phone",
};

/** Objects that are refused as a whole, with what their refusal hangs on. */
const protectedObjects: Readonly<Record<string, keyof ProtectedData>> = {
  Customer: "customer",
  MailingAddress: "address",
};

export function protectedKind(typeName: string, fieldName: string): keyof ProtectedData | undefined {
  return protectedFields[`${typeName}.${fieldName}`];
}

/** Field names as the refusal words them. */
const wordedFields: Readonly<Record<string, string>> = { emailAddress: "email", phoneNumber: "phone" };

/** Refuses an object of `typeName` when the app may not see such objects at all. */
export function checkObject(typeName: string, context: GraphContext): void {
  const kind = protectedObjects[typeName];
  if (!kind || context.protection[kind] === "ok") return;
  if (kind === "address" && context.shop.switches.protectedAddress === "fields") return;
  throw protectedRefusal(
    `This app is not approved to access the ${typeName} object. ${reasonFor(context.protection[kind])}`,
    context,
  );
}

export function checkProtectedField(
  kind: keyof ProtectedData,
  fieldName: string,
  context: GraphContext,
): void {
  const protection = context.protection[kind];
  if (protection === "ok") return;
  const worded = wordedFields[fieldName] ?? fieldName;
  throw protectedRefusal(
    `This app is not approved to use the ${worded} field. ${reasonFor(protection)}`,
    context,
  );
}

function protectedRefusal(message: string, { shop }: GraphContext): GraphQLError {
  const code = shop.switches.protectedDataCode;
  return refusal(code === "none" ? undefined : code, message);
}

/** Whether an error says that protected data is withheld, rather than that a scope is missing. */
export function isProtectedRefusal({ message }: { readonly message: string }): boolean {
  return /^This app is not approved to (access|use) /.test(message);
}

function reasonFor(protection: Protection): string {
  return protection === "plan"
    ? "Access to personally identifiable information (PII) like customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, and Plus plans. See https://help.shopify.com/en/manual/apps/app-types/custom-apps for more details."
    : "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.";
}
