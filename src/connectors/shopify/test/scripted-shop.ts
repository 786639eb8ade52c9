import { Readable } from "node:stream";
import type { HttpFile } from "#connectors/kit/http-caller.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { openShopifySystem } from "../system/open-shopify-system.ts";
import { cost, fakeHttp, type FakeHttp, type Scripted } from "./fake-http.ts";
import { fakeVaults } from "./fake-vault.ts";

export interface ShopQuery {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** `data`, or a whole body, or an answer with a status of its own. */
export type ShopAnswer =
  { readonly data: object | null; readonly errors?: readonly object[] } | { readonly scripted: Scripted };

export interface ScriptedShop {
  readonly system: SourceSystem;
  readonly queries: ShopQuery[];
  readonly told: { readonly code: string; readonly message: string }[];
  readonly fake: FakeHttp;
  /** Moves the hub's clock. */
  readonly pass: (ms: number) => void;
}

export const now = Date.parse("2026-03-02T00:00:00Z");

/**
 * A shop whose every answer is told by a function of the query; its token is a pasted one. `file`: what every file holds that is
 * fetched; left out: files cannot be fetched.
 */
export function scriptedShop(
  answer: (query: ShopQuery, index: number) => ShopAnswer,
  file: string | null = null,
): ScriptedShop {
  const queries: ShopQuery[] = [];
  const told: ScriptedShop["told"] = [];
  let passed = 0;
  const fake = fakeHttp(({ body }) => {
    const sent = JSON.parse(body ?? "") as {
      operationName: string;
      query: string;
      variables: ShopQuery["variables"];
    };
    const query = { name: sent.operationName, query: sent.query, variables: sent.variables };
    queries.push(query);
    const given = answer(query, queries.length - 1);
    return "scripted" in given ? given.scripted : { json: { ...given, extensions: cost(1900) } };
  });
  const system = openShopifySystem({
    connection: "acme",
    settings: { domain: "acme.myshopify.com", apiVersion: "2026-10" },
    credentials: { accessToken: "shpat_1", apiSecret: "secret" },
    clock: { now: () => now + passed },
    http: file === null ? fake.http : { ...fake.http, fetchFile: () => Promise.resolve(fileOf(file)) },
    tokens: fakeVaults().open(),
    tell: (entry) => told.push(entry),
  });
  return {
    system,
    queries,
    told,
    fake,
    pass: (ms) => {
      passed += ms;
    },
  };
}

function fileOf(text: string): HttpFile {
  return { status: 200, headers: {}, bytes: Readable.from([Buffer.from(text)]) };
}

/** Numeric ids that a query by ids asked for. */
export function askedIds({ variables }: ShopQuery): readonly string[] {
  return (variables["ids"] as readonly string[]).map((gid) => gid.slice(gid.lastIndexOf("/") + 1));
}

export const planRefusal =
  "Access to personally identifiable information (PII) like customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, and Plus plans.";

export function withheldField(field: string, path: readonly (string | number)[], byPlan = true): object {
  return {
    message: `This app is not approved to use the ${field} field. ${byPlan ? planRefusal : "See https://shopify.dev/x"}`,
    path,
  };
}

export function withheldObject(type: string, path: readonly (string | number)[], byPlan = true): object {
  return {
    message: `This app is not approved to access the ${type} object. ${byPlan ? planRefusal : "See https://shopify.dev/x"}`,
    path,
    extensions: { code: "ACCESS_DENIED" },
  };
}

export function missingScope(field: string, scope: string, path: readonly (string | number)[]): object {
  return {
    message: `Access denied for ${field} field. Required access: \`${scope}\` access scope.`,
    path,
    extensions: { code: "ACCESS_DENIED", requiredAccess: `\`${scope}\` access scope.` },
  };
}
