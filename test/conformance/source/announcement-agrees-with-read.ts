import assert from "node:assert/strict";
import { keyText, type AnnouncedKey, type AnnouncedRecord } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { SourceSubject } from "../source-subject.ts";
import type { Listener } from "../source-world/listen.ts";
import {
  assertSame,
  assertSameAnnounced,
  kinds,
  readOne,
  recordsOf,
  walkPages,
} from "../source-world/look-at-records.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

export const announcementAgreesWithRead: SourceGuarantee = {
  name: "announcement-agrees-with-read",
  says: "A record is the same whether it was announced, read by its id, or found in the list of changes, for every sort of order and customer.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const listener = await world.listen();
      const keys = await subject.shop.variety(world.shop);
      assert.ok(keys.length > 10, "a handful of records shows nothing");
      const { system } = world.open();
      const listed = new Map<string, AnnouncedRecord>();
      for (const kind of kinds)
        for (const record of recordsOf(await walkPages(system, kind))) listed.set(keyText(record), record);
      let carried = 0;
      for (const key of keys) {
        const name = keyText(key);
        const read = await readOne(system, key);
        const inList = listed.get(name);
        assert.ok(inList !== undefined, `${name} is not in the list of changes`);
        assertSame(inList, read, `${name}, in the list of changes and by its id`);
        const latest = (await tellings(listener, key, subject)).at(-1);
        if (latest?.complete !== true) continue;
        carried += 1;
        assertSameAnnounced(latest.record, read, `${name}, as announced and by its id`);
      }
      assert.ok(carried * 3 > keys.length * 2, "most records are not carried by their announcements");
    }),
};

async function tellings(listener: Listener, key: AnnouncedKey, { connector }: SourceSubject) {
  const arrived = await listener.of(key);
  return arrived.flatMap(({ delivery }) => {
    const tells = connector.interpret(delivery);
    assert.notEqual(tells.says, "unreadable", `${delivery.topic} of ${keyText(key)} could not be read`);
    return tells.says === "record" ? [tells] : [];
  });
}
