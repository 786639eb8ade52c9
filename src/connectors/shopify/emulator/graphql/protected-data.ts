import type { GraphQLError } from "graphql";
import { GraphQLError as ExecutionError } from "graphql";
import type { ProtectedData, Protection } from "../state/app-records.ts";

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
};

export function protectedKind(typeName: string, fieldName: string): keyof ProtectedData | undefined {
  return protectedFields[`${typeName}.${fieldName}`];
}

/** Field names as the refusal words them. */
const wordedFields: Readonly<Record<string, string>> = { emailAddress: "email", phoneNumber: "phone" };

export function fieldRefusal(fieldName: string, protection: Protection): GraphQLError {
  const worded = wordedFields[fieldName] ?? fieldName;
  return new ExecutionError(`This app is not approved to use the ${worded} field. ${reason(protection)}`);
}

export function objectRefusal(typeName: string, protection: Protection): GraphQLError {
  return new ExecutionError(
    `This app is not approved to access the ${typeName} object. ${reason(protection)}`,
  );
}

function reason(protection: Protection): string {
  return protection === "plan"
    ? "Access to personally identifiable information (PII) like customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, and Plus plans. See https://help.shopify.com/en/manual/apps/app-types/custom-apps for more details."
    : "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.";
}

/** After so many refusals an answer is cut off. */
export const maxExecutionErrors = 200;

export const truncatedMessage = "Too many execution errors, max error limit reached. Results truncated";
