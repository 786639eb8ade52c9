import type { AccountCustomer } from "../account-shapes.ts";
import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import { sharedGuest } from "./model/buyer.ts";
import { openCaseFile, type CaseFile } from "./model/case-file.ts";
import { sayingsOf } from "./model/sayings-of-record.ts";
import { filled } from "./model/texts.ts";

/**
 * A buyer is linked to a customer that was there before only when that is who they are: one that has exactly an e-mail which the
 * shop told of them, and the only one in use that has it. Whom a search merely finds is nobody. Companies go by their code.
 */
export function rightPerson(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const before = new Map(evidence.account.before.Customers.map((customer) => [customer.Guid, customer]));
  return evidence.hub.records.flatMap((record) => {
    const customer = before.get(record.link?.externalId ?? "");
    const isPerson = !record.recordId.startsWith("company:") && record.recordId !== sharedGuest;
    if (record.kind !== "customers" || customer === undefined || !isPerson) return [];
    return check(record, customer, file).map((what) => ({
      rule: "right-person",
      about: record.title ?? `customers:${record.recordId}`,
      what,
    }));
  });
}

function check({ recordId }: HubRecord, customer: AccountCustomer, file: CaseFile): readonly string[] {
  const email = emailOf(customer);
  const told = new Set(
    sayingsOf(recordId, file).said.map((saying) => filled(saying.email?.["Email"])?.toLowerCase()),
  );
  if (email === null || !told.has(email))
    return [
      `it was linked to ${customer.CustomerCode}, which had another e-mail than any that the shop told of it`,
    ];
  const same = file.evidence.account.before.Customers.filter(
    (other) => !other.Obsolete && emailOf(other) === email,
  );
  return same.length > 1
    ? [
        `it was linked to ${customer.CustomerCode}, one of ${same.length} with its e-mail, and nobody was asked which`,
      ]
    : [];
}

function emailOf({ Email }: AccountCustomer): string | null {
  return filled(Email)?.toLowerCase() ?? null;
}
