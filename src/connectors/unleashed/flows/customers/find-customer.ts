import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import { settleMatch, type Candidate, type Match } from "#domain/matching/match.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import type { WireCustomer } from "../../schema.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { textOf } from "../../wire-values.ts";
import type { DesiredCustomer } from "./desired-customer.ts";

/**
 * Looks for the customer: by link, by the GUID that Waybill derives, then as the settings say. Searches of Unleashed are loose (a
 * code and an e-mail by their beginning), so hits count only when they are exactly the same; several are for a person to settle.
 * Obsolete customers are not met by e-mail; one met in another way is for a person to settle. At most five calls, most often one.
 */
export async function findCustomer(
  client: UnleashedClient,
  query: FindQuery<DesiredCustomer>,
  settings: CustomerSettings,
): Promise<Found<WireCustomer>> {
  if (query.externalId !== null) {
    const linked = await client.getCustomer(query.externalId);
    return linked === null ? gone : one(usable(linked), "BY_LINK", "It is linked to this customer.");
  }
  const own = await client.getCustomer(query.reference);
  if (own !== null)
    return one(usable(own), "BY_REFERENCE", "Found by the GUID that Waybill derives for the record.");

  const { search, code } = query.desired;
  const isFixed = search.code !== null && search.code === code;
  const ways =
    isFixed && !settings.matchBy.includes("code") ? ["code", ...settings.matchBy] : settings.matchBy;
  for (const way of ways) {
    const found = way === "code" ? await byCode(client, search.code) : await byEmail(client, search.email);
    if (found.verdict !== "none") return found;
  }
  return { verdict: "none" };
}

async function byCode(client: UnleashedClient, code: string | null): Promise<Found<WireCustomer>> {
  if (code === null) return { verdict: "none" };
  const hits = await client.findCustomers({ customerCode: code });
  const found = settleMatch(candidates(hits), (customer) => customer.CustomerCode === code, {
    code: "BY_CUSTOMER_CODE",
    message: `Found by the customer code ${code}.`,
  });
  if (found.verdict === "one" && found.candidate.snapshot.Obsolete === true)
    throw new SyncError("attention", {
      code: "CUSTOMER_OBSOLETE",
      message: `The customer with the code ${code} is obsolete in Unleashed. Take it back into use there, or give the shop's company another account code, then retry.`,
    });
  return found;
}

async function byEmail(client: UnleashedClient, email: string | null): Promise<Found<WireCustomer>> {
  if (email === null) return { verdict: "none" };
  const wanted = email.toLowerCase();
  const search = async (contactEmail: string): Promise<Match<WireCustomer>> =>
    settleMatch(
      candidates(await client.findCustomers({ contactEmail })),
      (customer) => customer.Obsolete !== true && textOf(customer.Email)?.toLowerCase() === wanted,
      { code: "BY_EMAIL", message: "Found by exactly the same e-mail." },
    );
  let found = await search(email);
  // Whether the search tells letter cases apart is not documented.
  if (found.verdict === "none" && wanted !== email) found = await search(wanted);
  if (found.verdict !== "several") return found;
  // Codes are often made from names, so they are told in the choices alone.
  const { length } = found.candidates;
  return {
    ...found,
    evidence: {
      code: "SEVERAL_WITH_EMAIL",
      message: `${length} customers in Unleashed have exactly this e-mail.`,
      detail: { customers: length },
    },
  };
}

const gone: Found<WireCustomer> = {
  verdict: "gone",
  evidence: {
    code: "CUSTOMER_GONE",
    message:
      "The customer that this record is linked to is no longer in Unleashed. It is not made again by itself.",
  },
};

/** A customer that is out of use takes no sales orders, and whether it should is not for Waybill to decide. */
function usable(customer: WireCustomer): WireCustomer {
  if (customer.Obsolete !== true) return customer;
  throw new SyncError("attention", {
    code: "CUSTOMER_OBSOLETE",
    message: `The customer of this record (${customer.Guid}) is obsolete in Unleashed. Take it back into use there, then retry.`,
  });
}

function candidates(hits: readonly WireCustomer[]): readonly Candidate<WireCustomer>[] {
  return hits.map((hit) => candidate(hit));
}

function candidate(customer: WireCustomer): Candidate<WireCustomer> {
  return { externalId: customer.Guid, label: customer.CustomerCode, snapshot: customer };
}

function one(customer: WireCustomer, code: string, message: string): Found<WireCustomer> {
  return { verdict: "one", candidate: candidate(customer), evidence: { code, message } };
}
