import { describe, expect, it } from "vitest";
import { buildOrder, builtAddress } from "#test/support/order-builder.ts";
import type { Order } from "#domain/order/order.ts";
import { unleashedPresets } from "../../presets.ts";
import { unleashedSettings } from "../../settings.ts";
import { orderSettings } from "../../settings/order-settings.ts";
import { ordersFlow } from "./orders-flow.ts";
import { projectOrder } from "./project-order.ts";
import { made, testFacts, testSettings } from "./test-facts.ts";

const body = (over: Partial<Order> = {}, orders: object = {}, store: object = {}) => {
  const { body } = made(buildOrder({ over }), testFacts({}, {}, store), testSettings(orders));
  if (body === null) throw new Error("nothing is sent");
  return body;
};
const asks = (over: Partial<Order>, orders: object, account: object = {}, customers: object = {}) => {
  const projection = projectOrder(buildOrder({ over }), testFacts(account), testSettings(orders, customers));
  return projection.made ? "made" : projection.attention.code;
};

describe("the head of a sales order", () => {
  it("has every field that is required", () =>
    expect(body()).toMatchObject({
      Guid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      OrderNumber: "#1001",
      OrderStatus: "Parked",
      Customer: { Guid: expect.stringContaining("customer-of-customers:guest:") },
      CustomerRef: "#1001",
      SourceId: "450789469",
      Warehouse: { WarehouseCode: "MAIN" },
      Currency: { CurrencyCode: "AUD" },
      ExchangeRate: 1,
      DiscountRate: 0,
      Tax: { TaxCode: "G.S.T.", TaxRate: 0.1 },
      TaxRate: 0.1,
    }));

  it.each([
    ["#1001", {}, "#1001"],
    ["#1001", { prefix: "web#" }, "web#1001"],
    ["1001-AU", {}, "#1001-AU"],
    ["#1001", { prefix: "" }, "1001"],
  ])("numbers %s with %j as %s", (name, orders, number) =>
    expect(body({ name }, orders).OrderNumber).toBe(number),
  );

  it("derives its GUID from store and order id alone", () => {
    const store = { domain: "acme.myshopify.com" };
    const guid = ordersFlow.reference({ kind: "orders", id: "1" }, store);
    expect(ordersFlow.reference({ kind: "orders", id: "1" }, store)).toBe(guid);
    expect(ordersFlow.reference({ kind: "orders", id: "2" }, store)).not.toBe(guid);
    expect(ordersFlow.reference({ kind: "orders", id: "1" }, { domain: "other.myshopify.com" })).not.toBe(
      guid,
    );
  });

  it.each([
    ["Australia/Sydney", "2026-02-28T13:30:00.000Z", "2026-03-01"],
    ["America/Los_Angeles", "2026-03-01T07:59:00.000Z", "2026-02-28"],
    ["Pacific/Auckland", "2026-04-04T11:00:00.000Z", "2026-04-05"],
    ["No/Such_Zone", "2026-03-01T00:00:00.000Z", "2026-03-01"],
  ])("is dated by the shop's own calendar in %s", (timezone, processedAt, date) =>
    expect(body({ processedAt }, {}, { timezone })).toMatchObject({ OrderDate: date, RequiredDate: date }),
  );

  it("requires days later, or never", () => {
    expect(body({}, { dates: { requiredAfterDays: 31 } }).RequiredDate).toBe("2026-04-01");
    expect(body({}, { dates: { requiredAfterDays: null } })).not.toHaveProperty("RequiredDate");
  });

  it("refers to the order as the settings say", () => {
    expect(body({ poNumber: "PO-7" }, { customerRef: "po-number" }).CustomerRef).toBe("PO-7");
    expect(body({ poNumber: null }, { customerRef: "po-number" }).CustomerRef).toBe("#1001");
    expect(body({}, { customerRef: "order-id", sourceId: false })).toMatchObject({
      CustomerRef: "450789469",
    });
    expect(body({}, { sourceId: false })).not.toHaveProperty("SourceId");
    expect(body({}, { customerRef: "none" })).not.toHaveProperty("CustomerRef");
  });

  it("takes the warehouse of the point of sale, the set one, or the account's", () => {
    const warehouse = { default: "NORTH", byLocation: { "55": "MAIN" } };
    expect(body({ locationId: "55" }, { warehouse }).Warehouse.WarehouseCode).toBe("MAIN");
    expect(body({ locationId: "56" }, { warehouse }).Warehouse.WarehouseCode).toBe("NORTH");
    expect(body({ locationId: undefined }, {}).Warehouse.WarehouseCode).toBe("MAIN");
    expect(asks({}, { warehouse: { default: "OLD" } })).toBe("WAREHOUSE_UNKNOWN");
    expect(asks({}, { warehouse: { default: "GONE" } })).toBe("WAREHOUSE_UNKNOWN");
    expect(asks({}, {}, { warehouses: [{ code: "X" }] })).toBe("WAREHOUSE_UNKNOWN");
  });

  it("asks when nobody knows the exchange rate", () => {
    expect(asks({}, { currency: { account: "NZD" } })).toBe("EXCHANGE_RATE_UNKNOWN");
    expect(asks({}, {}, { currencies: [{ code: "NZD" }] })).toBe("CURRENCY_NOT_IN_ACCOUNT");
    const account = { currencies: [{ code: "AUD", rate: 0.91 }] };
    const desired = made(buildOrder(), testFacts(account), testSettings({ currency: { account: "NZD" } }));
    expect(desired.body?.ExchangeRate).toBe(0.91);
  });

  it("goes to the set customer when all orders do", () => {
    const one = { mode: "one-customer", oneCustomerCode: "WEB" };
    const settings = testSettings({}, one);
    expect(ordersFlow.requires(buildOrder(), settings, testFacts().store)).toEqual([]);
    expect(made(buildOrder(), testFacts(), settings).body?.Customer).toEqual({
      Guid: "customer-WEB",
      CustomerCode: "WEB",
    });
    expect(asks({}, {}, { customers: [] }, one)).toBe("SET_CUSTOMER_UNKNOWN");
  });

  it("does not go to a set customer of another currency unasked", () => {
    const one = { mode: "one-customer", oneCustomerCode: "WEB" };
    expect(asks({}, {}, { customerCurrency: "AUD" }, one)).toBe("made");
    expect(asks({}, {}, { customerCurrency: "USD" }, one)).toBe("CUSTOMER_CURRENCY_DIFFERS");
    const chosen = testFacts(
      { customerCurrency: "USD" },
      { "CUSTOMER_CURRENCY_DIFFERS/set:WEB": "use-anyway" },
    );
    expect(made(buildOrder(), chosen, testSettings({}, one)).body?.Customer.CustomerCode).toBe("WEB");
  });

  it("waits for its buyer: a customer, a guest, a company, or the placeholder", () => {
    const keys = (over: Partial<Order>, customers: object = {}) =>
      ordersFlow
        .requires(buildOrder({ over }), testSettings({}, customers), testFacts().store)
        .map(
          ({ key, record }) =>
            `${key.id.replace(/[0-9a-f]{24}/, "…")}${record === undefined ? "" : " (given)"}`,
        );
    expect(keys({})).toEqual(["guest:… (given)"]);
    expect(keys({ email: null })).toEqual(["guest:shared (given)"]);
    expect(keys({}, { guests: { mode: "shared" } })).toEqual(["guest:shared (given)"]);
    expect(keys({ company: { id: "1", locationId: "2" } })).toEqual(["company:1:2"]);
    expect(keys({ customer: undefined })).toEqual(["placeholder (given)"]);
  });
});

describe("delivery and texts", () => {
  it("fills the delivery block", () =>
    expect(body()).toMatchObject({
      DeliveryName: "Jane Doe",
      DeliveryContact: "Jane Doe",
      DeliveryStreetAddress: "1 High Street",
      DeliveryStreetAddress2: "Unit 2",
      DeliveryCity: "Newtown",
      DeliveryRegion: "New South Wales",
      DeliveryPostCode: "2042",
      DeliveryCountry: "Australia",
      DeliveryInstruction: "Phone: +61255501234",
    }));

  it.each([
    ["suburb", { DeliverySuburb: "Newtown" }, "DeliveryCity"],
    ["city", { DeliveryCity: "Newtown" }, "DeliverySuburb"],
    ["both", { DeliverySuburb: "Newtown", DeliveryCity: "Newtown" }, "DeliveryNothing"],
  ])("writes the city to %s", (cityGoesTo, wanted, absent) => {
    const written = body({}, { delivery: { cityGoesTo, region: "code", country: "code", phone: "none" } });
    expect(written).toMatchObject({ ...wanted, DeliveryRegion: "NSW", DeliveryCountry: "AU" });
    expect(written).not.toHaveProperty(absent);
    expect(written).not.toHaveProperty("DeliveryInstruction");
  });

  it("names the company first, or the person", () => {
    const shippingAddress = { ...builtAddress, company: "Corner Shop" };
    expect(body({ shippingAddress })).toMatchObject({
      DeliveryName: "Corner Shop",
      DeliveryContact: "Jane Doe",
    });
    const person = { delivery: { name: "person", contact: false } };
    expect(body({ shippingAddress }, person)).toMatchObject({ DeliveryName: "Jane Doe" });
    expect(body({ shippingAddress }, person)).not.toHaveProperty("DeliveryContact");
  });

  it("writes nothing for what is withheld or not there", () => {
    const names = (over: Partial<Order>, orders: object = {}) =>
      Object.keys(body(over, orders)).filter((name) => name.startsWith("Delivery"));
    expect(names({ shippingAddress: undefined })).toEqual([]);
    expect(names({ shippingAddress: null })).toEqual([]);
    expect(names({ shippingAddress: null }, { delivery: { billingWhenMissing: true } })).toContain(
      "DeliveryName",
    );
    const shippingAddress = {
      ...builtAddress,
      firstName: undefined,
      lastName: undefined,
      address1: undefined,
      address2: undefined,
      phone: undefined,
      zip: undefined,
    };
    expect(names({ shippingAddress, phone: undefined })).toEqual([
      "DeliveryCity",
      "DeliveryRegion",
      "DeliveryCountry",
    ]);
  });

  it("maps shipping to a delivery method", () => {
    const method = (orders: object) =>
      made(
        buildOrder({ shipping: [{ price: "5", title: "Express post", code: "EXP" }] }),
        testFacts(),
        testSettings({ deliveryMethod: orders }),
      ).body?.DeliveryMethod;
    expect(method({ map: { "Express post": "Express" } })).toBe("Express");
    expect(method({ map: { EXP: "Express" }, default: "Courier" })).toBe("Express");
    expect(method({ map: { Slow: "Sea" }, default: "Courier" })).toBe("Courier");
    expect(method({})).toBeUndefined();
  });

  it("comments with the note and what else is wanted", () => {
    const over: Partial<Order> = {
      note: " Ring twice ",
      poNumber: "PO-7",
      attributes: [{ name: "gift", value: "yes" }],
    };
    expect(body(over).Comments).toBe("Ring twice\nPurchase order: PO-7");
    const all = { comments: { attributes: true }, customerRef: "po-number" };
    expect(body(over, all).Comments).toBe("Ring twice\ngift: yes");
    expect(body(over, { comments: { note: false, poNumber: false } })).not.toHaveProperty("Comments");
    expect(body({ note: undefined })).not.toHaveProperty("Comments");
  });

  it("keeps what the buyer asked for with its line, without what the shop hides", () => {
    const attributes = [
      { name: "Engraving", value: "Jo" },
      { name: "_bundle", value: "1" },
    ];
    const order = buildOrder({ lines: [{ price: "10", attributes }] });
    const lines = (orders: object) => made(order, testFacts(), testSettings(orders)).body?.SalesOrderLines[0];
    expect(lines({})).toMatchObject({ Comments: "Engraving: Jo" });
    expect(lines({ comments: { lines: false } })).not.toHaveProperty("Comments");
  });

  it("tells that a gift card paid, and what is left to a credit", () => {
    const gift = made(buildOrder({ over: { gateways: ["gift_card"] } }), testFacts(), testSettings());
    expect(gift.totalNote).toContain("gift card paid");
    const refunded = buildOrder({ refundedMoney: "3", over: { financialStatus: "PARTIALLY_REFUNDED" } });
    expect(made(refunded, testFacts(), testSettings()).totalNote).toContain(
      "3 given back since is left to a credit",
    );
  });
});

describe("settings", () => {
  it("refuses unknown keys, however deep", () => {
    expect(orderSettings.safeParse({ prefx: "#" }).success).toBe(false);
    expect(orderSettings.safeParse({ charges: { tips: { as: "charge", to: "x" } } }).success).toBe(false);
  });

  it.each([
    [{ charges: { shipping: { as: "product" } } }],
    [{ status: "Placed", customStatus: "Picking" }],
    [{ prefix: "web #" }],
    [{ rounding: { max: "-1" } }],
    [{ taxes: { byRate: { "10%": "GST" } } }],
  ])("refuses %j", (settings) => expect(orderSettings.safeParse(settings).success).toBe(false));

  it("books as sold and asks about taken numbers by the preset documented", () => {
    const { orders } = unleashedSettings.parse({ orders: unleashedPresets.documented.orders });
    expect(orders).toMatchObject({
      partlyRefunded: "as-sold",
      sameNumber: "attention",
      prefix: "#",
      status: "Parked",
    });
    expect(unleashedSettings.parse({ orders: unleashedPresets.recommended.orders }).orders).toEqual(
      unleashedSettings.parse({}).orders,
    );
  });
});
