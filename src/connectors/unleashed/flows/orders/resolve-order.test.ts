import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import { SyncError } from "#domain/sync-error.ts";
import { productGuid } from "./create-product.ts";
import { startOrderAccount, type OrderAccount } from "./test-account-of-orders.ts";

let account: OrderAccount;
beforeAll(async () => {
  account = await startOrderAccount();
});
afterAll(() => account.stop());

const made = (code: string) => account.products().filter((product) => product.ProductCode === code);

describe("products that the account does not have", () => {
  it("are told all at once, with a choice for each and for all", async () => {
    const order = buildOrder({
      lines: [
        { price: "1", sku: "A-1" },
        { price: "2", sku: "B-2" },
        { price: "3", sku: "A-1" },
        { price: "4" },
        { price: "5", sku: null },
      ],
    });
    const attention = await account.attention(order);
    expect(attention.code).toBe("UNKNOWN_PRODUCT");
    expect(attention.message).toContain("A-1");
    expect(attention.detail?.["products"]).toMatchObject([
      { key: "A-1", problem: "unknown" },
      { key: "B-2", problem: "unknown" },
      { key: "variant:7005", problem: "no-sku" },
    ]);
    expect(attention.choices.map(({ choice }) => choice)).toEqual([
      "map:A-1=<code>",
      "map:B-2=<code>",
      "map:variant:7005=<code>",
      "create",
      "charge-line",
      "ignore-line",
      "retry",
      "leave-out",
    ]);
    await account.resolve(order, attention, "map:B-2=MUG");
    await account.resolve(order, attention, "map:variant:7005=MUG");
    await account.resolve(order, attention, "create");
    const { stored } = await account.carry(order);
    expect(stored.SalesOrderLines?.map((line) => line.Product?.ProductCode)).toEqual([
      "A-1",
      "MUG",
      "A-1",
      "TEA",
      "MUG",
    ]);
  });

  it("are mapped by a person, once for all later orders, and only to what can be sold", async () => {
    const order = buildOrder({ id: "2", lines: [{ price: "1", sku: "C-3" }], over: { name: "#2" } });
    const attention = await account.attention(order);
    const wrong = await account.resolve(order, attention, "map=NOPE").catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(SyncError);
    expect(wrong).toMatchObject({ errorClass: "attention", attention: { choices: attention.choices } });
    await account.resolve(order, attention, "map=MUG");
    const { stored } = await account.carry(
      buildOrder({ id: "3", lines: [{ price: "9", sku: "C-3" }], over: { name: "#3" } }),
    );
    expect(stored.SalesOrderLines).toMatchObject([{ Product: { ProductCode: "MUG" }, LineTotal: 9 }]);
  });

  it("are made once, however often and by whomever", async () => {
    const order = buildOrder({
      id: "4",
      lines: [{ price: "7.50", sku: "D-4", title: "Jar" }],
      over: { name: "#4" },
    });
    const attention = await account.attention(order);
    await Promise.all([
      account.resolve(order, attention, "create"),
      account.resolve({ ...order, id: "5" }, attention, "create"),
    ]);
    await account.resolve(order, attention, "create");
    expect(made("D-4")).toMatchObject([
      { Guid: productGuid("D-4"), ProductDescription: "Jar", DefaultSellPrice: 7.5, NeverDiminishing: false },
    ]);
  });

  it("stay as staff renamed them", async () => {
    const order = buildOrder({ id: "6", lines: [{ price: "7", sku: "E-5" }], over: { name: "#6" } });
    const attention = await account.attention(order);
    await account.resolve(order, attention, "create");
    const rename = account.emulator.controls.find(
      (entry) => entry.method === "POST" && entry.path === "/products/{guid}/edit",
    );
    rename?.run({ guid: productGuid("E-5") }, { ProductCode: "E-FIVE", Notes: "kept" });
    await account.resolve(order, await account.attention(order), "create");
    expect(made("E-5")).toEqual([]);
    expect(made("E-FIVE")).toMatchObject([{ Notes: "kept" }]);
    const { stored } = await account.carry(order);
    expect(stored.SalesOrderLines).toMatchObject([{ Product: { ProductCode: "E-FIVE" } }]);
  });

  it("are asked for again after a choice that does not settle them", async () => {
    const order = buildOrder({ id: "7", lines: [{ price: "1", sku: "F-6" }], over: { name: "#7" } });
    const attention = await account.attention(order);
    expect(await account.resolve(order, attention, "retry")).toBeNull();
    expect(await account.resolve(order, attention, "map:OTHER=MUG")).toBeNull();
  });
});

describe("further choices", () => {
  it("settles a tax code for the connection, and takes only one that is there", async () => {
    const vat = { title: "VAT", rate: "0.2" };
    const order = buildOrder({ id: "8", lines: [{ price: "10", taxes: [vat] }], over: { name: "#8" } });
    const attention = await account.attention(order);
    expect(attention.code).toBe("UNKNOWN_TAX_CODE");
    await expect(account.resolve(order, attention, "map=NOPE")).rejects.toMatchObject({
      errorClass: "attention",
    });
    await account.resolve(order, attention, "map=GST15");
    const { stored } = await account.carry(order);
    expect(stored).toMatchObject({ Tax: { TaxCode: "GST15" }, TaxTotal: 2, Total: 12 });
  });

  it("books an order as sold after its sums could not be explained", async () => {
    const order = buildOrder({
      id: "9",
      lines: [{ price: "10", quantity: 2, current: 1 }],
      refundedMoney: "3",
      over: { financialStatus: "PARTIALLY_REFUNDED", name: "#9" },
    });
    const attention = await account.attention(order);
    const choices = attention.choices.map(({ choice }) => choice);
    expect(choices).toEqual(["goods=3", "as-sold", "retry", "leave-out"]);
    await account.resolve(order, attention, "goods=3");
    expect(await account.project(order)).toMatchObject({
      body: { Total: 11 },
      totalNote: "total as it stands 8; given back without goods and left to a credit 3",
    });
    await account.resolve(order, attention, "as-sold");
    expect((await account.carry(order)).stored).toMatchObject({ Total: 22 });
  });

  it("may put tax that no line has where it belongs, in this order alone", async () => {
    const tax = { shop: "0.9", presentment: "0.9" };
    const totals = { ...buildOrder({ taxesIncluded: true }).totals, tax, currentTax: tax };
    const order = buildOrder({ id: "31", taxesIncluded: true, over: { name: "#31", totals } });
    const attention = await account.attention(order);
    expect(attention.choices.map(({ choice }) => choice)).toEqual(["tax=-0.01", "retry", "leave-out"]);
    await account.resolve(order, attention, "tax=-0.01");
    expect((await account.carry(order)).stored).toMatchObject({ SubTotal: 9.1, TaxTotal: 0.9, Total: 10 });
    expect((await account.attention({ ...order, id: "32" })).code).toBe("ORDER_TOTAL_MISMATCH");
  });

  it("may be that of the order as it stands, when something was added before it arrived", async () => {
    const sold = { total: { shop: "5.5", presentment: "5.5" }, tax: { shop: "0.5", presentment: "0.5" } };
    const order = buildOrder({
      id: "33",
      over: { name: "#33", totals: { ...buildOrder().totals, ...sold } },
    });
    const attention = await account.attention(order);
    expect(attention.choices.map(({ choice }) => choice)).toEqual(["current", "retry", "leave-out"]);
    await account.resolve(order, attention, "current");
    expect((await account.carry(order)).stored).toMatchObject({ SubTotal: 10, TaxTotal: 1, Total: 11 });
  });

  it("closes a gap of cents with a line when a person says so", async () => {
    const order = buildOrder({ id: "10", over: { name: "#10" } });
    const total = { shop: "11.03", presentment: "11.03" };
    const odd = { ...order, totals: { ...order.totals, total } };
    const attention = await account.attention(odd);
    await account.resolve(odd, attention, "rounding=0.03");
    expect((await account.carry(odd)).stored).toMatchObject({ Total: 11.03 });
  });

  it("takes a cancelled order as seen to", async () => {
    const order = buildOrder({ id: "11" });
    const attention = { code: "ORDER_CANCELLED_AFTER_ARRIVAL", message: "", choices: [] };
    expect(await account.resolve(order, attention, "accept")).toMatchObject({ acceptTarget: true });
  });
});
