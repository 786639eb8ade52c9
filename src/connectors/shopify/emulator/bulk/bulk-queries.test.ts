import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import type { TestShop } from "../test-shop.ts";
import { startReceiver } from "../webhooks/test-receiver.ts";

const fields =
  "id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl query";

const orders = `{ orders { edges { node { id name lineItems { edges { node { id title sku quantity } } }
  shippingLines { edges { node { id title } } } } } } }`;

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly errorCode: string | null;
  readonly completedAt: string | null;
  readonly objectCount: string;
  readonly rootObjectCount: string;
  readonly fileSize: string | null;
  readonly url: string | null;
  readonly partialDataUrl: string | null;
  readonly query: string;
}

async function run(shop: TestShop, query: string, options: { groupObjects?: boolean; token?: string } = {}) {
  const { groupObjects = false, ...call } = options;
  const answer = await shop.query(
    `mutation Run($query: String!, $groupObjects: Boolean!) {
      bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
        bulkOperation { ${fields} } userErrors { field message code } } }`,
    { query, groupObjects },
    call,
  );
  return {
    answer,
    payload: dataOf(answer)["bulkOperationRunQuery"] as {
      bulkOperation: Operation | null;
      userErrors: unknown[];
    },
  };
}

async function begin(
  shop: TestShop,
  query = orders,
  options: { groupObjects?: boolean } = {},
): Promise<string> {
  const { payload } = await run(shop, query, options);
  expect(payload.userErrors).toEqual([]);
  return payload.bulkOperation?.id ?? "";
}

async function look(shop: TestShop, id: string): Promise<Operation> {
  return dataOf(await shop.query(`query($id: ID!) { bulkOperation(id: $id) { ${fields} } }`, { id }))[
    "bulkOperation"
  ] as Operation;
}

async function end(shop: TestShop, id: string): Promise<Operation> {
  shop.clock.advance(2_000);
  for (let tries = 0; tries < 2_000; tries += 1) {
    const operation = await look(shop, id);
    if (!["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) return operation;
    await turn();
  }
  throw new Error("it did not end");
}

type Line = Record<string, unknown> & { readonly id: string; readonly __parentId?: string };

async function download(url: string | null): Promise<Line[]> {
  const answer = await fetch(url ?? "");
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

async function withOrders(count = 40): Promise<TestShop> {
  const shop = await startTestShop();
  await shop.control("/orders", {
    count,
    lines: [{ sku: "TEA", quantity: 2 }, { sku: "MUG" }],
    shipping: [{ title: "Standard", price: "5.00" }],
  });
  return shop;
}

describe("a bulk query", () => {
  it("goes from created to completed and counts as it runs", async () => {
    const shop = await withOrders();
    const { answer, payload } = await run(shop, `#graphql\n${orders}`);
    expect(answer.extensions.cost).toMatchObject({ requestedQueryCost: 10, actualQueryCost: 10 });
    expect(payload.bulkOperation).toMatchObject({
      status: "CREATED",
      type: "QUERY",
      errorCode: null,
      completedAt: null,
      objectCount: "0",
      rootObjectCount: "0",
      fileSize: null,
      url: null,
      partialDataUrl: null,
      query: `#graphql\n${orders}`,
    });
    const id = payload.bulkOperation?.id ?? "";
    await shop.control("/bulk", { rowsPerLook: 15 });
    shop.clock.advance(300);
    const seen = [];
    for (let looks = 0; looks < 4; looks += 1) {
      const { status, rootObjectCount } = await look(shop, id);
      seen.push([status, rootObjectCount]);
    }
    expect(seen).toEqual([
      ["RUNNING", "15"],
      ["RUNNING", "30"],
      ["RUNNING", "40"],
      ["COMPLETED", "40"],
    ]);
    const done = await look(shop, id);
    const file = await fetch(done.url ?? "");
    expect(file.headers.get("content-type")).toBe("application/jsonl");
    expect((await file.text()).length).toBe(Number(done.fileSize));
    expect(done).toMatchObject({ objectCount: "160", errorCode: null, partialDataUrl: null });
  });

  it("puts children on lines of their own, after their parent but not directly under it", async () => {
    const shop = await withOrders();
    const lines = await download((await end(shop, await begin(shop))).url);
    const parents = new Set<string>();
    let isApart = false;
    for (const [index, line] of lines.entries()) {
      if (line.__parentId === undefined) parents.add(line.id);
      else expect(parents).toContain(line.__parentId);
      if (line.__parentId !== undefined && lines[index - 1]?.id !== line.__parentId)
        isApart ||= lines[index - 1]?.__parentId !== line.__parentId;
      expect(line).not.toHaveProperty("lineItems");
    }
    expect(parents.size).toBe(40);
    expect(isApart).toBe(true);
  });

  it("puts them directly under it when asked to group", async () => {
    const shop = await withOrders(5);
    const lines = await download((await end(shop, await begin(shop, orders, { groupObjects: true }))).url);
    let parent = "";
    for (const line of lines) {
      if (line.__parentId === undefined) parent = line.id;
      expect([undefined, parent]).toContain(line.__parentId);
    }
    expect(lines).toHaveLength(20);
  });

  it("gives every row, whatever its paging arguments say, and what a normal read gives", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({
      lines: Array.from({ length: 260 }, (_, index) => ({ title: `Part ${index}`, price: "1.00" })),
    });
    const [root, ...children] = await download(
      (await end(shop, await begin(shop, orders.replace("lineItems", "lineItems(first: 3)")))).url,
    );
    const normal = dataOf(
      await shop.query(
        `{ order(id: "${gid}") { id name lineItems(first: 250) { nodes { id title sku quantity } } } }`,
      ),
    );
    expect(root).toEqual({ id: gid, name: read(normal, "order.name") });
    const items = children.filter(({ id }) => id.includes("/LineItem/"));
    expect(items).toHaveLength(260);
    expect(items.slice(0, 250).map(({ __parentId: _parent, ...item }) => item)).toEqual(
      read(normal, "order.lineItems.nodes"),
    );
  });

  it("has no link when nothing matched", async () => {
    const shop = await withOrders(3);
    const query = `{ orders(query: "name:#9") { edges { node { id } } } }`;
    expect(await end(shop, await begin(shop, query))).toMatchObject({
      status: "COMPLETED",
      url: null,
      objectCount: "0",
      fileSize: "0",
    });
  });

  it("shows what the app may see: the last sixty days, and nothing it has no scope for", async () => {
    const shop = await startTestShop({ scopes: ["read_orders", "read_products"] });
    await shop.order({ lines: [{ sku: "TEA" }] });
    shop.clock.advance(61 * 86_400_000);
    const { gid } = await shop.order({ lines: [{ sku: "MUG" }] });
    const seen = await download((await end(shop, await begin(shop))).url);
    expect(seen.filter((line) => line.__parentId === undefined)).toMatchObject([{ id: gid }]);
    const denied = await end(shop, await begin(shop, "{ orders { edges { node { id customer { id } } } } }"));
    expect(denied).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
  });

  it("fails on protected data, or gives nulls where the shop is set so", async () => {
    const shop = await withOrders(2);
    await shop.control("/protected-data", { email: "approval" });
    const query = "{ orders { edges { node { id email } } } }";
    expect(await end(shop, await begin(shop, query))).toMatchObject({ errorCode: "ACCESS_DENIED" });
    await shop.control("/settings", { bulkProtectedData: "null" });
    const lines = await download((await end(shop, await begin(shop, query))).url);
    expect(lines.map((line) => line["email"])).toEqual([null, null]);
  });

  it("refuses a field that is not modelled at once", async () => {
    const shop = await withOrders(1);
    const answer = await shop.query(
      `mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id agreements { edges { node { id } } } } } } }") {
        bulkOperation { id } userErrors { message } } }`,
    );
    expect(answer.errors[0]?.extensions).toMatchObject({ code: "NOT_MODELLED" });
  });
});

describe("refusals", () => {
  const node = (inner: string) => `edges { node { ${inner} } }`;
  const nodesText = (name: string) =>
    `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${name} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${name}'.`;
  it.each([
    ["", ["Invalid bulk query: syntax error, unexpected end of file"]],
    ["{ shop { id } }", ["Bulk queries must contain at least one connection."]],
    ["{ orders { nodes { id } } }", [nodesText("orders")]],
    [
      '{ node(id: "gid://shopify/Product/0") { id } }',
      [
        "Bulk queries cannot contain a top level `node` field.",
        "Bulk queries must contain at least one connection.",
      ],
    ],
    [
      `{ collections { ${node(`id products { ${node(`id variants { ${node(`id metafields { ${node("id")} }`)} }`)} }`)} } }`,
      ["Bulk queries cannot contain connections with a nesting depth greater than 2."],
    ],
    [
      `{ products { ${node(`id ${["variants", "metafields", "collections", "media", "sellingPlanGroups"].map((name) => `${name} { ${node("id")} }`).join(" ")}`)} } }`,
      ["Bulk queries cannot contain more than 5 connections."],
    ],
    [
      `{ products { ${node(`title variants { ${node("id")} }`)} } }`,
      [
        "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': products.",
      ],
    ],
    [
      'mutation { productCreate(input: { title: "x" }) { product { id } } }',
      ["Invalid operation type. Only `query` operations are supported."],
    ],
    [
      `{ orders { ${node(`id refunds { refundLineItems { ${node("id")} } }`)} } }`,
      ["Queries that contain a connection field within a list field are not currently supported."],
    ],
    [
      `#${"a".repeat(65_536)}\n{ orders { ${node("id")} } }`,
      ["Query is too large (65574 bytes; maximum is 65535 bytes)"],
    ],
  ])("a query that may not run in bulk, %#", async (query, messages) => {
    const shop = await startTestShop();
    const { payload } = await run(shop, query);
    expect(payload).toEqual({
      bulkOperation: null,
      userErrors: messages.map((message) => ({ field: ["query"], message, code: "INVALID" })),
    });
  });

  it("a sixth at once, naming the five", async () => {
    const shop = await withOrders(1);
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push(await begin(shop));
    expect((await run(shop, orders)).payload).toEqual({
      bulkOperation: null,
      userErrors: [
        {
          field: null,
          message: `A bulk query operation for this app and shop is already in progress: ${ids.join(", ")}.`,
          code: "OPERATION_IN_PROGRESS",
        },
      ],
    });
    await end(shop, ids[0] ?? "");
    await begin(shop);
  });
});

describe("looking", () => {
  it("lists the newest first and takes its filters", async () => {
    const shop = await withOrders(1);
    const first = await begin(shop);
    await end(shop, first);
    const second = await begin(shop);
    const list = async (args: string) =>
      read(
        dataOf(await shop.query(`{ bulkOperations(first: 5${args}) { nodes { id } } }`)),
        "bulkOperations.nodes",
      );
    expect(await list("")).toEqual([{ id: second }, { id: first }]);
    expect(await list(", reverse: true")).toEqual([{ id: first }, { id: second }]);
    expect(await list(`, query: "status:completed"`)).toEqual([{ id: first }]);
    expect(await list(`, query: "operation_type:mutation"`)).toEqual([]);
    expect(await list(`, query: "id:${second.split("/").at(-1) ?? ""}"`)).toEqual([{ id: second }]);
    const current = await shop.query(
      "{ currentBulkOperation { id } none: currentBulkOperation(type: MUTATION) { id } }",
    );
    expect(dataOf(current)).toEqual({ currentBulkOperation: { id: second }, none: null });
  });

  it("knows no other ids", async () => {
    const shop = await startTestShop();
    expect(await look(shop, "gid://shopify/BulkOperation/0")).toBeNull();
    const answer = await shop.query('{ bulkOperation(id: "gid://shopify/Product/1") { id } }');
    expect(answer.errors).toMatchObject([
      { message: "Invalid id: gid://shopify/Product/1", extensions: { code: "RESOURCE_NOT_FOUND" } },
    ]);
  });
});

describe("an end that is none", () => {
  const cancel = async (shop: TestShop, id: string) =>
    read(
      dataOf(
        await shop.query(
          `mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { field message } } }`,
          { id },
        ),
      ),
      "bulkOperationCancel",
    );

  it("cancelled: what was written stays", async () => {
    const shop = await withOrders();
    const id = await begin(shop);
    await shop.control("/bulk", { rowsPerLook: 10 });
    shop.clock.advance(300);
    await look(shop, id);
    expect(await cancel(shop, id)).toEqual({ bulkOperation: { status: "CANCELING" }, userErrors: [] });
    const over = await end(shop, id);
    expect(over).toMatchObject({ status: "CANCELED", completedAt: null, url: null, fileSize: null });
    expect((await download(over.partialDataUrl)).filter((line) => !line.__parentId)).toHaveLength(10);
    expect(await cancel(shop, id)).toEqual({
      bulkOperation: { status: "CANCELED" },
      userErrors: [{ field: null, message: "A bulk operation cannot be canceled when it is canceled" }],
    });
    expect(await cancel(shop, "gid://shopify/BulkOperation/0")).toEqual({
      bulkOperation: null,
      userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
    });
  });

  it("failed, with a partial file", async () => {
    const shop = await withOrders();
    await shop.control("/bulk", { next: [{ fail: "TIMEOUT", afterLines: 25 }, {}] });
    const failed = await end(shop, await begin(shop));
    expect(failed).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null, objectCount: "25" });
    expect(await download(failed.partialDataUrl)).toHaveLength(25);
    const nothing = await end(shop, await begin(shop));
    expect(nothing).toMatchObject({ errorCode: "INTERNAL_SERVER_ERROR", partialDataUrl: null });
    expect(await end(shop, await begin(shop))).toMatchObject({ status: "COMPLETED" });
  });

  it("after ten days", async () => {
    const shop = await withOrders();
    const id = await begin(shop);
    await shop.control("/bulk", { rowsPerLook: 1 });
    shop.clock.advance(10 * 86_400_000);
    expect(await look(shop, id)).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT" });
  });
});

describe("the end", () => {
  it("is told to who subscribed, in lower case", async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const shop = await withOrders(1);
    const subscribe = `mutation($uri: String!) { webhookSubscriptionCreate(topic: BULK_OPERATIONS_FINISH,
      webhookSubscription: { uri: $uri }) { userErrors { message } } }`;
    dataOf(await shop.query(subscribe, { uri: receiver.url }));
    const { id } = await end(shop, await begin(shop));
    await receiver.arrived(1);
    expect(receiver.received[0]?.headers).toMatchObject({ "x-shopify-topic": "bulk_operations/finish" });
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      admin_graphql_api_id: id,
      error_code: null,
      status: "completed",
      type: "query",
    });
  });
});

describe("links", () => {
  it("end after seven days, or when they are made void", async () => {
    const shop = await withOrders(2);
    const id = await begin(shop);
    const { url } = await end(shop, id);
    await shop.control("/bulk", { expireLinks: true });
    const void_ = await fetch(url ?? "");
    expect(void_.status).toBe(403);
    expect(void_.headers.get("content-type")).toContain("application/xml");
    expect(await void_.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
    const { url: fresh } = await look(shop, id);
    await download(fresh);
    shop.clock.advance(7 * 86_400_000);
    expect((await fetch(fresh ?? "")).status).toBe(403);
    expect(await look(shop, id)).toMatchObject({ status: "EXPIRED" });
  });

  it("break as they are told", async () => {
    const shop = await withOrders();
    const { url, fileSize } = await end(shop, await begin(shop));
    await shop.control("/bulk", { download: { cutAfterBytes: 3_000 } });
    await expect(fetch(url ?? "").then((answer) => answer.text())).rejects.toThrow();
    await shop.control("/bulk", { download: { endAfterBytes: 3_000 } });
    expect(await (await fetch(url ?? "")).text()).toHaveLength(3_000);
    await shop.control("/bulk", { download: { status: 503 } });
    expect((await fetch(url ?? "")).status).toBe(503);
    expect(await (await fetch(url ?? "")).text()).toHaveLength(Number(fileSize));
  });
});
