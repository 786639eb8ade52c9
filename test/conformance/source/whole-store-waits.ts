import assert from "node:assert/strict";
import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { AnnouncedKey } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { placeOne } from "../source-world/look-at-records.ts";

const waitSeconds = 2;
/** By then every process has heard of it: see the recheck of the shared budget. */
const heardAfterMs = 1_150;
/** Calls that were on their way already when the shop asked to wait. */
const onTheirWay = 4;

export const wholeStoreWaits: SourceGuarantee = {
  name: "whole-store-waits",
  says: "When a shop asks to wait, all records of that shop and all processes wait, nobody storms it when the time is over, and everything arrives.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const keys: AnnouncedKey[] = [];
      for (let index = 0; index < 6; index += 1) keys.push((await placeOne(world)).orders);
      for (const key of keys) await world.stands(key, ["synced", "unchanged"]);
      await world.settled();
      await world.beside();
      const seen = world.watch();
      const read = subject.operations.read.orders;
      world.shop.faults({
        operations: { [read]: { http429: { rate: 1, retryAfter: waitSeconds }, times: 1 } },
      });
      // In two waves, so that some come while the shop is waited for.
      for (const key of keys.slice(0, 3)) await subject.shop.note(world.shop, key, "Wait for it");
      await until(() => seen.of(read).some(({ status }) => status === 429), "nothing was read");
      for (const key of keys.slice(3)) await subject.shop.note(world.shop, key, "Wait for it");
      await world.eventually(
        () => {
          for (const key of keys) assert.equal(world.ledger.entry(key)?.note, "Wait for it", key.id);
        },
        { moves: 0 },
      );
      const turnedAway = seen.of(read).filter(({ status }) => status === 429);
      assert.equal(turnedAway.length, 1);
      const askedAt = timeOf(turnedAway[0]);
      const after = (request: LoggedRequest): number => timeOf(request) - askedAt;
      const meanwhile = seen
        .all()
        .filter((request) => after(request) > 0 && after(request) < waitSeconds * 1_000);
      const deaf = meanwhile.filter((request) => after(request) > heardAfterMs);
      assert.deepEqual(
        deaf.map(after),
        [],
        "calls that were sent although the shop had asked to wait, in ms after it",
      );
      assert.ok(
        meanwhile.length <= onTheirWay,
        `${meanwhile.length} calls were sent while the shop was to be left alone`,
      );
      const storm = seen.all().filter((request) => after(request) >= waitSeconds * 1_000);
      assert.ok(
        storm.length <= keys.length + 2,
        `${storm.length} calls for ${keys.length} records once the time was over`,
      );
    }),
};

function timeOf(request: LoggedRequest | undefined): number {
  assert.ok(request !== undefined);
  return Date.parse(request.time);
}

async function until(check: () => boolean, otherwise: string): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    assert.ok(tries < 1_000, otherwise);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
