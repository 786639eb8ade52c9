import assert from "node:assert/strict";
import {
  keyText,
  type AnnouncedKey,
  type AnnouncedKind,
  type AnnouncedRecord,
} from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { SourceSubject } from "../source-subject.ts";
import { kinds, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

const pageSize = 4;

export const changeWhilePaging: SourceGuarantee = {
  name: "change-while-paging",
  says: "Records that change, come or go while the pages are walked make the walk miss none, and their news are found by this walk or the next.",
  role: "source",
  check: async (subject) => {
    for (const kind of kinds) await changeMeanwhile(subject, kind);
  },
};

function changeMeanwhile(subject: SourceSubject, kind: AnnouncedKind): Promise<void> {
  return withShopWorld(subject, async (world) => {
    const { shop } = world;
    const keys: AnnouncedKey[] = [];
    // Times are told in whole seconds: three groups of them, and records of one time across the end of a page.
    for (const count of [6, 5, 6]) {
      keys.push(...(await subject.shop.fill(shop, kind, count)));
      world.clock.advance(2_000);
    }
    await subject.shop.shrinkPages(shop, pageSize);
    const start = new Date(world.clock.now()).toISOString();
    const meanwhile = changes(world, kind, keys);
    let page = 0;
    world.tampering.before = async ({ operation }) => {
      if (operation !== subject.operations.changed[kind]) return;
      page += 1;
      if (page > 1) await meanwhile.next();
    };
    const first = recordsOf(await walkPages(world.open().system, kind));
    world.tampering.before = null;

    const { changed, gone, come } = meanwhile;
    const still = keys.filter((key) => !gone.includes(key) && !changed.has(key));
    const missed = still.filter(({ id }) => !first.some((record) => record.id === id));
    assert.deepEqual(missed, [], `${kind}: the walk missed records that nobody touched`);
    assert.ok(
      (await meanwhile.next()).done,
      `${kind}: the walk came to its end before everything had changed`,
    );
    const next = recordsOf(await walkPages(world.open().system, kind, start));
    const latest = new Map<string, AnnouncedRecord>([...first, ...next].map((record) => [record.id, record]));
    for (const [key, note] of changed)
      assert.equal(
        latest.get(key.id)?.note,
        note,
        `${keyText(key)} changed during the walk and was not told anew`,
      );
    for (const { id } of come)
      assert.ok(latest.has(id), `${kind}:${id} came during the walk and was not found`);
  });
}

/** What happens before each page after the first. */
function changes(world: ShopWorld, kind: AnnouncedKind, keys: readonly AnnouncedKey[]) {
  const { subject, shop } = world;
  const changed = new Map<AnnouncedKey, string>();
  const gone: AnnouncedKey[] = [];
  const come: AnnouncedKey[] = [];
  const at = (index: number): AnnouncedKey => {
    const key = keys[index];
    assert.ok(key !== undefined);
    return key;
  };
  const note = async (index: number, text: string): Promise<void> => {
    changed.set(at(index), text);
    await subject.shop.note(shop, at(index), text);
  };
  const remove = async (index: number): Promise<void> => {
    gone.push(at(index));
    await subject.shop.remove(shop, at(index));
  };
  const steps = [
    // Two that were told already, one that comes next, one of the last page.
    () => note(1, "Changed after it was told"),
    () => remove(0),
    () => note(9, "Changed before it was told"),
    async () => {
      await remove(2);
      come.push(...(await subject.shop.fill(shop, kind, 1)));
      await note(16, "The last one");
      await note(1, "Changed twice");
    },
  ];
  let step = 0;
  return {
    changed,
    gone,
    come,
    next: async (): Promise<{ readonly done: boolean }> => {
      const run = steps[step];
      step += 1;
      world.clock.advance(1_000);
      await run?.();
      return { done: run === undefined };
    },
  };
}
