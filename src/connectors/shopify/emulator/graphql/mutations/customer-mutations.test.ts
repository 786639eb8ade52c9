import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

async function call(shop: TestShop, mutation: "customerCreate" | "customerUpdate", input: unknown) {
  const text = `mutation($input: CustomerInput!) { ${mutation}(input: $input) {
    customer { id firstName email phone tags note } userErrors { field message } } }`;
  return dataOf(await shop.query(text, { input }))[mutation];
}

async function ada(shop: TestShop) {
  const text = '{ customerByIdentifier(identifier: {emailAddress: "Ada@Buyer.example"}) { id } }';
  return String(read(dataOf(await shop.query(text)), "customerByIdentifier.id"));
}

describe("customers", () => {
  it("are created, and found by address and number at once", async () => {
    const shop = await startTestShop();
    await shop.control("/index-delay", { delay: "PT1H" });
    const made = await call(shop, "customerCreate", {
      firstName: "Cy",
      email: "cy@buyer.example",
      phone: "+61 3 5555 0199",
      tags: ["b", "a"],
    });
    const id = read(made, "customer.id");
    expect(made).toMatchObject({
      customer: { email: "cy@buyer.example", phone: "+61355550199", tags: ["a", "b"], note: null },
      userErrors: [],
    });
    for (const by of [
      'emailAddress: "CY@buyer.example"',
      'phoneNumber: "+61355550199"',
      `id: "${String(id)}"`,
    ])
      expect(dataOf(await shop.query(`{ customerByIdentifier(identifier: {${by}}) { id } }`))).toEqual({
        customerByIdentifier: { id },
      });
    const custom = await shop.query(
      '{ customerByIdentifier(identifier: {customId: {namespace: "a", key: "b", value: "c"}}) { id } }',
    );
    expect(custom.errors).toMatchObject([
      {
        message: "Metafield definition of type 'id' is required when using custom ids.",
        extensions: { code: "NOT_FOUND" },
      },
    ]);
  });

  it("keep what an update does not name, and are found by their new address only", async () => {
    const shop = await startTestShop();
    const id = await ada(shop);
    expect(await call(shop, "customerUpdate", { id, email: "ada@new.example" })).toMatchObject({
      customer: { firstName: "Ada", email: "ada@new.example", tags: ["vip"] },
      userErrors: [],
    });
    const old = dataOf(
      await shop.query('{ customerByIdentifier(identifier: {emailAddress: "ada@buyer.example"}) { id } }'),
    );
    expect(old).toEqual({ customerByIdentifier: null });
  });

  it("are refused in Shopify's words", async () => {
    const shop = await startTestShop();
    const id = await ada(shop);
    const errors = async (mutation: "customerCreate" | "customerUpdate", input: unknown) =>
      read(await call(shop, mutation, input), "userErrors");
    expect(await errors("customerCreate", { note: "Nobody" })).toEqual([
      { field: null, message: "A name, phone number, or email address must be present" },
    ]);
    expect(await errors("customerCreate", { email: "bo@buyer.example" })).toEqual([
      { field: ["email"], message: "Email has already been taken" },
    ]);
    expect(await errors("customerCreate", { email: "nowhere", phone: "+61355550101" })).toEqual([
      { field: ["email"], message: "Email is invalid" },
      { field: ["phone"], message: "Phone has already been taken" },
    ]);
    expect(await errors("customerUpdate", { id: "gid://shopify/Customer/1" })).toEqual([
      { field: ["id"], message: "Customer does not exist" },
    ]);
    expect(
      await errors("customerUpdate", { id, emailMarketingConsent: { marketingState: "SUBSCRIBED" } }),
    ).toEqual([
      {
        field: ["emailMarketingConsent"],
        message:
          "To update emailMarketingConsent, please use the customerEmailMarketingConsentUpdate Mutation instead",
      },
    ]);
  });

  it("are deleted unless they bought something", async () => {
    const shop = await startTestShop();
    const id = await ada(shop);
    const text = `mutation($id: ID!) { customerDelete(input: {id: $id}) { deletedCustomerId shop { name } userErrors { field message } } }`;
    await shop.order({ customer: { email: "ada@buyer.example" } });
    expect(dataOf(await shop.query(text, { id }))).toEqual({
      customerDelete: {
        deletedCustomerId: null,
        shop: { name: "acme" },
        userErrors: [
          { field: ["id"], message: "Customer can’t be deleted because they have associated orders" },
        ],
      },
    });
    const made = read(await call(shop, "customerCreate", { firstName: "Cy" }), "customer.id");
    expect(dataOf(await shop.query(text, { id: made }))).toMatchObject({
      customerDelete: { deletedCustomerId: made, userErrors: [] },
    });
    expect(dataOf(await shop.query(`{ customer(id: "${String(made)}") { id } }`))).toEqual({
      customer: null,
    });
  });
});
