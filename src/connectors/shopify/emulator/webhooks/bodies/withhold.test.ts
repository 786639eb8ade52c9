import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { listen, testShop } from "../../controls/test-shop.ts";
import { asSent } from "./test-as-sent.ts";
import type { Json } from "./test-as-sent.ts";

describe("withheld data", () => {
  const withheld = (protectedData: Record<string, string>) => {
    const { shop, control } = testShop();
    const order = placeWishedOrder(shop, {
      customer: {
        email: "x@mail.example",
        phone: "+61400000002",
        firstName: "X",
        addresses: [{ address1: "1 Lane", city: "Hobart", countryCode: "AU" }],
      },
    });
    const open = asSent({ topic: "orders/paid", order }, shop);
    return control("POST", "/protected-data", protectedData).then(() => {
      const body = asSent({ topic: "orders/paid", order }, shop);
      const customer = shop.data.customers.get(order.customerId ?? "")!;
      const own = asSent({ topic: "customers/update", customer }, shop);
      return { open, body, own, missing: Object.keys(open).filter((key) => !(key in body)) };
    });
  };

  it("leaves the same keys as the body of a live shop that withholds everything", async () => {
    const { body, missing } = await withheld({ name: "plan", address: "plan", email: "plan", phone: "plan" });
    expect(missing.sort()).toEqual(["contact_email", "email", "order_status_url", "phone"]);
    const left = ["country", "country_code", "province", "province_code"];
    expect(Object.keys(body["billing_address"] as Json).sort()).toEqual(left);
    expect(Object.keys(body["shipping_address"] as Json).sort()).toEqual(left);
    const customer = body["customer"] as Json;
    expect(Object.keys(customer).sort()).toEqual(
      "admin_graphql_api_id created_at currency default_address id multipass_identifier note state tax_exempt tax_exemptions updated_at verified_email".split(
        " ",
      ),
    );
    expect(Object.keys(customer["default_address"] as Json).sort()).toEqual(
      "company country country_code country_name customer_id default id province province_code".split(" "),
    );
  });

  it("field by field takes only that field", async () => {
    const { body, own, missing } = await withheld({ email: "approval" });
    expect(missing.sort()).toEqual(["contact_email", "email", "order_status_url"]);
    expect(body).toMatchObject({ customer: { first_name: "X", phone: "+61400000002" } });
    expect(body["customer"]).not.toHaveProperty("email");
    expect(own).not.toHaveProperty("email");
    expect(own).toMatchObject({ phone: "+61400000002", addresses: [{ address1: "1 Lane" }] });
  });

  it("of the whole customer leaves the order without one", async () => {
    const { body, own } = await withheld({ customer: "approval" });
    expect(body).not.toHaveProperty("customer");
    expect(body["billing_address"]).toMatchObject({ address1: "1 Lane" });
    expect(Object.keys(own).sort()).toEqual(["admin_graphql_api_id", "created_at", "id", "updated_at"]);
  });

  it("follows from the plan", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    const order = placeWishedOrder(shop, {});
    expect(await control("POST", "/plan", { plan: "basic" })).toMatchObject({
      protectedData: { customer: "plan", email: "plan" },
    });
    expect(asSent({ topic: "orders/paid", order }, shop)).not.toHaveProperty("email");
    expect(heard.map(({ topic }) => topic)).toContain("shop/update");
  });
});
