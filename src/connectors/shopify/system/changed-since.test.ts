import { describe, expect, it } from "vitest";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { customerNode, orderNode } from "../test/order-node.ts";
import { askedIds, scriptedShop, withheldObject } from "../test/scripted-shop.ts";

const since = "2026-03-01T10:00:00.000Z";
const second = (count: number) =>
  new Date(Date.parse(since) + count * 1_000).toISOString().replace(".000Z", "Z");

/** Walks every page; answers ids in the order they came. */
async function walk(system: SourceSystem, kind: "orders" | "customers"): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await system.changedSince(kind, since, cursor);
    ids.push(...page.records.map(({ record }) => record.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

describe("orders changed since a time", () => {
  it("are found in every state, by quoted time, oldest first, and read newest", async () => {
    const listed = [1, 2, 3].map((id) => ({ id: `gid://shopify/Order/${id}`, updatedAt: second(id) }));
    const { system, queries, fake } = scriptedShop((query) =>
      query.name === "OrderIdsChanged"
        ? {
            data: {
              orders: query.variables["after"]
                ? { nodes: listed.slice(2), pageInfo: { hasNextPage: false, endCursor: "c" } }
                : { nodes: listed.slice(0, 2), pageInfo: { hasNextPage: true, endCursor: "a|b" } },
            },
          }
        : { data: { nodes: askedIds(query).map((id) => orderNode(id, { updatedAt: second(9) })) } },
    );
    expect(await walk(system, "orders")).toEqual(["1", "2", "3"]);
    expect(queries.map(({ variables }) => variables["after"])).toEqual([null, undefined, "a|b", undefined]);
    expect(queries[0]?.variables["query"]).toBe(
      "updated_at:>='2026-03-01T10:00:00.000Z' AND (status:open OR status:closed OR status:cancelled)",
    );
    expect(queries[0]?.query).toContain("sortKey: UPDATED_AT");
    expect(fake.calls.every(({ priority }) => priority === "sweep")).toBe(true);
  });

  it("that answer an older time are left out, whatever the search says", async () => {
    const listed = [
      { id: "gid://shopify/Order/1", updatedAt: second(-1) },
      { id: "gid://shopify/Order/2", updatedAt: second(0) },
    ];
    const { system } = scriptedShop((query) =>
      query.name === "OrderIdsChanged"
        ? { data: { orders: { nodes: listed, pageInfo: { hasNextPage: false, endCursor: null } } } }
        : { data: { nodes: askedIds(query).map((id) => orderNode(id)) } },
    );
    expect(await walk(system, "orders")).toEqual(["2"]);
  });

  it("do not wait behind one that cannot be read; the journal says which", async () => {
    const listed = [1, 2].map((id) => ({ id: `gid://shopify/Order/${id}`, updatedAt: second(id) }));
    const { system, told } = scriptedShop((query) =>
      query.name === "OrderIdsChanged"
        ? { data: { orders: { nodes: listed, pageInfo: { hasNextPage: false, endCursor: null } } } }
        : { data: { nodes: askedIds(query).map((id) => (id === "1" ? {} : orderNode(id))) } },
    );
    expect(await walk(system, "orders")).toEqual(["2"]);
    expect(told).toMatchObject([{ code: "UNREADABLE_RECORD", detail: { kind: "orders", id: "1" } }]);
  });

  it("are read as whole pages by a shop that counts each id of a list", async () => {
    const perOrder = 120;
    const { system, queries } = scriptedShop((query) => {
      const { name, variables } = query;
      const count = name === "OrdersById" ? askedIds(query).length : 0;
      if (count * perOrder > 1_000 || (name === "OrdersChanged" && Number(variables["first"]) > 25))
        return { data: null, errors: [{ message: "too much", extensions: { code: "MAX_COST_EXCEEDED" } }] };
      if (count > 0) return { data: { nodes: askedIds(query).map((id) => orderNode(id)) } };
      const start = Number(variables["after"] ?? 0);
      const end = Math.min(start + Number(variables["first"]), 160);
      const nodes = Array.from({ length: end - start }, (_, index) =>
        orderNode(String(start + index + 1), { updatedAt: second(start + index) }),
      );
      return { data: { orders: { nodes, pageInfo: { hasNextPage: end < 160, endCursor: String(end) } } } };
    });
    const ids = await walk(system, "orders");
    expect(ids).toEqual(Array.from({ length: 160 }, (_, index) => String(index + 1)));
    const tail = queries.slice(queries.findIndex(({ name }) => name === "OrdersChanged"));
    expect(new Set(tail.map(({ name }) => name))).toEqual(new Set(["OrdersChanged"]));
    expect(tail.map(({ variables }) => variables["first"])).toEqual([50, 25, 25, 25]);
  });

  it("beyond the depth at which Shopify ends a list are found by a new search", async () => {
    const all = Array.from({ length: 26_000 }, (_, index) => ({
      id: `gid://shopify/Order/${index + 1}`,
      updatedAt: second(index),
    }));
    const { system, queries } = scriptedShop((query) => {
      if (query.name === "GrantedScopes")
        return { data: { currentAppInstallation: { accessScopes: [{ handle: "read_all_orders" }] } } };
      if (query.name !== "OrderIdsChanged") return { data: { nodes: askedIds(query).map(() => null) } };
      const from = Date.parse(/'(.+?)'/.exec(String(query.variables["query"]))?.[1] ?? "");
      const found = all.slice((from - Date.parse(since)) / 1_000);
      const start = Number(query.variables["after"] ?? 0);
      const end = Math.min(start + Number(query.variables["first"]), 25_000);
      return {
        data: {
          orders: {
            nodes: found.slice(start, end),
            pageInfo: { hasNextPage: end < Math.min(found.length, 25_000), endCursor: String(end) },
          },
        },
      };
    });
    await walk(system, "orders");
    const asked = new Set(queries.filter(({ name }) => name === "OrdersById").flatMap(askedIds));
    expect(asked.size).toBe(26_000);
  });

  it("that a cursor of something else points at are refused", async () => {
    const { system } = scriptedShop(() => ({ data: null }));
    await expect(system.changedSince("orders", since, "nonsense")).rejects.toThrow(RangeError);
  });
});

describe("customers changed since a time", () => {
  it("are filtered again, since the search matches whole days", async () => {
    const { system, queries } = scriptedShop(() => ({
      data: {
        customers: {
          nodes: [customerNode("1", "2026-03-01T00:00:01Z"), customerNode("2", second(5))],
          pageInfo: { hasNextPage: false, endCursor: null },
        },
      },
    }));
    expect(await walk(system, "customers")).toEqual(["2"]);
    expect(queries[0]?.variables["query"]).toBe("updated_at:>='2026-03-01T10:00:00.000Z'");
  });

  it("are none where the shop withholds them, without a failure", async () => {
    const { system, queries } = scriptedShop(() => ({
      data: null,
      errors: [withheldObject("Customer", ["customers"])],
    }));
    expect(await walk(system, "customers")).toEqual([]);
    expect(await walk(system, "customers")).toEqual([]);
    expect(queries).toHaveLength(1);
  });
});
