import { describe, expect, it } from "vitest";
import { askedIds, scriptedShop, type ShopAnswer } from "../test/scripted-shop.ts";
import { customerNode, orderNode } from "../test/order-node.ts";

const page = { hasNextPage: false, endCursor: null };
const incomplete = { errorClass: "unavailable", reason: { code: "ANSWER_INCOMPLETE" } };

describe("an answer that is not the whole of what was asked for", () => {
  it.each([
    ["no data in it", { data: {} }],
    ["no list in it", { data: { nodes: null } }],
    ["fewer records", { data: { nodes: [orderNode("1")] } }],
    ["more records", { data: { nodes: [orderNode("1"), orderNode("2"), orderNode("3")] } }],
    ["something that is no record", { data: { nodes: [orderNode("1"), "2"] } }],
  ] satisfies [string, ShopAnswer][])("with %s tells nothing of any record", async (_what, answer) => {
    const { system } = scriptedShop(() => answer);
    await expect(system.read("orders", ["1", "2"])).rejects.toMatchObject(incomplete);
    await expect(system.read("customers", ["1", "2"])).rejects.toMatchObject(incomplete);
  });

  it.each([
    ["no list", {}],
    ["a list of nothing", { orders: null, customers: null }],
    ["a list without its end", { orders: { nodes: [] }, customers: { nodes: [] } }],
    [
      "a row that is nothing",
      { orders: { nodes: [null], pageInfo: page }, customers: { nodes: [null], pageInfo: page } },
    ],
  ])("with %s does not end a walk over changes", async (_what, data) => {
    const { system } = scriptedShop(() => ({ data }));
    await expect(system.changedSince("orders", "2026-01-01", null)).rejects.toMatchObject(incomplete);
    await expect(system.changedSince("customers", "2026-01-01", null)).rejects.toMatchObject(incomplete);
  });

  it("with another record in the place of one fails that one alone", async () => {
    const { system } = scriptedShop((query) => {
      const node = query.name === "OrdersById" ? orderNode : customerNode;
      return { data: { nodes: askedIds(query).map((id) => node(id === "2" ? "22" : id)) } };
    });
    for (const kind of ["orders", "customers"] as const) {
      const answers = await system.read(kind, ["1", "2", "3"]);
      expect(answers.get("1")).toMatchObject({ state: "present", record: { id: "1" } });
      expect(answers.get("2")).toMatchObject({
        state: "failed",
        error: { reason: { code: "ANSWER_MIXED_UP" } },
      });
      expect(answers.get("3")).toMatchObject({ state: "present", record: { id: "3" } });
    }
  });
});

it("a row of the list of changes whose time cannot be read is read all the same", async () => {
  const rows = [{ id: "gid://shopify/Order/1", updatedAt: "the day before" }];
  const { system } = scriptedShop((query) =>
    query.name === "OrderIdsChanged"
      ? { data: { orders: { nodes: rows, pageInfo: page } } }
      : { data: { nodes: askedIds(query).map((id) => orderNode(id)) } },
  );
  const { records } = await system.changedSince("orders", "2026-01-01", null);
  expect(records.map(({ record }) => record.id)).toEqual(["1"]);
});

describe("a list whose next page is the one that was asked for", () => {
  const stuck = { hasNextPage: true, endCursor: "again" };

  it("ends a walk over changes and a look at subscriptions, instead of being asked for ever", async () => {
    const { system, queries } = scriptedShop(() => ({
      data: {
        customers: { nodes: [], pageInfo: stuck },
        webhookSubscriptions: { nodes: [], pageInfo: stuck },
        currentAppInstallation: { accessScopes: [] },
      },
    }));
    const { next } = await system.changedSince("customers", "2026-01-01", null);
    await expect(system.changedSince("customers", "2026-01-01", next)).rejects.toMatchObject(incomplete);
    await expect(system.ensureSubscriptions("https://hub.example", null)).rejects.toMatchObject(incomplete);
    expect(queries).toHaveLength(4);
  });

  it("fails the order alone whose lines it holds", async () => {
    const endless = (id: string) => ({
      ...orderNode(id),
      lineItems: { nodes: [], pageInfo: id === "2" ? stuck : page },
    });
    const { system } = scriptedShop((query) =>
      query.name === "OrderPages"
        ? { data: { order: endless("2") } }
        : { data: { nodes: askedIds(query).map(endless) } },
    );
    const answers = await system.read("orders", ["1", "2"]);
    expect(answers.get("1")).toMatchObject({ state: "present" });
    expect(answers.get("2")).toMatchObject({
      state: "failed",
      error: { reason: { code: "UNREADABLE_RECORD" } },
    });
  });
});

it("an answer of a shape that nobody thought of is said to be one, and is no mistake without words", async () => {
  const { system } = scriptedShop(() => ({ data: {} }));
  await expect(system.probe()).rejects.toMatchObject({
    errorClass: "defect",
    reason: { code: "ANSWER_NOT_UNDERSTOOD" },
    cause: expect.any(TypeError) as unknown,
  });
});
