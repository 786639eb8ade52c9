import { describe, expect, it } from "vitest";
import type { Order } from "#domain/order/order.ts";
import { customerNode, lineNode, orderNode } from "../test/order-node.ts";
import {
  askedIds,
  missingScope,
  scriptedShop,
  withheldField,
  withheldObject,
} from "../test/scripted-shop.ts";

const scopes = (...handles: string[]) => ({
  data: { currentAppInstallation: { accessScopes: handles.map((handle) => ({ handle })) } },
});

describe("reading orders", () => {
  it("asks for many in one call and answers every id", async () => {
    const { system, queries } = scriptedShop((query) =>
      query.name === "GrantedScopes"
        ? scopes("read_orders", "read_all_orders")
        : { data: { nodes: askedIds(query).map((id) => (id === "2" ? null : orderNode(id))) } },
    );
    const answers = await system.read("orders", ["1", "2", "3", "delivery:x"]);
    expect([...answers].map(([id, { state }]) => [id, state])).toEqual([
      ["1", "present"],
      ["2", "absent"],
      ["3", "present"],
      ["delivery:x", "absent"],
    ]);
    expect(queries.map(({ name }) => name)).toEqual(["OrdersById", "GrantedScopes"]);
    expect(queries[0]?.variables).toEqual({ ids: [1, 2, 3].map((id) => `gid://shopify/Order/${id}`) });
  });

  it("answers with the customer alongside", async () => {
    const { system } = scriptedShop(() => ({
      data: { nodes: [orderNode("1", { customer: customerNode("7") })] },
    }));
    const answer = (await system.read("orders", ["1"])).get("1");
    expect(answer).toMatchObject({
      state: "present",
      alongside: [{ kind: "customers", id: "7", email: "ann@example.com" }],
    });
  });

  it("says which orders the shop would hide, so that silence is not taken for deletion", async () => {
    const { system, queries } = scriptedShop((query) =>
      query.name === "GrantedScopes" ? scopes("read_orders") : { data: { nodes: [null] } },
    );
    const absent = { state: "absent", hiddenBefore: "2026-01-02T00:00:00.000Z" };
    expect((await system.read("orders", ["1"])).get("1")).toEqual(absent);
    expect((await system.read("orders", ["1"])).get("1")).toEqual(absent);
    expect(queries.filter(({ name }) => name === "GrantedScopes")).toHaveLength(1);
  });

  it("reads every page of an order with hundreds of lines", async () => {
    const lines = Array.from({ length: 620 }, (_, index) => lineNode(index + 1));
    const { system, queries } = scriptedShop(({ name, variables }) => {
      if (name === "OrdersById")
        return { data: { nodes: [orderNode("1", { lines: lines.slice(0, 50), more: "50" })] } };
      const from = Number(variables["linesAfter"]);
      const next = from + 250;
      return {
        data: {
          order: {
            id: "gid://shopify/Order/1",
            updatedAt: "2026-03-01T10:00:00Z",
            lineItems: {
              nodes: lines.slice(from, next),
              pageInfo: { hasNextPage: next < lines.length, endCursor: String(next) },
            },
          },
        },
      };
    });
    const answer = (await system.read("orders", ["1"])).get("1");
    const order = answer?.state === "present" ? (answer.record as Order) : null;
    expect(order?.lines.map(({ id }) => id)).toEqual(lines.map((_, index) => String(index + 1)));
    expect(queries).toHaveLength(4);
  });

  it("begins again with an order that changes between its pages, and alone gives it up", async () => {
    let version = 0;
    const { system } = scriptedShop((query) => {
      if (query.name === "OrdersById")
        return {
          data: {
            nodes: askedIds(query).map((id) =>
              orderNode(id, id === "1" ? { more: "50", updatedAt: `2026-03-01T10:00:0${version}Z` } : {}),
            ),
          },
        };
      version += 1;
      return { data: { order: { id: "gid://shopify/Order/1", updatedAt: `2026-03-01T10:00:0${version}Z` } } };
    });
    const answers = await system.read("orders", ["1", "2"]);
    expect(answers.get("1")).toMatchObject({ state: "failed", error: { errorClass: "conflict" } });
    expect(answers.get("2")).toMatchObject({ state: "present" });
    expect(version).toBe(3);
  });

  it("lets an order that cannot be read fail alone", async () => {
    const { system } = scriptedShop((query) => ({
      data: {
        nodes: askedIds(query).map((id) =>
          id === "1" ? { ...orderNode(id), totalPriceSet: "much" } : orderNode(id),
        ),
      },
    }));
    const answers = await system.read("orders", ["1", "2"]);
    expect(answers.get("1")).toMatchObject({ state: "failed", error: { errorClass: "defect" } });
    expect(answers.get("2")).toMatchObject({ state: "present" });
  });

  it("asks for fewer at a time when the shop says that it is too much, and remembers", async () => {
    const sizes: number[] = [];
    const { system } = scriptedShop((query) => {
      const ids = askedIds(query);
      sizes.push(ids.length);
      return ids.length > 15
        ? { data: null, errors: [{ message: "too much", extensions: { code: "MAX_COST_EXCEEDED" } }] }
        : { data: { nodes: ids.map((id) => orderNode(id)) } };
    });
    const ids = Array.from({ length: 50 }, (_, index) => String(index + 1));
    const answers = await system.read("orders", ids);
    expect([...answers.values()].every(({ state }) => state === "present")).toBe(true);
    expect(Math.max(...sizes)).toBe(50);
    sizes.length = 0;
    await system.read("orders", ids);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(15);
  });

  it("stops with the scope's name when orders themselves are not granted", async () => {
    const { system } = scriptedShop(() => ({
      data: { nodes: [null] },
      errors: [missingScope("nodes", "read_orders", ["nodes", 0])],
    }));
    await expect(system.read("orders", ["1"])).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "SCOPE_MISSING", message: expect.stringContaining("read_orders") as string },
    });
  });
});

describe("protected data that the shop withholds", () => {
  it("is unknown in the record, is not asked for again, and is told once", async () => {
    const { system, queries, told } = scriptedShop(({ query }) => {
      const errors = [
        ...(/\bemail\b/.test(query) ? [withheldField("email", ["nodes", 0, "email"])] : []),
        ...(/customer \{/.test(query) ? [withheldObject("Customer", ["nodes", 0, "customer"], false)] : []),
      ];
      const node = errors.length > 0 ? orderNode("1", { email: null, customer: null }) : orderNode("1");
      return { data: { nodes: [node] }, errors };
    });
    const answer = (await system.read("orders", ["1"])).get("1");
    const order = answer?.state === "present" ? (answer.record as Order) : null;
    expect(order).toMatchObject({ name: "#1", phone: null });
    expect([order?.email, order?.customer]).toEqual([undefined, undefined]);
    expect(queries).toHaveLength(2);
    await system.read("orders", ["1"]);
    expect(queries).toHaveLength(3);
    expect(queries[2]?.query).not.toMatch(/\bemail\b|customer \{/);
    expect(told.map(({ code, message }) => [code, message.includes("plan") ? "plan" : "approval"])).toEqual([
      ["PART_WITHHELD", "plan"],
      ["PART_WITHHELD", "approval"],
    ]);
  });

  it("is asked for again after a day, since plans and approvals change", async () => {
    let isDenied = true;
    const { system, pass } = scriptedShop(({ query }) => {
      const errors =
        isDenied && /\bemail\b/.test(query) ? [withheldField("email", ["nodes", 0, "email"])] : [];
      const email = !/\bemail\b/.test(query) ? {} : { email: isDenied ? null : "ann@example.com" };
      return { data: { nodes: [orderNode("1", email)] }, errors };
    });
    const email = async () => {
      const answer = (await system.read("orders", ["1"])).get("1");
      return answer?.state === "present" ? answer.record.email : null;
    };
    expect(await email()).toBeUndefined();
    isDenied = false;
    expect(await email()).toBeUndefined();
    pass(25 * 3_600_000);
    expect(await email()).toBe("ann@example.com");
  });

  it("found out by many reads at once narrows each of them", async () => {
    const { system } = scriptedShop((query) => {
      const isAsked = /\bemail\b/.test(query.query);
      const ids = askedIds(query);
      return {
        data: { nodes: ids.map((id) => orderNode(id, isAsked ? { email: null } : {})) },
        errors: isAsked ? ids.map((_, index) => withheldField("email", ["nodes", index, "email"])) : [],
      };
    });
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => system.read("orders", [String(index + 1)])),
    );
    expect(all.flatMap((answers) => [...answers.values()]).every(({ state }) => state === "present")).toBe(
      true,
    );
  });

  it("does not stop orders when locations and products lack their scopes", async () => {
    const { system } = scriptedShop(({ query }) => {
      const errors = [
        ...(/retailLocation/.test(query)
          ? [missingScope("retailLocation", "read_locations", ["nodes", 0, "retailLocation", "id"])]
          : []),
        ...(/product \{/.test(query)
          ? [missingScope("product", "read_products", ["nodes", 0, "lineItems", "nodes", 0, "product"])]
          : []),
      ];
      return { data: { nodes: [orderNode("1")] }, errors };
    });
    expect((await system.read("orders", ["1"])).get("1")?.state).toBe("present");
  });

  it("that cannot be left out stops the work instead of being guessed", async () => {
    const { system } = scriptedShop(() => ({
      data: { nodes: [null] },
      errors: [withheldObject("Order", ["nodes", 0], false)],
    }));
    await expect(system.read("orders", ["1"])).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "PROTECTED_DATA_REFUSED" },
    });
  });
});
