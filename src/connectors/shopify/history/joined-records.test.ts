import { open } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { AnnouncedRecord } from "#domain/source-record.ts";
import { customerFromGraphql } from "../decode/customer-from-graphql.ts";
import { orderFromGraphql } from "../decode/order-from-graphql.ts";
import { sortIds } from "../decode/sort-ids.ts";
import { customerArbitrary, orderArbitrary, type AbstractOrder } from "../decode/testing/order-shapes.ts";
import { tellByGraphql, tellCustomerByGraphql } from "../decode/testing/tell-by-graphql.ts";
import { createBlockWriter, createPartReader } from "./block-file.ts";
import { decodeFamily } from "./decode-family.ts";
import { joinLines } from "./join-lines.ts";
import { createLineReader } from "./line-reader.ts";
import { partitionLines } from "./partition-lines.ts";
import { scratchFolder } from "./test-history.ts";

type Node = Record<string, unknown>;

/** The node's own line and, for each of its lists, the lines of the children in their order. */
function linesOf(node: Node): { readonly own: Node; readonly lists: readonly (readonly Node[])[] } {
  const own = { ...node };
  const lists: Node[][] = [];
  for (const name of ["lineItems", "shippingLines", "discountApplications"]) {
    const list = own[name] as { readonly nodes: readonly Node[] };
    Reflect.deleteProperty(own, name);
    lists.push(list.nodes.map((child) => ({ ...child, __parentId: node["id"] })));
  }
  return { own, lists };
}

/** Puts lists together in an order drawn by `pick`, each list in its own order. */
function interleave(lists: readonly (readonly Node[])[], pick: (below: number) => number): Node[] {
  const left = lists.filter(({ length }) => length > 0).map((list) => [...list]);
  const all: Node[] = [];
  while (left.length > 0) {
    const place = pick(left.length);
    const line = left[place]?.shift();
    if (line !== undefined) all.push(line);
    if (left[place]?.length === 0) left.splice(place, 1);
  }
  return all;
}

/** Cuts bytes into pieces of any size, in the middle of lines and of letters. */
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decodeAll(
  folder: string,
  kind: "orders" | "customers",
  bytes: Buffer,
  how: { readonly parts: number; readonly pieceBytes: number; readonly blockBytes: number },
): Promise<Map<string, AnnouncedRecord | null>> {
  const read = createLineReader(kind === "orders" ? "Order" : "Customer");
  const file = await open(join(folder, "blocks"), "w+");
  try {
    const writer = createBlockWriter(file, how.parts, how.blockBytes);
    const came = await partitionLines(cut(bytes, how.pieceBytes), read, how.parts, writer);
    const index = await writer.end();
    expect([came.bytes, came.isCut]).toEqual([bytes.length, false]);
    const readPart = createPartReader(file, index);
    const records = new Map<string, AnnouncedRecord | null>();
    for (let part = 0; part < how.parts; part += 1) {
      const lines = await readPart(part);
      const families = joinLines(lines, read);
      expect(families).toHaveLength(came.roots[part] ?? 0);
      for (const family of families)
        records.set(family.id, decodeFamily(kind, lines, family)?.record ?? null);
    }
    return records;
  } finally {
    await file.close();
  }
}

/** As Shopify numbers the lines of an order: in the order in which they were made. */
function numbered(order: AbstractOrder): AbstractOrder {
  const inOrder = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] => {
    const ids = sortIds(rows.map(({ id }) => id));
    return rows.map((row, index) => ({ ...row, id: ids[index] ?? row.id }));
  };
  return { ...order, lines: inOrder(order.lines), shippingLines: inOrder(order.shippingLines) };
}

const how = fc.record({
  parts: fc.integer({ min: 1, max: 9 }),
  pieceBytes: fc.integer({ min: 7, max: 5_000 }),
  blockBytes: fc.integer({ min: 16, max: 3_000 }),
});
const picks = fc.infiniteStream(fc.nat(1_000)).map((stream) => (below: number): number => {
  const { value } = stream.next() as { readonly value: number };
  return value % below;
});

it("orders are the records that a read by id gives, with their lines in any order, in any pieces, in any number of parts", async () => {
  const folder = await scratchFolder();
  const orders = fc.uniqueArray(orderArbitrary, { selector: ({ id }) => id, minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(orders, how, picks, async (shapes, sizes, pick) => {
      // A tip's line is numbered before the others here, which no read by id would give.
      const nodes = shapes.map((order) => tellByGraphql(numbered({ ...order, tip: "none" })) as Node);
      // A record's own line may come behind its children.
      const lists = nodes.map(linesOf).flatMap(({ own, lists: children }) => [[own], ...children]);
      const text = interleave(lists, pick).map((line) => `${JSON.stringify(line)}\n`);
      const records = await decodeAll(folder, "orders", Buffer.from(text.join("")), sizes);
      const expected = nodes.map(orderFromGraphql).map((order) => [order.id, order] as const);
      expect(records).toStrictEqual(new Map(expected));
    }),
    { numRuns: 60 },
  );
});

it("an order whose lines may have lost their order is left to a read by id", async () => {
  const folder = await scratchFolder();
  await fc.assert(
    fc.asyncProperty(orderArbitrary, how, async (shape, sizes) => {
      fc.pre(shape.lines.length > 1);
      const { own, lists } = linesOf(tellByGraphql(numbered({ ...shape, tip: "none" })) as Node);
      const text = [own, ...lists.flatMap((list) => list.toReversed())].map(
        (line) => `${JSON.stringify(line)}\n`,
      );
      const records = await decodeAll(folder, "orders", Buffer.from(text.join("")), sizes);
      expect(records).toStrictEqual(new Map([[shape.id, null]]));
    }),
    { numRuns: 20 },
  );
});

it("customers are, too, whatever order the fields of their lines come in", async () => {
  const folder = await scratchFolder();
  const customers = fc.uniqueArray(customerArbitrary, {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(customers, fc.boolean(), how, async (shapes, isIdLast, sizes) => {
      const nodes = shapes.map((customer) => tellCustomerByGraphql(customer) as Node);
      const text = nodes.map(({ id, ...rest }) => {
        const line = isIdLast ? { ...rest, id } : { id, ...rest };
        return `${JSON.stringify(line)}\n`;
      });
      const records = await decodeAll(folder, "customers", Buffer.from(text.join("")), sizes);
      expect(records).toStrictEqual(
        new Map(nodes.map(customerFromGraphql).map((customer) => [customer.id, customer] as const)),
      );
    }),
    { numRuns: 30 },
  );
});
