import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Finding } from "#connectors/kit/finding.ts";
import { unleashedConnector as connector } from "./connector.ts";
import { unleashedSettings } from "./settings.ts";
import { layered } from "#connectors/kit/layered.ts";
import { startTestClient, testStore, type TestClient } from "./test-client.ts";

const running: TestClient[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});
const start = async (options: Parameters<typeof startTestClient>[0] = {}) => {
  const test = await startTestClient(options);
  running.push(test);
  const doctor = (store = testStore) =>
    connector.check({ ...test.client, settings: test.settings }, test.settings, store);
  return { ...test, doctor };
};
const codes = (findings: readonly Finding[], ...levels: Finding["level"][]) =>
  findings.filter(({ level }) => levels.includes(level)).map(({ code }) => code);

describe("settings", () => {
  it("have a default each, in both presets, and refuse what they do not know", () => {
    expect(unleashedSettings.parse({})).toEqual(unleashedSettings.parse(connector.presets.recommended));
    const documented = unleashedSettings.parse(connector.presets.documented);
    expect(documented.customers.fields).toMatchObject({ notes: "source-wins", tax: "never" });
    for (const wrong of [
      { custommers: {} },
      { customers: { matchby: [] } },
      { account: { callsPerSecond: 0 } },
    ])
      expect(unleashedSettings.safeParse(wrong).success).toBe(false);
    expect(unleashedSettings.safeParse({ customers: { mode: "one-customer" } }).error?.issues).toMatchObject([
      { path: ["customers", "oneCustomerCode"] },
    ]);
  });

  it("are described one by one, down to the last key", () => {
    const undescribed: string[] = [];
    const walk = (schema: Record<string, unknown>, path: string): void => {
      const properties = schema["properties"] as Record<string, Record<string, unknown>> | undefined;
      for (const [key, part] of Object.entries(properties ?? {})) {
        if (part["properties"] !== undefined) walk(part, `${path}.${key}`);
        else if (typeof part["description"] !== "string") undescribed.push(`${path}.${key}`);
      }
    };
    const schema = (of: z.ZodType) => z.toJSONSchema(of, { io: "input", unrepresentable: "any" });
    walk(schema(connector.settings), "settings");
    walk(schema(connector.credentials), "credentials");
    expect(undescribed).toEqual([]);
  });

  it("set the budget", () => {
    const budget = (account: Record<string, unknown>) =>
      connector.budget(unleashedSettings.parse({ account }));
    expect(budget({})).toEqual({
      callsPerSecond: null,
      callsAtOnce: 8,
      callsPerDay: null,
      callsPerMonth: null,
    });
    expect(budget({ callsPerSecond: null, callsPerMonth: 20_000 })).toMatchObject({
      callsPerSecond: null,
      callsPerMonth: 20_000,
    });
  });
});

describe("doctor", () => {
  it("finds everything right, and reminds of the monthly calls", async () => {
    const { doctor, emulator } = await start({
      settings: {
        orders: {
          warehouse: { default: "NORTH", byLocation: { "5": "SHOP" } },
          currency: { account: "AUD" },
          taxes: { exempt: "NONE", byRate: { "0.1": "G.S.T." } },
          deliveryMethod: { map: { Express: "Express" } },
          charges: { shipping: { as: "product", product: "SHIP" } },
        },
        customers: { sellPriceTier: { companies: "Sell Price Tier 1" }, currency: "NZD" },
      },
    });
    emulator.seed({ products: [{ code: "SHIP" }] });
    const findings = await doctor();
    expect(codes(findings, "warning", "error")).toEqual([]);
    expect(codes(findings, "note")).toEqual(["NO_MONTHLY_BUDGET"]);
    expect(
      findings.filter(({ level }) => level === "ok").map(({ code, message }) => [code, message]),
    ).toEqual([
      ["SIGNED_IN", "Unleashed took the sign-in and answered."],
      [
        "SETTINGS_FIT_ACCOUNT",
        "Everything that the settings name is in the account (9 entries, with the shop's currency).",
      ],
    ]);
  });

  it("names what is missing, which setting names it, and what to do", async () => {
    const { doctor, emulator } = await start({
      settings: {
        orders: { warehouse: { default: "SOUTH" }, products: { map: { MUG: "CUP" } } },
        customers: {
          mode: "one-customer",
          oneCustomerCode: "WEB",
          customerType: { individuals: "Online" },
          taxCodes: { exempt: "VAT0" },
        },
      },
    });
    emulator.seed({ customers: [{ code: "WEB-SHOP", name: "Begins alike" }] });
    const findings = (await doctor({ ...testStore, currency: "JPY" })).filter(
      ({ level }) => level === "error",
    );
    expect(findings.map(({ code, detail }) => `${code} ${String(detail?.["key"])}`).toSorted()).toEqual(
      ["CUP", "JPY", "Online", "SOUTH", "VAT0", "WEB"].map((key) => `NOT_IN_ACCOUNT ${key}`),
    );
    expect(findings.map(({ message }) => message)).toContain(
      'Unleashed has no warehouse "SOUTH", which is named by orders.warehouse.default. Make it there, or change the setting.',
    );
  });

  it("notices an obsolete warehouse and a missing default one", async () => {
    const { doctor, emulator } = await start({
      settings: { orders: { warehouse: { byLocation: { "1": "NORTH" } } } },
    });
    emulator.seed({
      warehouses: [
        { code: "NORTH", obsolete: true },
        { code: "MAIN", isDefault: false },
      ],
    });
    expect(codes(await doctor(), "error")).toEqual(["NO_DEFAULT_WAREHOUSE", "OBSOLETE_IN_ACCOUNT"]);
  });

  it("says that the sign-in is refused, instead of failing", async () => {
    const { doctor } = await start({ credentials: { apiKey: "wrong" } });
    expect(codes(await doctor(), "ok", "note", "warning", "error")).toEqual(["UNLEASHED_SIGN_IN_REFUSED"]);
  });

  it("says why buyers go to the placeholder", async () => {
    const { doctor } = await start();
    const withheld = {
      ...testStore.protectedData,
      name: "denied-by-plan",
      email: "denied-by-approval",
    } as const;
    const found = (await doctor({ ...testStore, protectedData: withheld })).find(
      ({ code }) => code === "BUYERS_WITHHELD",
    );
    expect(found).toMatchObject({
      code: "BUYERS_WITHHELD",
      message: expect.stringContaining("name (denied by plan), email (denied by approval)") as string,
    });
  });
});

describe("what the account does not tell", () => {
  it("is warned of: the base currency, and the tax code of lines without tax", async () => {
    const { doctor, emulator } = await start();
    emulator.seed({ taxes: [{ code: "ZERO", rate: 0 }] });
    const warnings = (await doctor()).filter(({ level }) => level === "warning");
    expect(warnings.map(({ code }) => code)).toEqual(["BASE_CURRENCY_ASSUMED", "EXEMPT_TAX_CODE_UNCLEAR"]);
    expect(warnings[0]?.message).toContain("Set orders.currency.account");
    expect(warnings[1]?.detail?.["candidates"]).toContain("ZERO");
  });

  it("is an error when a foreign currency has no rate, and nothing when it has one", async () => {
    const settings = (rates: Record<string, string>) => ({
      settings: { orders: { currency: { account: "AUD", rates }, taxes: { exempt: "NONE" } } },
    });
    const foreign = { ...testStore, currency: "NZD" };
    const without = await start(settings({}));
    expect(codes(await without.doctor(foreign), "warning", "error")).toEqual(["EXCHANGE_RATE_UNKNOWN"]);
    const known = await start(settings({ NZD: "1.09" }));
    expect(codes(await known.doctor(foreign), "warning", "error")).toEqual([]);
  });
});

describe("connections to one account", () => {
  const connection = (
    name: string,
    store: string,
    prefix: string,
    credentials: Record<string, unknown> = {},
    more: { currency?: string | null; account?: string; customers?: object } = {},
  ) => ({
    name,
    store,
    currency: more.currency === undefined ? "AUD" : more.currency,
    settings: unleashedSettings.parse(
      layered(
        {},
        {
          orders: { prefix, ...(more.account === undefined ? {} : { currency: { account: more.account } }) },
          customers: more.customers ?? {},
        },
      ),
    ),
    // As they were written: the address may be left out.
    credentials: { apiId: "a", apiKey: "k", ...credentials } as never,
  });
  const conflicts = (...connections: ReturnType<typeof connection>[]) =>
    connector.conflicts(connections).map(({ code, connections: names }) => [code, ...names]);

  it("of two stores need different prefixes", () => {
    expect(conflicts(connection("one", "a", "#"), connection("two", "b", "#"))).toEqual([
      ["SAME_ORDER_PREFIX", "one", "two"],
    ]);
    expect(conflicts(connection("one", "a", "web#"), connection("two", "b", "WEB#"))).toHaveLength(1);
    expect(conflicts(connection("one", "a", "#"), connection("two", "b", "B-"))).toEqual([]);
    expect(conflicts(connection("one", "a", "#"), connection("two", "b", "#", { apiId: "other" }))).toEqual(
      [],
    );
  });

  it("have to name its base currency, unless both stores are known to trade in the same", () => {
    const codesOf = (currency: string | null, left?: string, right?: string) =>
      connector
        .conflicts([
          connection("one", "a", "#", {}, left === undefined ? {} : { account: left }),
          connection(
            "two",
            "b",
            "B-",
            {},
            {
              currency,
              customers: { guests: { code: "G" }, withheld: { code: "W" } },
              ...(right === undefined ? {} : { account: right }),
            },
          ),
        ])
        .map(({ code }) => code);
    expect(codesOf("AUD")).toEqual([]);
    for (const currency of ["USD", null]) {
      expect(codesOf(currency)).toEqual(["BASE_CURRENCY_NOT_SET"]);
      expect(codesOf(currency, "AUD")).toEqual(["BASE_CURRENCY_NOT_SET"]);
      expect(codesOf(currency, "AUD", "USD")).toEqual(["BASE_CURRENCIES_DIFFER"]);
      expect(codesOf(currency, "AUD", "AUD")).toEqual([]);
    }
  });

  it("of two currencies do not share the customer of guests", () => {
    const [conflict, ...more] = connector.conflicts([
      connection("one", "a", "#", {}, { account: "AUD" }),
      connection(
        "two",
        "b",
        "B-",
        {},
        { account: "AUD", currency: "USD", customers: { withheld: { code: "W" } } },
      ),
    ]);
    expect(more).toEqual([]);
    expect(conflict).toMatchObject({
      code: "SHARED_CUSTOMER_TWO_CURRENCIES",
      message: expect.stringContaining("SHOPIFY-GUESTS") as string,
      connections: ["one", "two"],
    });
  });

  it("are one account however its address is written", () => {
    const usual = "https://api.unleashedsoftware.com";
    for (const baseUrl of [usual, `${usual}/`, "HTTPS://API.unleashedsoftware.com"])
      expect(conflicts(connection("one", "a", "#"), connection("two", "b", "#", { baseUrl }))).toHaveLength(
        1,
      );
    const elsewhere = { baseUrl: "http://127.0.0.1:7430/unleashed" };
    expect(conflicts(connection("one", "a", "#"), connection("two", "b", "#", elsewhere))).toEqual([]);
  });

  it("may not carry the same store twice, and every pair is told", () => {
    expect(
      conflicts(connection("one", "a", "#"), connection("two", "a", "B-"), connection("three", "b", "#")),
    ).toEqual([
      ["STORE_CONNECTED_TWICE", "one", "two"],
      ["SAME_ORDER_PREFIX", "one", "three"],
    ]);
  });
});

describe("deletions", () => {
  it("are looked for among sales orders only", async () => {
    const { client, settings, calls } = await start();
    const since = "2026-01-01T00:00:00.000Z";
    expect(await connector.deletedSince?.({ ...client, settings }, "Customers", since)).toEqual([]);
    expect(calls()).toEqual([]);
    expect(await connector.deletedSince?.({ ...client, settings }, "SalesOrders", since)).toEqual([]);
    expect(calls()).toEqual(["GET /SalesOrders"]);
  });
});
