import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import { settleMatch, type Candidate } from "#domain/matching/match.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import type { WireCustomer } from "../../schema.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import type { DesiredCustomer } from "./desired-customer.ts";

/**
 * Looks for the customer: by link, by the GUID that Waybill derives, then as the settings say. Searches of Unleashed are loose (a
 * code and an e-mail by their beginning), so hits count only when they are exactly the same; several are for a person to settle.
 * Obsolete customers are not met by e-mail. At most four calls, most often one.
 */
export async function findCustomer(
  client: UnleashedClient,
  query: FindQuery<DesiredCustomer>,
  settings: CustomerSettings,
): Promise<Found<WireCustomer>> {
  if (query.externalId !== null) {
    const linked = await client.getCustomer(query.externalId);
    return linked === null ? gone : one(linked, "BY_LINK", "It is linked to this customer.");
  }
  const own = await client.getCustomer(query.reference);
  if (own !== null) return one(own, "BY_REFERENCE", "Found by the GUID that Waybill derives for the record.");

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
  const hits = await client.findCustomers({ contactEmail: email });
  const found = settleMatch(
    candidates(hits),
    (customer) => customer.Obsolete !== true && customer.Email?.trim().toLowerCase() === wanted,
    { code: "BY_EMAIL", message: "Found by exactly the same e-mail." },
  );
  if (found.verdict !== "several") return found;
  const codes = found.candidates.map(({ label }) => label);
  return {
    ...found,
    evidence: {
      code: "SEVERAL_WITH_EMAIL",
      message: `${codes.length} customers in Unleashed have exactly this e-mail: ${codes.slice(0, 5).join(", ")}${codes.length > 5 ? " …" : ""}.`,
      detail: { codes },
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

function candidates(hits: readonly WireCustomer[]): readonly Candidate<WireCustomer>[] {
  return hits.map((hit) => candidate(hit));
}

function candidate(customer: WireCustomer): Candidate<WireCustomer> {
  return { externalId: customer.Guid, label: customer.CustomerCode, snapshot: customer };
}

function one(customer: WireCustomer, code: string, message: string): Found<WireCustomer> {
  return { verdict: "one", candidate: candidate(customer), evidence: { code, message } };
}
