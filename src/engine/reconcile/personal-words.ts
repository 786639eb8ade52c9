import type { Address } from "#domain/address.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";
import type { Outcome } from "#domain/outcome.ts";
import type { SourceRecord } from "#domain/source-record.ts";

/** Shorter ones would also hit words that are nobody's name. */
const shortestWord = 3;

/**
 * The outcome with the words of the people of a record taken out of its message: the other side may have named them in its own
 * words. Letter case has to fit, so that a name which is also a word leaves the sentence alone.
 */
export function withoutPersonalWords<T extends Outcome>(outcome: T, record: SourceRecord | null): T {
  if (record === null) return outcome;
  let { message } = outcome.reason;
  for (const word of personalWords(record)) message = message.replaceAll(wholeWord(word), "…");
  return message === outcome.reason.message
    ? outcome
    : { ...outcome, reason: { ...outcome.reason, message } };
}

/** Names, e-mails, numbers and streets that a record tells, the longest first. */
function personalWords(record: SourceRecord): readonly string[] {
  if (record.kind === "refunds") return [];
  const words = [
    record.email,
    record.phone,
    ...ofAddress(record.billingAddress),
    ...ofAddress(record.shippingAddress),
  ];
  if (record.kind === "customers") words.push(...ofCustomer(record));
  else if (record.customer) words.push(...ofCustomer(record.customer));
  const kept = words.filter(
    (word): word is string => typeof word === "string" && word.trim().length >= shortestWord,
  );
  return [...new Set(kept.map((word) => word.trim()))].sort((left, right) => right.length - left.length);
}

function ofCustomer(customer: Customer): readonly Knowable<string>[] {
  const { firstName, lastName, email, phone, billingAddress, shippingAddress } = customer;
  return [firstName, lastName, email, phone, ...ofAddress(billingAddress), ...ofAddress(shippingAddress)];
}

function ofAddress(address: Knowable<Address>): readonly Knowable<string>[] {
  return address
    ? [address.firstName, address.lastName, address.address1, address.address2, address.phone]
    : [];
}

function wholeWord(word: string): RegExp {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu");
}
