import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { signQuery } from "../signature.ts";
import { testAccount, testOrder } from "./test-account.ts";

describe("signing in", () => {
  it("refuses a wrong id and a signature that is not over the raw query with 403", async () => {
    const { call } = testAccount();
    const raw = "customer=a%20b&pageSize=1";
    expect((await call("GET", `/Customers?${raw}`)).status).toBe(200);
    const other = signQuery("pageSize=1&customer=a%20b", "key");
    for (const headers of [
      { "api-auth-signature": other },
      { "api-auth-signature": signQuery("customer=a b&pageSize=1", "key") },
      { "api-auth-id": "someone" },
    ])
      expect((await call("GET", `/Customers?${raw}`, undefined, headers)).status).toBe(403);
  });

  it("wants Accept, and Content-Type with a body", async () => {
    const { call } = testAccount();
    expect((await call("GET", "/Taxes", undefined, { accept: "*/*" })).status).toBe(400);
    expect((await call("POST", "/Customers", {}, { "content-type": "text/plain" })).status).toBe(400);
    expect((await call("GET", "/Taxes", undefined, { accept: "application/xml" })).status).toBe(404);
  });
});

describe("lists", () => {
  it("has the page in the path and the size in the query", async () => {
    const { call, emulator } = testAccount();
    emulator.seed({
      products: Array.from({ length: 1_205 }, (_, index) => ({ code: `P${String(index).padStart(4, "0")}` })),
    });
    const first = (await call("GET", "/Products?productCode=p0")).body;
    expect(first["Pagination"]).toEqual({
      NumberOfItems: 1_000,
      PageSize: 200,
      PageNumber: 1,
      NumberOfPages: 5,
    });
    expect(first["Items"]).toHaveLength(200);
    const numbered = (await call("GET", "/Products/2?pageSize=1000")).body;
    const named = (await call("GET", "/Products/Page/2?pageSize=5000")).body;
    expect(numbered).toEqual(named);
    expect(numbered["Pagination"]).toMatchObject({ PageSize: 1_000, PageNumber: 2, NumberOfPages: 2 });
    const count = (await call("GET", "/Products?pageSize=0")).body;
    expect(count).toMatchObject({ Items: [], Pagination: { NumberOfItems: 1_208 } });
    expect((await call("GET", "/Products/99")).body).toMatchObject({ Items: [] });
    const sorted = (await call("GET", "/Products?orderBy=ProductCode&sort=desc&pageSize=1&productCode=P"))
      .body;
    expect(sorted["Items"]).toMatchObject([{ ProductCode: "P1204" }]);
    emulator.set({ largestPage: 3 });
    const small = (await call("GET", "/Products/2?pageSize=1000")).body;
    expect(small["Items"]).toHaveLength(3);
    expect(small["Pagination"]).toMatchObject({ PageSize: 3, PageNumber: 2, NumberOfPages: 403 });
  });

  it("refuses loudly what is not modelled", async () => {
    const { call } = testAccount();
    for (const path of ["/StockTakes", "/Customers?shoeSize=4", "/customers", "/SalesOrders/not-a-guid"]) {
      const answer = await call("GET", path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers["x-emulator-not-modelled"]).toBeTruthy();
    }
    expect((await call("GET", `/SalesOrders/${randomUUID()}`)).headers).toEqual({});
  });

  it("shows the lists for settings", async () => {
    const { call } = testAccount();
    const names = async (path: string, field: string) =>
      ((await call("GET", path)).body["Items"] as Record<string, unknown>[]).map((item) => item[field]);
    expect(await names("/Taxes", "TaxRate")).toEqual([0.1, 0.15, 0]);
    expect(await names("/Warehouses", "WarehouseCode")).toEqual(["MAIN", "NORTH", "SHOP"]);
    expect(await names("/Currencies", "CurrencyCode")).toContain("AUD");
    for (const path of ["DeliveryMethods", "PaymentTerms", "SellPriceTiers", "SalesPersons", "CustomerTypes"])
      expect((await call("GET", `/${path}`)).body["Items"]).not.toHaveLength(0);
    expect(await names("/ProductGroups", "GroupName")).toEqual(["General", "Accessories"]);
  });
});

describe("customers", () => {
  const guid = "11111111-1111-4111-8111-111111111111";
  const shop = { CustomerCode: "SHOP1", CustomerName: "Corner Shop", Email: "Orders@corner.example" };

  it("blanks what an update leaves out, and takes the GUID of the path", async () => {
    const { call } = testAccount();
    const created = await call("POST", `/Customers/${guid}`, { ...shop, Notes: "Rings twice" });
    expect(created.body).toMatchObject({
      Guid: guid,
      Notes: "Rings twice",
      Currency: { CurrencyCode: "AUD" },
    });
    expect(created.body["CreatedOn"]).toMatch(/^\/Date\(\d+\)\/$/);
    await call("POST", `/Customers/${guid}`, shop);
    expect((await call("GET", `/Customers/${guid}`)).body).toMatchObject({
      Notes: null,
      CustomerCode: "SHOP1",
    });
  });

  it("answers fields that it does not take with a bare 500, unless switched", async () => {
    const { call, emulator } = testAccount();
    for (const extra of [{ CreatedOn: "/Date(1)/" }, { Contacts: [] }, { Nonsense: 1 }, { Taxable: "yes" }]) {
      const answer = await call("POST", `/Customers/${guid}`, { ...shop, ...extra });
      expect([answer.status, answer.text]).toEqual([500, ""]);
    }
    const address = { AddressType: "Postal", Suburb: "Newtown" };
    const nested = { ...shop, Addresses: [{ ...address, Guid: guid }] };
    expect((await call("POST", `/Customers/${guid}`, nested)).status).toBe(500);
    emulator.set({ refuseUnknownFields: "none" });
    expect((await call("POST", `/Customers/${guid}`, nested)).status).toBe(200);
  });

  it("refuses a second customer with a code, and missing names", async () => {
    const { call } = testAccount();
    await call("POST", `/Customers/${guid}`, shop);
    const again = await call("POST", "/Customers", shop);
    expect([again.status, again.body["Description"]]).toEqual([400, "Customer code SHOP1 is already in use"]);
    expect((await call("POST", "/Customers", { CustomerCode: "X" })).body["Description"]).toBe(
      "Required: CustomerName",
    );
  });

  it("searches by beginning, by part in the same letter case, and by day", async () => {
    const { call, clock } = testAccount();
    await call("POST", `/Customers/${guid}`, shop);
    const count = async (query: string) => {
      const { body } = await call("GET", `/Customers?${query}&pageSize=0`);
      return (body["Pagination"] as { NumberOfItems: number }).NumberOfItems;
    };
    expect(await count("contactEmail=orders%40corner")).toBe(1);
    expect(await count("contactEmail=corner")).toBe(0);
    expect(await count("customerCode=sho")).toBe(1);
    expect(await count("customer=Shop")).toBe(1);
    expect(await count("customer=shop")).toBe(0);
    clock.advance(3_600_000);
    const since = new Date(clock.now() - 1_000).toISOString().slice(0, 19);
    expect(await count(`modifiedSince=${since}`)).toBe(0);
    await call("POST", `/Customers/${guid}`, { ...shop, Obsolete: true });
    expect(await count("customerCode=SHOP1")).toBe(0);
    expect(await count(`includeObsolete=true&modifiedSince=${since}`)).toBe(1);
  });
});

describe("products", () => {
  it("gives sell-price tiers as text with four decimals and can retire a product", async () => {
    const { call } = testAccount();
    const guid = randomUUID();
    const product = { ProductCode: "NEW", ProductDescription: "New", SellPriceTier2: { Value: 12.5 } };
    const { body } = await call("POST", `/Products/${guid}`, product);
    expect(body).toMatchObject({ SellPriceTier1: { Value: null }, SellPriceTier2: { Value: "12.5000" } });
    await call("POST", `/Products/Obsolete/${guid}`, {});
    const { body: page } = await call("GET", "/Products?productCode=NEW");
    expect(page["Items"]).toEqual([]);
  });
});

describe("limits and errors", () => {
  it("stops at the monthly quota with the chosen status, until the month is over", async () => {
    const { call, emulator, clock } = testAccount();
    emulator.set({ monthlyQuota: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await call("GET", "/Taxes")).status);
    emulator.set({ quotaStatus: 429 });
    statuses.push((await call("GET", "/Taxes")).status);
    clock.advance(31 * 86_400_000);
    statuses.push((await call("GET", "/Taxes")).status);
    expect(statuses).toEqual([200, 200, 403, 429, 200]);
  });

  it("throttles by the second", async () => {
    const { call, emulator, clock } = testAccount();
    emulator.set({ callsPerSecond: 1 });
    const statuses = [(await call("GET", "/Taxes")).status, (await call("GET", "/Taxes")).status];
    clock.advance(1_000);
    statuses.push((await call("GET", "/Taxes")).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it.each([
    ["description", '{"Description":"SalesOrder does not exist"}'],
    ["message", '{"Message":"SalesOrder does not exist"}'],
    ["text", "SalesOrder does not exist"],
    ["empty", ""],
  ] as const)("words errors as %s", async (errorBody, text) => {
    const { call } = testAccount({ errorBody });
    expect((await call("GET", `/SalesOrders/${randomUUID()}`)).text).toBe(text);
  });
});

describe("an account", () => {
  it("is the same after a reset, apart from the moment", async () => {
    const { call, emulator } = testAccount({}, createEmulatorClock({ realNow: () => 1_700_000_000_000 }));
    const before = emulator.dump();
    await call("POST", "/SalesOrders", testOrder());
    emulator.set({ monthlyQuota: 0 });
    expect(emulator.dump()).not.toEqual(before);
    emulator.reset();
    expect(emulator.dump()).toEqual(before);
    expect((await call("GET", "/Taxes")).status).toBe(200);
  });

  it("stays quick with 20,000 orders", async () => {
    const { call } = testAccount();
    for (let index = 0; index < 20_000; index++)
      await call("POST", `/SalesOrders/${randomUUID()}`, testOrder({ OrderNumber: `#${index}` }));
    const started = performance.now();
    for (let index = 0; index < 1_000; index++) {
      const answer = await call("GET", `/SalesOrders?orderNumber=%23${index * 20}`);
      if (answer.status !== 200) throw new Error(answer.text);
    }
    expect((performance.now() - started) / 1_000).toBeLessThan(1);
  });
});
