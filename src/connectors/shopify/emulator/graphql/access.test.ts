import { describe, expect, it } from "vitest";
import { usualScopes } from "../state/scopes.ts";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import type { GraphAnswer, TestShop } from "../test-shop.ts";

const dayMs = 24 * 60 * 60 * 1000;
const without = (...scopes: string[]) => usualScopes.filter((scope) => !scopes.includes(scope));

const planReason =
  "Access to personally identifiable information (PII) like customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, and Plus plans. See https://help.shopify.com/en/manual/apps/app-types/custom-apps for more details.";
const approvalReason = "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.";

function saidOf(answer: GraphAnswer) {
  return answer.errors.map(({ message, path }) => [path?.join("."), message]);
}

describe("a scope that was not granted", () => {
  it("leaves the field null, says what it needs, and lets the rest through", async () => {
    const shop = await startTestShop({ scopes: ["read_orders"] });
    const { gid } = await shop.order({ customer: { email: "ada@buyer.example" } });
    const answer = await shop.query(`query One($id: ID!) { order(id: $id) { name customer { id } } }`, {
      id: gid,
    });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ order: { name: "#1001", customer: null } });
    expect(answer.errors).toEqual([
      {
        message: "Access denied for customer field. Required access: `read_customers` access scope.",
        locations: [{ line: 1, column: 45 }],
        path: ["order", "customer"],
        extensions: {
          code: "ACCESS_DENIED",
          documentation: "https://shopify.dev/api/usage/access-scopes",
          requiredAccess: "`read_customers` access scope.",
        },
      },
    ]);
  });

  it.each([
    ["{ customers(first: 1) { nodes { id } } }", "read_customers"],
    ["{ ordersCount { count } }", "read_orders"],
    ["{ products(first: 1) { nodes { id } } }", "read_products"],
    ["{ companies(first: 1) { nodes { id } } }", "read_companies"],
    ["{ locations(first: 1) { nodes { name } } }", "read_locations"],
    [
      'mutation { orderMarkAsPaid(input: {id: "gid://shopify/Order/1"}) { userErrors { message } } }',
      "write_orders",
    ],
    ['mutation { tagsAdd(id: "gid://shopify/Order/1", tags: "a") { userErrors { message } } }', null],
  ])("%s", async (query, scope) => {
    const shop = await startTestShop({ scopes: [] });
    const codes = (await shop.query(query)).errors.map(({ extensions }) => extensions?.["code"]);
    expect(codes).toEqual(scope === null ? [] : ["ACCESS_DENIED"]);
    if (scope === null) return;
    const granted = await startTestShop({ scopes: [scope] });
    expect((await granted.query(query)).errors).toEqual([]);
  });

  it("is asked of the tagged record, not of the mutation", async () => {
    const shop = await startTestShop({ scopes: ["read_orders"] });
    const { gid } = await shop.order();
    const { errors } = await shop.query(
      `mutation { tagsAdd(id: "${gid}", tags: "a") { userErrors { message } } }`,
    );
    expect(errors).toMatchObject([
      { extensions: { code: "ACCESS_DENIED", requiredAccess: "`write_orders` access scope." } },
    ]);
  });

  it("is seen in the installation, at once after it changes", async () => {
    const shop = await startTestShop({ scopes: ["read_orders", "write_customers"] });
    const query = "{ currentAppInstallation { accessScopes { handle } } }";
    const handles = async () =>
      (
        read(dataOf(await shop.query(query)), "currentAppInstallation.accessScopes") as { handle: string }[]
      ).map(({ handle }) => handle);
    expect(await handles()).toEqual(["read_orders", "write_customers", "read_customers"]);
    await shop.control("/scopes", { scopes: ["read_orders"] });
    expect(await handles()).toEqual(["read_orders"]);
    expect((await shop.query("{ customersCount { count } }")).errors).toHaveLength(1);
  });
});

describe("orders older than sixty days", () => {
  const count = "{ ordersCount { count } orders(first: 5) { nodes { name } } }";

  it.each([
    [true, 2],
    [false, 1],
  ])("are there with read_all_orders %s", async (isGranted, seen) => {
    const shop = await startTestShop({
      scopes: isGranted ? usualScopes : without("read_all_orders"),
    });
    const { gid } = await shop.order({ customer: { email: "ada@buyer.example" } });
    shop.clock.advance(60 * dayMs);
    await shop.order({ customer: { email: "ada@buyer.example" } });
    expect(read(dataOf(await shop.query(count)), "ordersCount.count")).toBe(2);
    shop.clock.advance(1);
    expect(read(dataOf(await shop.query(count)), "ordersCount.count")).toBe(seen);
    const one = dataOf(
      await shop.query(`query($id: ID!) { order(id: $id) { id } nodes(ids: [$id]) { id } }`, { id: gid }),
    );
    const wanted = isGranted ? { id: gid } : null;
    expect(one).toEqual({ order: wanted, nodes: [wanted] });
    const buyer = dataOf(
      await shop.query(
        '{ customers(first: 1, query: "first_name:Ada") { nodes { numberOfOrders orders(first: 9) { nodes { id } } } } }',
      ),
    );
    expect(read(buyer, "customers.nodes.0.numberOfOrders")).toBe("2");
    expect(read(buyer, "customers.nodes.0.orders.nodes")).toHaveLength(seen);
  });
});

const orderWithBuyer = `query Buyer($id: ID!) { order(id: $id) { name email phone
  customer { id note firstName defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber } }
  shippingAddress { firstName address1 zip city provinceCode countryCodeV2 phone } } }`;

async function withheld(change: (shop: TestShop) => Promise<unknown>, settings = {}) {
  const shop = await startTestShop({ settings });
  const { gid } = await shop.order({ customer: { email: "ada@buyer.example" }, phone: "+61355550101" });
  await change(shop);
  return shop.query(orderWithBuyer, { id: gid });
}

describe("protected customer data", () => {
  it("is there in full by default", async () => {
    expect(dataOf(await withheld(async () => undefined))).toMatchObject({
      order: {
        email: "ada@buyer.example",
        phone: "+61355550101",
        customer: { firstName: "Ada", defaultEmailAddress: { emailAddress: "ada@buyer.example" } },
        shippingAddress: { firstName: "Ada", address1: "1 High Street", zip: "3350", city: "Ballarat" },
      },
    });
  });

  it.each([
    ["plan", planReason],
    ["approval", approvalReason],
  ])("may be a customer object refused on grounds of %s", async (ground, reason) => {
    const answer = await withheld((shop) => shop.control("/protected-data", { customer: ground }));
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({
      order: {
        name: "#1001",
        customer: null,
        email: "ada@buyer.example",
        shippingAddress: { city: "Ballarat" },
      },
    });
    expect(answer.errors).toEqual([
      {
        message: `This app is not approved to access the Customer object. ${reason}`,
        locations: [{ line: 2, column: expect.any(Number) as unknown }],
        path: ["order", "customer"],
        extensions: { code: "ACCESS_DENIED" },
      },
    ]);
    expect(answer.errors[0]?.extensions).not.toHaveProperty("requiredAccess");
  });

  it.each([
    ["email", ["order.email", "order.customer.defaultEmailAddress"], "email"],
    [
      "phone",
      ["order.phone", "order.customer.defaultPhoneNumber.phoneNumber", "order.shippingAddress.phone"],
      "phone",
    ],
    ["name", ["order.customer.firstName", "order.shippingAddress.firstName"], "firstName"],
    ["address", ["order.shippingAddress.address1", "order.shippingAddress.zip"], "address1"],
  ])("may be single fields: %s", async (part, paths, worded) => {
    const answer = await withheld((shop) => shop.control("/protected-data", { [part]: "approval" }));
    const hidden = answer.errors.map(({ path }) => path?.join(".") ?? "");
    for (const path of paths) {
      expect(hidden.some((hiddenPath) => hiddenPath.startsWith(path))).toBe(true);
      expect(read(answer.data, path) ?? null).toBeNull();
    }
    expect(hidden).toHaveLength(paths.length);
    expect(answer.errors.map(({ message }) => message)).toContain(
      `This app is not approved to use the ${worded} field. ${approvalReason}`,
    );
    expect(answer.data).toMatchObject({
      order: { name: "#1001", shippingAddress: { city: "Ballarat", provinceCode: "VIC" } },
    });
  });

  it("is withheld by the plans that do not have it", async () => {
    const answer = await withheld((shop) => shop.control("/plan", { plan: "basic" }));
    expect(answer.data).toMatchObject({
      order: {
        email: null,
        phone: null,
        customer: null,
        shippingAddress: { firstName: null, city: "Ballarat" },
      },
    });
    expect(saidOf(answer)).toContainEqual([
      "order.customer",
      `This app is not approved to access the Customer object. ${planReason}`,
    ]);
    const kept = await withheld((shop) => shop.control("/plan", { plan: "basic" }), {
      planWithholdsData: false,
    });
    expect(kept.errors).toEqual([]);
  });

  it("is refused without a code, or as whole addresses, by setting", async () => {
    const bare = await withheld((shop) => shop.control("/protected-data", { email: "plan" }), {
      protectedDataCode: "none",
    });
    expect(bare.errors[0]).not.toHaveProperty("extensions");
    const whole = await withheld((shop) => shop.control("/protected-data", { address: "approval" }), {
      protectedAddress: "object",
    });
    expect(whole.data).toMatchObject({ order: { shippingAddress: null } });
    expect(saidOf(whole)).toEqual([
      [
        "order.shippingAddress",
        `This app is not approved to access the MailingAddress object. ${approvalReason}`,
      ],
    ]);
  });

  it("costs one error per node, until the answer is cut off", async () => {
    const shop = await startTestShop({ settings: { maxExecutionErrors: 4 } });
    await shop.order({ count: 10, customer: null, email: "walk@in.example" });
    await shop.control("/protected-data", { email: "approval" });
    const query = "query Many($first: Int) { orders(first: $first) { nodes { name email } } }";
    const few = await shop.query(query, { first: 4 });
    expect(few.errors).toHaveLength(4);
    expect(read(few.data, "orders.nodes")).toHaveLength(4);
    const many = await shop.query(query, { first: 10 });
    expect(many.errors).toHaveLength(5);
    expect(many.errors[3]?.path).toEqual(["orders", "nodes", 3, "email"]);
    expect(many.errors[4]).toEqual({
      message: "Too many execution errors, max error limit reached. Results truncated",
    });
    expect(read(many.data, "orders.nodes")).toHaveLength(4);
  });

  it("leaves the list of customers out altogether", async () => {
    const shop = await startTestShop();
    await shop.control("/protected-data", { customer: "plan" });
    const answer = await shop.query("{ customers(first: 5) { nodes { id } } }");
    expect(answer.data).toBeNull();
    expect(saidOf(answer)).toEqual([
      ["customers", `This app is not approved to access the Customer object. ${planReason}`],
    ]);
  });

  it("is refused per node of a list", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ customer: null });
    const buyers = dataOf(await shop.query("{ customers(first: 2) { nodes { id } } }"));
    const [ada, bo] = read(buyers, "customers.nodes") as { id: string }[];
    await shop.control("/protected-data", { customer: "approval" });
    const answer = await shop.query("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {
      ids: [ada?.id, gid, bo?.id],
    });
    expect(answer.data).toEqual({ nodes: [null, { __typename: "Order", id: gid }, null] });
    expect(answer.errors.map(({ path }) => path)).toEqual([
      ["nodes", 0],
      ["nodes", 2],
    ]);
  });

  it("is found in unions too", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ customer: { email: "ada@buyer.example" } });
    await shop.control("/protected-data", { customer: "approval" });
    const answer = await shop.query(
      `query($id: ID!) { order(id: $id) { purchasingEntity { __typename ... on Customer { id } } } }`,
      { id: gid },
    );
    expect(answer.data).toEqual({ order: { purchasingEntity: null } });
    expect(answer.errors).toHaveLength(1);
  });
});
