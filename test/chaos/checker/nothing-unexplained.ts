import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import { companyAt } from "./model/buyer.ts";
import { openCaseFile, type CaseFile } from "./model/case-file.ts";
import { sayingsOf } from "./model/sayings-of-record.ts";
import { filled, numberOf } from "./model/texts.ts";
import { unsettled } from "./unsettled.ts";

/**
 * Once it is quiet nothing is failed, half done or forgotten; every order of the shop is known with an outcome; and every record of
 * the hub stands for something in the shop.
 */
export function nothingUnexplained(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  return [
    ...unsettled(evidence.hub),
    ...unknownOrders(file),
    ...evidence.hub.records.flatMap((record) => checkRecord(record, file)),
    ...strangeRecords(file),
  ].map((violation) => ({ rule: "nothing-unexplained", ...violation }));
}

type Found = Omit<Violation, "rule">;

function unknownOrders({ orders }: CaseFile): readonly Found[] {
  return orders.flatMap(({ last, record, name }): readonly Found[] => {
    if (last === null) return [];
    if (record === null) return [{ about: name, what: "the hub does not know it" }];
    return record.outcome === null ? [{ about: name, what: "nothing was decided of it" }] : [];
  });
}

function checkRecord(record: HubRecord, file: CaseFile): readonly Found[] {
  const { outcome, title, kind, recordId } = record;
  const about = title ?? `${kind}:${recordId}`;
  if (outcome === null) return kind === "orders" ? [] : [{ about, what: "nothing was decided of it" }];
  const { state, reason } = outcome;
  if (state === "failed") return [{ about, what: `it failed: ${reason.code}: ${reason.message}` }];
  if (state === "waiting") return checkWaiting(about, outcome, file);
  if (state === "attention" && kind === "customers") return checkAsked(about, record, file);
  return [];
}

/** Waiting is explained by a record that a person has to see to first. */
function checkWaiting(
  about: string,
  outcome: NonNullable<HubRecord["outcome"]>,
  { records }: CaseFile,
): readonly Found[] {
  const on = outcome.on ?? [];
  if (on.length === 0) return [{ about, what: "it waits for nothing" }];
  return on.flatMap(({ kind, id }) => {
    const other = records.get(`${kind}:${id}`);
    if (other?.link) return [{ about, what: `it waits for ${kind}:${id}, which is linked` }];
    const state = other?.outcome?.state ?? "unknown";
    return state === "attention" ? [] : [{ about, what: `it waits for ${kind}:${id}, which is ${state}` }];
  });
}

/** Of a buyer a person is asked only when the account's customers give a reason to. */
function checkAsked(about: string, { outcome, recordId }: HubRecord, file: CaseFile): readonly Found[] {
  const code = outcome?.reason.code ?? "";
  const { account, shop } = file.evidence;
  const emails = new Set(
    sayingsOf(recordId, file).said.map(({ email }) => filled(email?.["Email"])?.toLowerCase()),
  );
  const { Customers } = account.after;
  const same = Customers.filter(
    ({ Email, Obsolete }) => !Obsolete && filled(Email) !== null && emails.has(filled(Email)?.toLowerCase()),
  );
  const reasons: Readonly<Record<string, boolean>> = {
    AMBIGUOUS_MATCH: same.length > 1,
    CUSTOMER_CURRENCY_DIFFERS: same.some(({ Currency }) => Currency?.CurrencyCode !== shop.currency),
    CUSTOMER_OBSOLETE: Customers.some(({ Obsolete }) => Obsolete),
  };
  return reasons[code] === true
    ? []
    : [{ about, what: `a person is asked ${code}, and nothing in the account explains it` }];
}

function strangeRecords({ evidence, orders, buyers }: CaseFile): readonly Found[] {
  const { shop, hub } = evidence;
  const known = new Set([
    ...orders.map(({ id }) => `orders:${id}`),
    ...shop.customers.map(({ id }) => `customers:${numberOf(id)}`),
    ...shop.companies.flatMap((company) =>
      company.locations.nodes.map((location) => `customers:${companyAt(company.id, location.id)}`),
    ),
    ...[...buyers.keys()].map((id) => `customers:${id}`),
  ]);
  return hub.records
    .filter(({ kind, recordId }) => !known.has(`${kind}:${recordId}`))
    .map(({ kind, recordId }) => ({
      about: `${kind}:${recordId}`,
      what: "the hub has it, and the shop has nothing like it",
    }));
}
