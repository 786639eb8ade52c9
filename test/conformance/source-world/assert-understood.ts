import assert from "node:assert/strict";
import type { EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import { keyText, type AnnouncedKey, type AnnouncedRecord } from "#domain/source-record.ts";
import type { SourceSubject } from "../source-subject.ts";
import {
  assertSame,
  assertSameAnnounced,
  placeOne,
  kinds,
  readOne,
  recordsOf,
  walkPages,
} from "./look-at-records.ts";
import { withShopWorld, type ShopWorld } from "./shop-world.ts";

/** How the shop says the same in another way. */
export interface OtherWords {
  body(json: unknown): unknown;
  answer(answer: EmulatorResponse): EmulatorResponse;
  /** The record without what may be told differently. */
  same(record: AnnouncedRecord): AnnouncedRecord;
}

/**
 * Lets the shop tell an order and a customer in other words, by announcements, by id and in the list of changes, and fails unless each
 * is understood as before and alike by every way.
 */
export function assertUnderstood(subject: SourceSubject, words: OtherWords): Promise<void> {
  return withShopWorld(subject, async (world) => {
    const { system } = world.open();
    const listener = await world.listen();
    const { orders, customers } = await placeOne(world);
    // An order tells of its customer, so it is announced last.
    for (const key of [customers, orders]) await subject.shop.note(world.shop, key, "Handle with care");
    const usual = new Map<AnnouncedKey, AnnouncedRecord>();
    for (const key of [orders, customers]) usual.set(key, await readOne(system, key));

    const { read, changed } = subject.operations;
    const records = new Set(kinds.flatMap((kind) => [read[kind], changed[kind]]));
    world.tampering.after = (request, answer) =>
      records.has(request.operation) ? words.answer(answer) : answer;
    for (const [key, before] of usual) {
      const byId = await readOne(world.open().system, key);
      assertSame(words.same(byId), words.same(before), `${keyText(key)}, read by its id`);
      const listed = await listedAs(world, key);
      assertSame(listed, byId, `${keyText(key)}, in the list of changes and by its id`);
      const told = (await listener.of(key)).flatMap(({ delivery }) => {
        const body = JSON.stringify(words.body(JSON.parse(delivery.body)));
        const tells = subject.connector.interpret({ ...delivery, body });
        assert.notEqual(tells.says, "unreadable", `${delivery.topic} could not be read any more`);
        return tells.says === "record" ? [tells.record] : [];
      });
      const latest = told.at(-1);
      assert.ok(latest !== undefined, `no announcement carries ${keyText(key)}`);
      assertSameAnnounced(latest, byId, `${keyText(key)}, as announced and by its id`);
    }
  });
}

async function listedAs(world: ShopWorld, key: AnnouncedKey): Promise<AnnouncedRecord> {
  const found = recordsOf(await walkPages(world.open().system, key.kind)).find(({ id }) => id === key.id);
  assert.ok(found !== undefined, `${keyText(key)} is not in the list of changes`);
  return found;
}
