import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { keyText, type AnnouncedKey, type AnnouncedRecord } from "#domain/source-record.ts";
import type { SourceSubject } from "../source-subject.ts";
import { changedFields } from "../source-world/changed-fields.ts";
import { kinds, placeOne, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

export const withheldIsUnknown: SourceGuarantee = {
  name: "withheld-is-unknown",
  says: "What the shop withholds is unknown, never empty, whichever way a record comes; everything else of it is there.",
  role: "source",
  needs: "withholding",
  check: async (subject) => {
    const parts = subject.shop.withholding?.parts ?? [];
    assert.ok(parts.length > 0, "no part of a record can be withheld");
    for (const part of parts) await withholdOne(subject, part);
  },
};

function withholdOne(subject: SourceSubject, part: string): Promise<void> {
  return withShopWorld(subject, async (world) => {
    const listener = await world.listen();
    const { system } = world.open();
    const keys = await placeOne(world);
    const before = new Map<AnnouncedKey, AnnouncedRecord>();
    for (const kind of kinds) {
      const answer = (await system.read(kind, [keys[kind].id])).get(keys[kind].id);
      assert.equal(answer?.state, "present");
      before.set(keys[kind], answer.record);
    }
    await subject.shop.withholding?.on(world.shop, part);
    for (const kind of kinds) await subject.shop.note(world.shop, keys[kind], "Ring the bell");

    let hidden = 0;
    for (const [key, shown] of before)
      for (const [way, record] of await tellings(world, key, listener)) {
        const name = `${keyText(key)} with ${part} withheld, ${way}`;
        const lost = changedFields(shown, record);
        hidden += lost.length;
        const emptied = lost.filter(({ is }) => is !== undefined);
        assert.deepEqual(emptied, [], `${name}: what is withheld passes for something else`);
      }
    assert.ok(hidden > 0, `nothing is hidden although the shop withholds ${part}`);
  });
}

/** A record by each way in which it comes; a way by which it does not come at all is left out. */
async function tellings(
  world: ShopWorld,
  key: AnnouncedKey,
  listener: Awaited<ReturnType<ShopWorld["listen"]>>,
): Promise<readonly (readonly [string, AnnouncedRecord])[]> {
  const { subject } = world;
  const { system } = world.open();
  const ways: [string, AnnouncedRecord][] = [];
  const answer = (await system.read(key.kind, [key.id])).get(key.id);
  assert.ok(answer !== undefined, `${keyText(key)} has no answer`);
  assert.notEqual(answer.state, "failed", `${keyText(key)} cannot be read while a part of it is withheld`);
  if (answer.state === "present") ways.push(["read", answer.record]);
  else if (answer.state === "absent")
    assert.ok(answer.hiddenBefore !== undefined, `${keyText(key)} is withheld and passes for deleted`);
  const listed = recordsOf(await walkPages(world.open().system, key.kind)).find(({ id }) => id === key.id);
  if (listed !== undefined) ways.push(["listed", listed]);
  const latest = (await listener.of(key)).at(-1);
  const tells = latest === undefined ? null : subject.connector.interpret(latest.delivery);
  if (tells?.says === "record") {
    ways.push(["announced", tells.record]);
    assert.ok(tells.withheld, `${keyText(key)}: the announcement does not say that something is withheld`);
  }
  return ways;
}
