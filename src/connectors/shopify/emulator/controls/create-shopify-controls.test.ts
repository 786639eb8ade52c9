import { describe, expect, it } from "vitest";
import { usualCatalogue } from "../seed/usual-catalogue.ts";
import { startTestShop } from "../test-shop.ts";

type Json = Record<string, unknown>;

async function hosted() {
  const parts = await startTestShop({ catalogue: usualCatalogue });
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${parts.host.url}/_control/shopify/acme${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const dumped = async (collection: string) =>
    (await send("GET", `/dump?only=${collection}`)).body[collection] as Json[];
  return { ...parts, send, dumped };
}

const digits = (gid: unknown) => String(gid).split("/").at(-1) ?? "";

describe("controls behind the host", () => {
  it("place orders and answer id, name, total, and currency", async () => {
    const { send, dumped } = await hosted();
    const wish = {
      count: 2,
      lines: [{ sku: "MUG-STONE", quantity: 2 }],
      customer: { email: "New@Mail.example" },
    };
    expect(await send("POST", "/orders", wish)).toEqual({
      status: 200,
      body: {
        orders: [
          {
            id: expect.stringMatching(/^gid:\/\/shopify\/Order\/\d+$/),
            name: "#1001",
            total: "38.39",
            currency: "AUD",
          },
          { id: expect.any(String), name: "#1002", total: "38.39", currency: "AUD" },
        ],
      },
    });
    const [first, second] = await dumped("orders");
    expect(first).toMatchObject({ displayFinancialStatus: "PAID", email: "New@Mail.example" });
    expect(first?.["customer"]).toEqual(second?.["customer"]);
  });

  it("take no body at all: a paid order of one random product by a random customer", async () => {
    const { send, dumped } = await hosted();
    expect((await send("POST", "/orders")).status).toBe(200);
    expect(await dumped("orders")).toMatchObject([
      {
        displayFinancialStatus: "PAID",
        customer: { id: expect.any(String) },
        lineItems: { nodes: [{ quantity: 1, sku: expect.any(String) }] },
      },
    ]);
  });

  it("name what is wrong with a body", async () => {
    const { send } = await hosted();
    const refused = async (path: string, body: unknown) => {
      const { status, body: answer } = await send("POST", path, body);
      return [status, answer["error"]];
    };
    expect(await refused("/orders", { lins: [] })).toEqual([400, expect.stringContaining("lins")]);
    expect(await refused("/orders", { lines: [{ skew: "A" }] })).toEqual([
      400,
      expect.stringContaining("skew"),
    ]);
    expect(await refused("/orders", { lines: [{ sku: "NOPE" }] })).toEqual([
      400,
      "no variant has the SKU NOPE; give title and price for a custom line",
    ]);
    expect(await refused("/orders", { pos: "Mars" })).toEqual([
      400,
      "no location is called Mars; there are: Main Warehouse, Fitzroy Store",
    ]);
    expect(await refused("/orders", { lines: [{ title: "A", price: "5.00" }], giftCard: "9.00" })).toEqual([
      400,
      "the payments are more than the order's total of 5.50",
    ]);
    expect(await refused("/orders", { currency: "XXX" })).toEqual([400, expect.stringContaining("XXX")]);
    expect(await refused("/orders", { discounts: [{ code: "A" }] })).toEqual([
      400,
      "a discount needs either amount or percentage",
    ]);
    expect(await refused("/orders/77/pay", {})).toEqual([404, "no order has the id 77"]);
    expect(await refused("/plan", { plan: "gold" })).toEqual([400, expect.stringContaining("plan")]);
    expect(await refused("/webhooks", { lose: 2 })).toEqual([400, expect.stringContaining("lose")]);
    expect(await refused("/webhooks", { delay: "soon" })).toEqual([400, expect.stringContaining("PT5S")]);
  });

  it("every example works", async () => {
    const { host, send, dumped } = await hosted();
    await send("POST", "/orders", {
      count: 2,
      financialStatus: "authorized",
      lines: [{ sku: "MUG-STONE", quantity: 5 }],
    });
    await send("POST", "/snapshot", { name: "before" });
    const overview = (await (await fetch(`${host.url}/_control`)).json()) as { controls: Json[] };
    const ids = {
      orders: digits((await dumped("orders"))[0]?.["id"]),
      customers: digits((await dumped("customers"))[3]?.["id"]),
      companies: digits((await dumped("companies"))[0]?.["id"]),
      "company-locations": digits((await dumped("companyLocations"))[2]?.["id"]),
      products: digits((await dumped("products"))[0]?.["id"]),
      variants: "",
    };
    const shirt = (await dumped("products")).find(({ title }) => title === "Work Shirt");
    ids.variants = digits((shirt?.["variants"] as { nodes: Json[] } | undefined)?.nodes[0]?.["id"]);
    const uncancelled = digits((await dumped("orders"))[1]?.["id"]);
    const other = digits((await dumped("customers"))[4]?.["id"]);
    const prefix = "/_control/shopify/acme";
    const own = overview.controls
      .map(({ method, path, example }) => ({
        method: String(method),
        path: String(path).slice(prefix.length),
        example,
      }))
      .filter(({ path }) => /^\/(?!reset|dump|log|faults|webhooks\/)/.test(path))
      .toSorted((left, right) => rank(left.path, left.method) - rank(right.path, right.method));
    for (const { method, path, example } of own) {
      const kind = path.split("/")[1] as keyof typeof ids;
      const body = path === "/customers/{id}/merge" ? { into: other } : example;
      const filled = path.replace("{id}", path === "/orders/{id}/cancel" ? uncancelled : ids[kind]);
      const answer = await send(method, filled, method === "POST" ? body : undefined);
      expect([method, path, answer.status, answer.body]).toEqual([method, path, 200, expect.anything()]);
      if (path === "/customers/{id}/merge") ids.customers = digits((await dumped("customers"))[9]?.["id"]);
      if (path === "/orders/{id}/delete") ids.orders = digits((await dumped("orders"))[0]?.["id"]);
    }
    expect(own.length).toBeGreaterThan(40);
  });
});

/** What ends something comes after what needs it. */
function rank(path: string, method: string): number {
  if (path === "/uninstall" || path === "/tokens/revoke") return 9;
  if (method === "DELETE" || path.endsWith("/delete")) return 8;
  if (path === "/snapshot/restore") return 7;
  const steps = ["/pay", "/fulfil", "/track", "/unfulfil", "/refund", "/cancel"];
  return steps.findIndex((end) => path.endsWith(end)) + 1;
}
