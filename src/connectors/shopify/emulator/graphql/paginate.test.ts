import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import { paginate } from "./paginate.ts";
import type { Page } from "./paginate.ts";

const orders = `query Orders($first: Int, $last: Int, $after: String, $before: String, $key: OrderSortKeys, $reverse: Boolean) {
  orders(first: $first, last: $last, after: $after, before: $before, sortKey: $key, reverse: $reverse) {
    nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function shopWithOrders() {
  const shop = await startTestShop();
  for (const price of ["30", "10", "20", "10", "40"]) {
    await shop.order({ lines: [{ title: "Thing", price, taxable: false }], customer: null });
    shop.clock.advance(1000);
  }
  const page = async (variables: Record<string, unknown>) => {
    const found = read(dataOf(await shop.query(orders, variables)), "orders");
    return {
      names: (read(found, "nodes") as { name: string }[]).map(({ name }) => name.slice(-1)).join(""),
      info: read(found, "pageInfo") as Record<string, unknown>,
    };
  };
  return { shop, page };
}

describe("a list of orders", () => {
  it.each([
    ["PROCESSED_AT", "12345"],
    ["CREATED_AT", "12345"],
    ["UPDATED_AT", "12345"],
    ["ID", "12345"],
    ["ORDER_NUMBER", "12345"],
    ["TOTAL_PRICE", "24315"],
    ["CURRENT_TOTAL_PRICE", "24315"],
  ])("sorted by %s is walked forth and back without loss or repeat", async (key, sorted) => {
    const { page } = await shopWithOrders();
    for (const reverse of [false, true]) {
      const wanted = reverse ? sorted.split("").reverse().join("") : sorted;
      let walked = "";
      for (let after: unknown = null, more: unknown = true; more;) {
        const { names, info } = await page({ first: 2, after, key, reverse });
        walked += names;
        expect(info["hasPreviousPage"]).toBe(after !== null);
        ({ endCursor: after, hasNextPage: more } = info);
      }
      expect(walked).toBe(wanted);
      let back = "";
      for (let before: unknown = null, more: unknown = true; more;) {
        const { names, info } = await page({ last: 2, before, key, reverse });
        back = names + back;
        expect(info["hasNextPage"]).toBe(before !== null);
        ({ startCursor: before, hasPreviousPage: more } = info);
      }
      expect(back).toBe(wanted);
    }
  });

  it("may be empty, or asked for no rows", async () => {
    const { page } = await shopWithOrders();
    expect((await page({ first: 0 })).names).toBe("");
    const shop = await startTestShop();
    expect(dataOf(await shop.query(orders, { first: 10 }))).toEqual({
      orders: {
        nodes: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    });
  });

  it("goes on where a walk stood, though orders come in meanwhile", async () => {
    const { shop, page } = await shopWithOrders();
    const { names, info } = await page({ first: 3, key: "UPDATED_AT" });
    await shop.order({ customer: null });
    const rest = await page({ first: 9, after: info["endCursor"], key: "UPDATED_AT" });
    expect(names + rest.names).toBe("123456");
  });
});

describe("counts", () => {
  it("stop at their limit and say so", async () => {
    const { shop } = await shopWithOrders();
    const count = "query($limit: Int) { ordersCount(limit: $limit) { count precision } }";
    expect(dataOf(await shop.query(count))).toEqual({ ordersCount: { count: 5, precision: "EXACT" } });
    expect(dataOf(await shop.query(count, { limit: 3 }))).toEqual({
      ordersCount: { count: 3, precision: "AT_LEAST" },
    });
  });
});

describe("paging", () => {
  const sorting = {
    keyOf: ({ key }: { key: number }) => key,
    idOf: ({ id }: { id: string }) => id,
  };
  const items = (keys: readonly number[]) => keys.map((key, index) => ({ key, id: String(index + 1) }));

  it("gives the pages of the sorted list, whatever the keys", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (keys, first, reverse) => {
          const all = items(keys);
          const sorted = [...all].sort((a, b) => a.key - b.key || Number(a.id) - Number(b.id));
          if (reverse) sorted.reverse();
          const walked: unknown[] = [];
          for (let after: string | null = null, more = true; more;) {
            const page: Page<unknown> = paginate(all, { first, after, reverse }, sorting);
            walked.push(...page.nodes);
            ({ endCursor: after, hasNextPage: more } = page.pageInfo);
          }
          expect(walked).toEqual(sorted);
        },
      ),
    );
  });

  it("is the same in long lists, which are not sorted as a whole", () => {
    const keys = Array.from({ length: 5000 }, (_, index) => (index * 7919) % 997);
    const all = items(keys);
    const sorted = [...all].sort((a, b) => a.key - b.key || Number(a.id) - Number(b.id));
    expect(paginate(all, { first: 250 }, sorting).nodes).toEqual(sorted.slice(0, 250));
    expect(paginate(all, { last: 250 }, sorting).nodes).toEqual(sorted.slice(-250));
    expect(paginate(all, { first: 250, reverse: true }, sorting).nodes).toEqual(
      [...sorted].reverse().slice(0, 250),
    );
  });

  it("ends after 25,000 objects", () => {
    const all = items(Array.from({ length: 25_100 }, (_, index) => index));
    const [last] = paginate(all, { first: 1, after: cursorOf(24_899) }, sorting).edges;
    expect(last?.node.key).toBe(24_900);
    const page = paginate(all, { first: 250, after: cursorOf(24_899) }, sorting);
    expect(page.nodes).toHaveLength(100);
  });

  function cursorOf(key: number) {
    return Buffer.from(JSON.stringify({ last_id: String(key + 1), last_value: key })).toString("base64");
  }
});
