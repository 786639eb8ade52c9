import assert from "node:assert/strict";
import { keyText, type AnnouncedRecord } from "#domain/source-record.ts";
import type { Order } from "#domain/order/order.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { LongRecord } from "../source-subject.ts";
import { assertSame, readOne, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

export const longRecordsWhole: SourceGuarantee = {
  name: "long-records-whole",
  says: "A record with more lines, taxes, discounts or shipping lines than an answer holds comes whole, and never put together of two states.",
  role: "source",
  needs: "longRecords",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const listener = await world.listen();
      const long = await subject.shop.placeLong?.(world.shop);
      assert.ok(long !== undefined, "the probe has no long record");
      const { key } = long;
      const { system } = world.open();
      const seen = world.watch();
      const read = await readOne(system, key);
      isWhole(read, long, `${keyText(key)}, read`);
      assert.ok(
        seen.of(subject.operations.rows).length > 0,
        "an answer holds it, so that this shows nothing",
      );
      const listed = recordsOf(await walkPages(world.open().system, "orders")).find(
        ({ id }) => id === key.id,
      );
      assert.ok(listed !== undefined, `${keyText(key)} is not in the list of changes`);
      assertSame(listed, read, `${keyText(key)}, in the list of changes and by its id`);
      for (const { delivery } of await listener.of(key)) {
        const tells = subject.connector.interpret(delivery);
        if (tells.says !== "record") continue;
        if (tells.complete) isWhole(tells.record, long, `${keyText(key)}, as announced`);
      }

      let changed = 0;
      world.tampering.before = async ({ operation }) => {
        if (operation !== subject.operations.rows || changed > 0) return;
        changed += 1;
        world.clock.advance(2_000);
        await subject.shop.edit(world.shop, key);
      };
      const during = await readOne(world.open().system, key);
      world.tampering.before = null;
      assert.equal(changed, 1);
      const after = await readOne(world.open().system, key);
      assertSame(during, after, `${keyText(key)}, changed while its rows were read`);
    }),
};

function isWhole(record: AnnouncedRecord, { rows, taxesOfLine }: LongRecord, what: string): void {
  assert.equal(record.kind, "orders");
  const order: Order = record;
  for (const [list, length] of Object.entries(rows))
    assert.equal(order[list as keyof typeof rows].length, length, `${what}: ${list}`);
  const ids = new Set(order.lines.map(({ id }) => id));
  assert.equal(ids.size, order.lines.length, `${what}: a line came twice`);
  for (const { taxes } of order.lines) assert.equal(taxes.length, taxesOfLine, `${what}: taxes of a line`);
  const allocated = order.lines.flatMap(({ discounts }) => discounts.map(({ application }) => application));
  assert.equal(new Set(allocated).size, order.discounts.length, `${what}: discounts that are on no line`);
}
