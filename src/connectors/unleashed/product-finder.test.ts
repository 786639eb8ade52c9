import { afterEach, describe, expect, it } from "vitest";
import { needText } from "#connectors/kit/target-connector.ts";
import { lookUp } from "./look-up.ts";
import { listMaxAgeMs } from "./product-finder.ts";
import { startTestClient, type TestClient } from "./test-client.ts";

const running: TestClient[] = [];
const start = async (codes: readonly string[], account: Record<string, unknown> = {}) => {
  const test = await startTestClient({ settings: { account } });
  running.push(test);
  test.emulator.seed({ products: codes.map((code) => ({ code })) });
  const look = async (...keys: string[]) => {
    const found = await lookUp(
      test.client,
      keys.map((key) => ({ list: "Products", key })),
      test.settings.account,
    );
    return keys.map(
      (key) =>
        (found.get(needText({ list: "Products", key })) as { ProductCode: string } | null)?.ProductCode ??
        null,
    );
  };
  return { ...test, look };
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});
const many = (count: number) => Array.from({ length: count }, (_, index) => `P${index}`);

describe("products by code", () => {
  it("of a small catalogue come with one call, which brings all the others along", async () => {
    const { client, calls, clock } = await start(["A", "A-1", "B"]);
    const products = await client.findProducts(["A"]);
    expect(products.map((product) => product.ProductCode)).toEqual(["A", "A-1", "B"]);
    expect(calls()).toHaveLength(1);
    // Read a moment ago: what it did not have is asked for by itself, in case somebody just made it.
    expect(await client.findProducts(["C"])).toEqual([]);
    expect(calls()).toHaveLength(2);
    clock.advance(listMaxAgeMs);
    expect(await client.findProducts(["B"])).toHaveLength(3);
    expect(calls()).toHaveLength(3);
  });

  it("asked for at once share the reading", async () => {
    const { client, calls } = await start(many(10));
    await Promise.all(many(10).map((code) => client.findProducts([code])));
    expect(calls()).toHaveLength(1);
  });

  it("of a large catalogue are asked for one by one, once its size is known", async () => {
    const { look, calls } = await start(many(2_500), { wholeProductListUpTo: 1_000 });
    expect(await look("P2499")).toEqual(["P2499"]);
    expect(calls()).toHaveLength(2);
    expect(await look("P2400", "P2300")).toEqual(["P2400", "P2300"]);
    expect(calls()).toHaveLength(4);
    // Three pages are no dearer than three codes.
    expect(await look("P1", "P2", "P3", "P4", "P5")).toEqual(["P1", "P2", "P3", "P4", "P5"]);
    expect(calls()).toHaveLength(7);
  });

  it("are exactly the code: a longer one that begins alike is another product", async () => {
    const { look } = await start(["TEA-100", "TEA-1000"], { wholeProductListUpTo: 0 });
    expect(await look("TEA-100", "TEA-10", "tea-100")).toEqual(["TEA-100", null, null]);
  });

  it("are met in another letter case by setting, when only one product has the code", async () => {
    for (const wholeProductListUpTo of [0, 5_000]) {
      const { look } = await start(["Tea", "MUG", "mug"], {
        wholeProductListUpTo,
        productCodeCase: "ignore",
      });
      expect(await look("TEA", "mug", "Mug", "CUP")).toEqual(["Tea", "mug", null, null]);
    }
  });
});

describe("other lists", () => {
  it("come whole with one call each, by code and as an array", async () => {
    const { client, settings, calls } = await start([]);
    const found = await lookUp(
      client,
      [
        { list: "Warehouses", key: "NORTH" },
        { list: "Warehouses", key: "SOUTH" },
        { list: "Taxes", key: "*" },
        { list: "Currencies", key: "AUD" },
      ],
      settings.account,
    );
    expect(found.get("Warehouses:NORTH")).toMatchObject({ WarehouseCode: "NORTH" });
    expect(found.get("Warehouses:MAIN")).toMatchObject({ IsDefault: true });
    expect(found.get("Warehouses:SOUTH")).toBeNull();
    expect(found.get("Taxes:*")).toHaveLength(3);
    expect(calls().toSorted()).toEqual(["GET /Currencies", "GET /Taxes", "GET /Warehouses"]);
  });

  it("of customers are exactly the code", async () => {
    const { client, settings, emulator } = await start([]);
    emulator.seed({ customers: [{ code: "WEB-1", name: "Web" }] });
    const needs = ["WEB", "WEB-1"].map((key) => ({ list: "Customers", key }));
    const found = await lookUp(client, needs, settings.account);
    expect(found.get("Customers:WEB")).toBeNull();
    expect(found.get("Customers:WEB-1")).toMatchObject({ CustomerName: "Web" });
  });
});
