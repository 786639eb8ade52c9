import { describe, expect, it } from "vitest";
import type { HistoryPage } from "#connectors/kit/history-reader.ts";
import { customerNode, orderNode } from "../test/order-node.ts";
import { askedIds, scriptedShop, withheldField, type ShopAnswer } from "../test/scripted-shop.ts";
import { allPages, historyOf, scratchFolder } from "./test-history.ts";

const gid = "gid://shopify/BulkOperation/1";

/** The line of an order without children, and those of children. */
const orderLine = (id: string, changes: object = {}): object => {
  const {
    lineItems: _lines,
    shippingLines: _shipping,
    discountApplications: _discounts,
    ...own
  } = orderNode(id) as Record<string, unknown>;
  return { ...own, ...changes };
};
const child = (order: string, line: object): object => ({
  ...line,
  __parentId: `gid://shopify/Order/${order}`,
});

interface Told {
  readonly lines: readonly (object | string)[];
  /** What stands behind the last line, without a line end. */
  readonly rest?: string;
  /** What the shop says of the file; default: the truth. */
  readonly says?: object;
  readonly readById?: (ids: readonly string[]) => ShopAnswer;
}

/** Reads the history of a shop whose file has these lines. */
async function read({ lines, rest = "", says = {}, readById }: Told) {
  const text = lines
    .map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`)
    .concat(rest)
    .join("");
  const roots = lines.filter((line) => typeof line === "object" && !("__parentId" in line)).length;
  const bulkOperation = {
    id: gid,
    status: "COMPLETED",
    errorCode: null,
    completedAt: "2026-03-02T00:00:00Z",
    objectCount: String(lines.length),
    rootObjectCount: String(roots),
    fileSize: String(Buffer.byteLength(text)),
    url: "https://storage.example/file",
    ...says,
  };
  const shop = scriptedShop(
    (query) =>
      query.name === "BulkOperationById"
        ? { data: { bulkOperation } }
        : query.name === "GrantedScopes"
          ? { data: { currentAppInstallation: { accessScopes: [] } } }
          : (readById?.(askedIds(query)) ?? { data: { nodes: [] } }),
    text,
  );
  const pages = allPages(
    historyOf(shop.system).pages(`orders ${gid}`, null, { folder: await scratchFolder() }),
  );
  return { shop, pages };
}

const refused = { errorClass: "rejected", reason: { code: "HISTORY_NOT_WHOLE" } };

describe("a file that came whole is not carried over as if it were all", () => {
  it.each<[string, Told]>([
    ["a line less than the shop counted", { lines: [orderLine("1")], says: { objectCount: "2" } }],
    [
      "a line more than the shop counted",
      { lines: [orderLine("1"), orderLine("2")], says: { objectCount: "1" } },
    ],
    [
      "another number of records",
      { lines: [orderLine("1"), orderLine("2")], says: { rootObjectCount: "1" } },
    ],
    [
      "children of an order that is not in it",
      { lines: [orderLine("1"), child("2", { id: "gid://shopify/LineItem/1" })] },
    ],
    ["a line of something else", { lines: [orderLine("1"), { id: "gid://shopify/Product/1" }] }],
    [
      "a child of something else",
      {
        lines: [
          { ...orderLine("1"), __parentId: "gid://shopify/Customer/1", id: "gid://shopify/LineItem/1" },
        ],
      },
    ],
    ["a line that is no object", { lines: ["<html>"], says: { rootObjectCount: "1" } }],
  ])("when it has %s", async (_what, told) => {
    const { pages } = await read(told);
    await expect(pages).rejects.toMatchObject(refused);
  });

  it("when it ends in the middle of a line; where its size is not told, it is fetched again", async () => {
    const told: Told = { lines: [orderLine("1")], rest: '{"id":"gid://shopify/Order/2"' };
    await expect((await read(told)).pages).rejects.toMatchObject(refused);
    await expect((await read({ ...told, says: { fileSize: null } })).pages).rejects.toMatchObject({
      errorClass: "unavailable",
      reason: { code: "HISTORY_FILE_TORN" },
    });
  });

  it("when the shop says something of it that cannot be understood", async () => {
    const { pages } = await read({ lines: [orderLine("1")], says: { objectCount: "many" } });
    await expect(pages).rejects.toMatchObject({
      errorClass: "defect",
      reason: { code: "ANSWER_NOT_UNDERSTOOD" },
    });
  });
});

describe("an order that its lines do not tell for sure", () => {
  const readById = (ids: readonly string[]): ShopAnswer => ({
    data: { nodes: ids.map((id) => (id === "9" ? null : { ...orderNode(id), name: "by id" })) },
  });
  const pageOf = async (
    told: Told,
  ): Promise<{ readonly page: HistoryPage; readonly asked: readonly string[] }> => {
    const { shop, pages } = await read(told);
    const [page] = await pages;
    if (page === undefined) throw new Error("no page");
    const asked = shop.queries.filter(({ name }) => name === "OrdersById").flatMap(askedIds);
    return { page, asked };
  };

  it.each<[string, readonly (object | string)[]]>([
    ["has a child of a new kind", [child("2", { id: "gid://shopify/Something/1" })]],
    ["has a child that tells nothing of itself", [child("2", { title: "?" })]],
    ["has a child of an unexpected shape", [child("2", { id: "gid://shopify/LineItem/1" })]],
  ])("since it %s is read by id, and alone", async (_what, children) => {
    const { page, asked } = await pageOf({
      lines: [orderLine("1"), orderLine("2"), ...children, orderLine("3")],
      readById,
    });
    expect(asked).toEqual(["2"]);
    const names = page.records.map(({ record }) =>
      record.kind === "orders" ? [record.id, record.name] : [],
    );
    expect(new Map(names as [string, string][]).get("2")).toBe("by id");
    expect(page.records).toHaveLength(3);
    expect(page.unread).toEqual([]);
  });

  it("since it changed while the file was written and is in it twice comes once, as a read by id gives it", async () => {
    const { page, asked } = await pageOf({
      lines: [orderLine("1"), orderLine("2"), orderLine("1", { name: "later" })],
      readById,
    });
    expect(asked).toEqual(["1"]);
    expect(page.records.map(({ record }) => record.id).sort()).toEqual(["1", "2"]);
    expect(page.next).toBeNull();
  });

  it("is left to be read for itself when it cannot be read by id either, which is told", async () => {
    const { shop, pages } = await read({
      lines: [orderLine("1"), orderLine("9", { updatedAt: "soon" }), orderLine("8", { updatedAt: "soon" })],
      readById: (ids) => ({
        data: { nodes: ids.map((id) => (id === "9" ? null : { ...orderNode(id), updatedAt: "soon" })) },
      }),
    });
    const [page] = await pages;
    expect(page?.records.map(({ record }) => record.id)).toEqual(["1"]);
    expect([...(page?.unread ?? [])].sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { kind: "orders", id: "8" },
      { kind: "orders", id: "9" },
    ]);
    expect(shop.told.map(({ code }) => code)).toEqual(["UNREADABLE_RECORD"]);
  });
});

describe("what the shop answers to the wish for a history", () => {
  const sample = {
    currentAppInstallation: { accessScopes: [{ handle: "read_all_orders" }] },
    orders: { nodes: [] },
  };
  const begin = (
    run: object,
    found: object = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
  ) => {
    const shop = scriptedShop(
      ({ name }) =>
        name === "BulkOperationsFound"
          ? { data: { bulkOperations: found } }
          : name === "RunBulkQuery"
            ? { data: { bulkOperationRunQuery: run } }
            : { data: sample },
      "",
    );
    return { shop, begun: historyOf(shop.system).begin("orders", null, "run/0") };
  };

  it("is a refusal of the query: nothing was read, and the shop's words are kept for the log only", async () => {
    const { begun } = begin({
      bulkOperation: null,
      userErrors: [
        { field: ["query"], message: "Bulk queries must contain at least one connection.", code: "INVALID" },
      ],
    });
    const error = (await begun.catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({
      errorClass: "defect",
      reason: { code: "BULK_QUERY_REFUSED", detail: { codes: ["INVALID"] } },
    });
    expect(error.message).not.toContain("connection.");
    expect(error.cause).toMatchObject({ message: "Bulk queries must contain at least one connection." });
  });

  it.each([{}, { bulkOperation: { id: "gid://shopify/Product/1" } }])(
    "is nothing that was thought of: %j",
    async (run) => {
      await expect(begin(run).begun).rejects.toMatchObject({ errorClass: "defect" });
    },
  );

  it("is looked for on every page of what was begun", async () => {
    const { shop, begun } = begin(
      { bulkOperation: null, userErrors: [] },
      { nodes: [], pageInfo: { hasNextPage: true, endCursor: "stuck" } },
    );
    await expect(begun).rejects.toMatchObject({
      errorClass: "unavailable",
      reason: { code: "ANSWER_INCOMPLETE" },
    });
    expect(shop.queries.map(({ variables }) => variables["after"])).toEqual([null, "stuck"]);
  });

  it("withholds a part of a record that was looked at first: it is not asked for", async () => {
    const queries: string[] = [];
    const shop = scriptedShop(({ name, query, variables }) => {
      if (name === "BulkOperationsFound")
        return { data: { bulkOperations: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } };
      if (name === "OrderHistorySample")
        return query.includes(" email ")
          ? { data: sample, errors: [withheldField("email", ["orders", "nodes", 0, "email"])] }
          : { data: sample };
      queries.push(String(variables["query"]));
      return { data: { bulkOperationRunQuery: { bulkOperation: { id: gid }, userErrors: [] } } };
    }, "");
    await historyOf(shop.system).begin("orders", null, "run/0");
    expect(queries).toHaveLength(1);
    expect(queries[0]).not.toContain(" email ");
    expect(queries[0]).toContain("defaultPhoneNumber");
  });
});

it("a customer with lines below it is read by id", async () => {
  const line = customerNode("1");
  const text = [line, { id: "gid://shopify/Order/5", __parentId: "gid://shopify/Customer/1" }]
    .map((each) => `${JSON.stringify(each)}\n`)
    .join("");
  const shop = scriptedShop(
    (query) =>
      query.name === "BulkOperationById"
        ? {
            data: {
              bulkOperation: {
                id: gid,
                status: "COMPLETED",
                errorCode: null,
                objectCount: "2",
                rootObjectCount: "1",
                fileSize: String(Buffer.byteLength(text)),
                url: "https://storage.example/file",
              },
            },
          }
        : { data: { nodes: askedIds(query).map((id) => customerNode(id)) } },
    text,
  );
  const [page] = await allPages(
    historyOf(shop.system).pages(`customers ${gid}`, null, { folder: await scratchFolder() }),
  );
  expect(page?.records.map(({ record }) => record.id)).toEqual(["1"]);
  expect(shop.queries.map(({ name }) => name)).toEqual(["BulkOperationById", "CustomersById"]);
});
