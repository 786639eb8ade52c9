import type { Finding } from "#connectors/kit/finding.ts";
import type { ProtectedPart, ProtectedVerdict, StoreFacts } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { AccessTokens } from "../auth/access-tokens.ts";
import type { ShopifyClient } from "../client.ts";
import type { GraphProblem } from "../errors/graph-problem.ts";
import type { ShopFactsQuery } from "../generated/admin-2026-10.ts";
import { refusedWhole } from "./ask-shown.ts";
import * as documents from "./documents.ts";
import { refusalOf } from "./refusals.ts";
import { isGranted, neededScopes, scopeFindings } from "./scopes.ts";
import type { SystemParts } from "./system-parts.ts";
import { partName, reasonOf, remedyFor } from "./wording.ts";

const parts: readonly ProtectedPart[] = ["customer", "name", "address", "email", "phone"];

/**
 * Looks at plan, scopes and protected data. Protected data is told by asking for it, since what an app may see depends on plan,
 * kind of app and approvals at once. A part of which no record tells anything keeps its last verdict.
 */
export async function probeShop(
  system: SystemParts,
): Promise<{ readonly facts: StoreFacts; readonly findings: readonly Finding[] }> {
  const { client, shown, settings, clock, connection } = system;
  const { shop, scopes } = await lookAtShop(system);
  const evidence = [
    ...(isGranted("read_customers", scopes)
      ? [await sample(client, "CustomerSample", documents.customerSample)]
      : []),
    ...(isGranted("read_orders", scopes) ? [await sample(client, "OrderSample", documents.orderSample)] : []),
  ];
  const verdictOf = (part: ProtectedPart): ProtectedVerdict => {
    if (part === "customer" && !isGranted("read_customers", scopes)) return "denied-by-scope";
    const told = evidence.flatMap((verdicts) => verdicts.get(part) ?? []);
    return told.find((verdict) => verdict !== "ok") ?? told[0] ?? shown.verdict(part);
  };
  const facts: StoreFacts = {
    name: connection,
    domain: settings.domain,
    currency: shop.currencyCode,
    timezone: shop.ianaTimezone,
    plan: shop.plan.publicDisplayName,
    scopes,
    protectedData: {
      customer: verdictOf("customer"),
      name: verdictOf("name"),
      address: verdictOf("address"),
      email: verdictOf("email"),
      phone: verdictOf("phone"),
    },
    checkedAt: new Date(clock.now()).toISOString(),
  };
  shown.replace(facts);
  return { facts, findings: findings(facts, shop.myshopifyDomain) };
}

async function sample(client: ShopifyClient, name: string, document: string): Promise<Evidence> {
  const { data, problems } = await client.ask<object>({ name, document });
  return readEvidence(name, data, problems);
}

async function lookAtShop({ client, tokens }: SystemParts) {
  const look = async () => {
    const { data, problems } = await client.ask<ShopFactsQuery>({
      name: "ShopFacts",
      document: documents.shopFacts,
    });
    if (data === null || problems.length > 0) throw refusedWhole("ShopFacts", problems);
    const scopes = data.currentAppInstallation.accessScopes.map(({ handle }) => handle);
    return { shop: data.shop, scopes };
  };
  const first = await look();
  const lacks = neededScopes.some(({ scope, level }) => level !== "note" && !isGranted(scope, first.scopes));
  return lacks && (await hasFreshToken(tokens)) ? look() : first;
}

/** A token may be older than the scopes that were granted since. Where none is to be had, the old one says what it can. */
async function hasFreshToken(tokens: AccessTokens): Promise<boolean> {
  try {
    return await tokens.refresh();
  } catch (error) {
    if (error instanceof SyncError) return false;
    throw error;
  }
}

/** What a sample shows: `ok` for parts with a value, a refusal for those that are withheld. */
type Evidence = ReadonlyMap<ProtectedPart, ProtectedVerdict>;

const fieldsOf: Readonly<Record<ProtectedPart, RegExp>> = {
  customer: /"id":"gid:\/\/shopify\/Customer\//,
  name: /"(firstName|lastName)":"/,
  address: /"(address1|address2|zip)":"/,
  email: /"(email|emailAddress)":"/,
  phone: /"(phone|phoneNumber)":"/,
};

function readEvidence(name: string, data: object | null, problems: readonly GraphProblem[]): Evidence {
  const verdicts = new Map<ProtectedPart, ProtectedVerdict>();
  const text = data === null ? "" : JSON.stringify(data);
  for (const part of parts) if (fieldsOf[part].test(text)) verdicts.set(part, "ok");
  for (const problem of problems) {
    const refusal = refusalOf(problem);
    const part = refusal?.part === "places" ? "address" : parts.find((known) => known === refusal?.part);
    if (refusal !== null && part !== undefined) verdicts.set(part, refusal.verdict);
    else if (problem.kind !== "cut-off" && data === null) throw refusedWhole(name, [problem]);
  }
  return verdicts;
}

const consequences: Readonly<Record<ProtectedPart, string>> = {
  customer: "Who bought cannot be told, so orders go to the placeholder customer.",
  name: "Buyers cannot be named, so orders go to the placeholder customer.",
  address: "Orders carry only country and province; addresses that are known already stay.",
  email: "Buyers come without e-mail address; what is known already stays.",
  phone: "Buyers come without phone number; what is known already stays.",
};

function findings(facts: StoreFacts, ownDomain: string): readonly Finding[] {
  const withheld = parts.flatMap((part): Finding[] => {
    const verdict = facts.protectedData[part];
    if (verdict === "ok") return [];
    return [
      {
        level: "warning",
        code: "CUSTOMER_DATA_WITHHELD",
        message: `${facts.domain} withholds ${partName(part)} ${reasonOf(verdict)}. ${consequences[part]} ${remedyFor(verdict)}`,
        detail: { part, verdict, plan: facts.plan },
      },
    ];
  });
  return [
    {
      level: "ok",
      code: "SHOP_ANSWERS",
      message: `${facts.domain} answers: plan ${facts.plan ?? "unknown"}, currency ${facts.currency}, time zone ${facts.timezone}.`,
    },
    ...domainFinding(facts.domain, ownDomain),
    ...scopeFindings(facts.scopes),
    ...(withheld.length > 0
      ? withheld
      : [
          {
            level: "ok" as const,
            code: "CUSTOMER_DATA_SHOWN",
            message: "Names, addresses, e-mail addresses and phone numbers of buyers can be read.",
          },
        ]),
  ];
}

function domainFinding(configured: string, own: string): readonly Finding[] {
  if (own.toLowerCase() === configured) return [];
  return [
    {
      level: "error",
      code: "DOMAIN_DIFFERS",
      message: `The shop calls itself ${own}, the configuration calls it ${configured}. Webhooks carry the shop's own name and would be turned away: put ${own} into the configuration.`,
    },
  ];
}
