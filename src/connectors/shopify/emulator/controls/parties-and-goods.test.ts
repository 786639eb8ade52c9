import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "./place-orders.ts";
import { listen, testShop } from "./test-shop.ts";

const idIn = (answer: unknown, list: string) => {
  const [first] = (answer as Record<string, { id: string }[]>)[list] ?? [];
  return { id: first?.id ?? "" };
};

describe("customers", () => {
  it("come, change by topics of their own, and go", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    const ida = { email: "ida@mail.example", firstName: "Ida" };
    const at = idIn(await control("POST", "/customers", [ida]), "customers");
    await expect(control("POST", "/customers", { email: "IDA@mail.example" })).rejects.toThrow(
      "Email has already been taken",
    );
    await control(
      "POST",
      "/customers/{id}/update",
      { email: "new@mail.example", tags: ["vip"], state: "ENABLED" },
      at,
    );
    await control(
      "POST",
      "/customers/{id}/update",
      { tags: [], emailMarketing: "SUBSCRIBED", note: null },
      at,
    );
    expect(heard.map(({ topic }) => topic)).toEqual([
      "customers/create",
      "customers/update",
      "customer.tags_added",
      "customers/enable",
      "customers/update",
      "customer.tags_removed",
      "customers_email_marketing_consent/update",
    ]);
    const order = placeWishedOrder(shop, { customer: { email: "new@mail.example" } });
    await expect(control("POST", "/customers/{id}/delete", {}, at)).rejects.toThrow("associated orders");
    await control("POST", "/orders/{id}/delete", {}, { id: order.id });
    await control("POST", "/customers/{id}/delete", {}, at);
    expect(heard.at(-1)).toMatchObject({ topic: "customers/delete" });
    await control("POST", "/customers", { email: "new@mail.example" });
  });

  it("merge: the losing id is gone, its orders and addresses are the other's", async () => {
    const { shop, control } = testShop();
    const [kept, lost] = [...shop.data.customers.values()];
    const order = placeWishedOrder(shop, { customer: { id: lost?.id } });
    const heard = listen(shop);
    await control("POST", "/customers/{id}/merge", { into: kept?.id }, { id: lost?.id ?? "" });
    expect(shop.data.customers.has(lost?.id ?? "")).toBe(false);
    expect(order.customerId).toBe(kept?.id);
    expect(kept?.orderIds).toEqual([order.id]);
    expect(kept?.addresses).toHaveLength(2);
    expect(shop.data.mergedCustomers.get(lost?.id ?? "")).toBe(kept?.id);
    expect(heard).toMatchObject([{ topic: "customers/merge", keptId: kept?.id, deletedId: lost?.id }, {}]);
  });

  it("ask for their data, and are forgotten when they say so", async () => {
    const { shop, control } = testShop();
    const order = placeWishedOrder(shop, {});
    const at = { id: order.customerId ?? "" };
    const { email } = order;
    const heard = listen(shop);
    await control("POST", "/customers/{id}/data-request", {}, at);
    await control("POST", "/customers/{id}/redact", {}, at);
    expect(heard).toMatchObject([
      { topic: "customers/data_request", customer: { id: at.id, email }, orderIds: [order.id] },
      { topic: "customers/redact", customer: { id: at.id, email }, orderIds: [order.id] },
    ]);
    expect(order).toMatchObject({ email: null, shippingAddress: null });
    expect(shop.data.customers.get(at.id)).toMatchObject({ firstName: null, email: null, addresses: [] });
    expect(shop.data.customerIdByEmail.has(email ?? "")).toBe(false);
  });
});

describe("companies", () => {
  it("come with locations and contacts, change, and go", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    const customers = shop.data.customers.size;
    const at = idIn(
      await control("POST", "/companies", {
        name: "Bakers",
        externalId: "BAK",
        contacts: [
          { customer: { email: "ada.quillfeather@mail.example" } },
          { customer: { email: "two@bakers.example" }, isMain: true },
        ],
        locations: [{ name: "North", shippingAddress: { address1: "1 Oven Road", countryCode: "AU" } }],
      }),
      "companies",
    );
    expect(shop.data.customers.size).toBe(customers + 1);
    await control("POST", "/companies/{id}/update", { name: "Bakers & Co", note: null }, at);
    const location = [...shop.data.companyLocations.values()].at(-1);
    expect(location).toMatchObject({ billingAddress: { address1: "1 Oven Road", country: "Australia" } });
    await control("POST", "/company-locations/{id}/update", { taxExempt: true }, { id: location?.id ?? "" });
    await control("POST", "/companies/{id}/delete", {}, at);
    expect(heard.map(({ topic }) => topic)).toEqual([
      "customers/create",
      "companies/create",
      "company_locations/create",
      "company_contacts/create",
      "company_contacts/create",
      "companies/update",
      "company_locations/update",
      "company_contacts/delete",
      "company_contacts/delete",
      "company_locations/delete",
      "companies/delete",
    ]);
  });
});

describe("goods", () => {
  it("come, change, lose variants, and go; stock is set by SKU and location", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    const at = idIn(
      await control("POST", "/products", {
        title: "Bell",
        optionNames: ["Size"],
        variants: [
          { sku: "BELL-S", price: "3.10", options: ["S"], stock: { "Fitzroy Store": 2 } },
          { sku: "BELL-L", price: "4.10", options: ["L"] },
        ],
      }),
      "products",
    );
    const [small, large] = [...shop.data.variants.values()].slice(-2);
    expect(Object.values(small?.available ?? {})).toEqual([2]);
    await control("POST", "/variants/{id}/update", { price: "3.33", sku: null }, { id: small?.id ?? "" });
    expect(small).toMatchObject({ price: 333n, sku: null });
    await control("POST", "/inventory", [{ sku: "BELL-L", location: "Fitzroy Store", available: 9 }]);
    await control("POST", "/variants/{id}/delete", {}, { id: small?.id ?? "" });
    await expect(control("POST", "/variants/{id}/delete", {}, { id: large?.id ?? "" })).rejects.toThrow(
      "at least one variant",
    );
    await control("POST", "/products/{id}/update", { status: "ARCHIVED", tags: ["Old", "old"] }, at);
    await control("POST", "/products/{id}/delete", {}, at);
    expect(heard.map(({ topic }) => topic)).toEqual([
      "products/create",
      "products/update",
      "inventory_levels/update",
      "products/update",
      "products/update",
      "products/delete",
    ]);
    expect(shop.data.variants.has(large?.id ?? "")).toBe(false);
  });
});
