import assert from "node:assert/strict";
import { keyText, type AnnouncedKey, type AnnouncedRecord } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { PartialAnswer } from "../source-subject.ts";
import { changedFields } from "../source-world/changed-fields.ts";
import { kinds, readOne, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";
import { withJson } from "../world/tampered-emulator.ts";

export const partialIsNotWhole: SourceGuarantee = {
  name: "partial-is-not-whole",
  says: "An answer that lacks something beside an error, or without a word, is not taken for whole: no record passes for deleted and no field for empty.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      for (const kind of kinds) {
        const { key, buyer } = await subject.shop.place(world.shop, { buyer: world.newBuyer() });
        const about = kind === "orders" ? key : buyer;
        await subject.shop.fill(world.shop, kind, 2);
        const whole = await readOne(world.open().system, about);
        for (const partial of subject.answers.partial) {
          await readPartly(world, partial, about, whole);
          if (partial.fineInLists !== true) await listPartly(world, partial, about, whole);
        }
      }
    }),
};

async function readPartly(
  world: ShopWorld,
  partial: PartialAnswer,
  key: AnnouncedKey,
  whole: AnnouncedRecord,
): Promise<void> {
  const spoilt = spoil(world, world.subject.operations.read[key.kind], partial, key);
  // Rejecting is right: nothing is made of it.
  const answers = await world
    .open()
    .system.read(key.kind, [key.id])
    .catch(() => null);
  world.tampering.after = null;
  const what = `${keyText(key)}, read by an answer in which ${partial.what}`;
  assert.ok(spoilt.answers > 0, `${what}: no answer was spoilt`);
  if (answers === null) return;
  const answer = answers.get(key.id);
  assert.ok(answer !== undefined, `${what}: there is no answer`);
  const isHidden = answer.state === "absent" && answer.hiddenBefore !== undefined;
  assert.ok(answer.state !== "absent" || isHidden, `${what}: it passes for deleted`);
  if (answer.state === "present") isNotEmptied(answer.record, whole, what);
}

async function listPartly(
  world: ShopWorld,
  partial: PartialAnswer,
  key: AnnouncedKey,
  whole: AnnouncedRecord,
): Promise<void> {
  const spoilt = spoil(world, world.subject.operations.changed[key.kind], partial, key);
  const pages = await walkPages(world.open().system, key.kind).catch(() => null);
  world.tampering.after = null;
  if (pages === null || spoilt.answers === 0) return;
  const what = `${keyText(key)}, listed by an answer in which ${partial.what}`;
  const found = recordsOf(pages).find(({ id }) => id === key.id);
  const isUnread = pages.some(({ unread = [] }) => unread.some(({ id }) => id === key.id));
  assert.ok(found !== undefined || isUnread, `${what}: it is passed over`);
  if (found !== undefined) isNotEmptied(found, whole, what);
}

/** Spoils every answer of an operation that has the record in it. */
function spoil(
  { tampering }: ShopWorld,
  operation: string,
  partial: PartialAnswer,
  key: AnnouncedKey,
): { readonly answers: number } {
  const spoilt = { answers: 0 };
  tampering.after = (request, answer) => {
    if (request.operation !== operation) return answer;
    return withJson(answer, (json) => {
      const instead = partial.of(json, key);
      if (instead !== json) spoilt.answers += 1;
      return instead;
    });
  };
  return spoilt;
}

function isNotEmptied(record: AnnouncedRecord, whole: AnnouncedRecord, what: string): void {
  assert.equal(record.id, whole.id, `${what}: it is another record`);
  const emptied = changedFields(whole, record).filter(({ is }) => is !== undefined);
  assert.deepEqual(emptied, [], `${what}: fields that pass for something else`);
}
