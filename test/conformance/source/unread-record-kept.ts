import assert from "node:assert/strict";
import { keyText, type AnnouncedKey } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import { withFile, withJson } from "../world/tampered-emulator.ts";

export const unreadRecordKept: SourceGuarantee = {
  name: "unread-record-kept",
  says: "A record that cannot be understood is not passed over by a comparison or a backfill: it stands as failed, with the reason, beside the others that arrive, and arrives once it can be.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      await subject.shop.silence(world.shop, true);
      await byComparison(world);
      await byBackfill(world);
    }),
};

async function byComparison(world: HubWorld): Promise<void> {
  const keys = await world.subject.shop.fill(world.shop, "orders", 4);
  const [spoilt, ...others] = keys;
  assert.ok(spoilt !== undefined);
  spoil(world, spoilt);
  await world.advance("PT6M");
  await stands(world, spoilt, others, "compared");
  world.tampering.after = null;
  await world.stands(spoilt, ["synced", "unchanged"], { step: "PT5M" });
}

async function byBackfill(world: HubWorld): Promise<void> {
  const [spoilt, ...others] = await world.subject.shop.fill(world.shop, "orders", 4);
  assert.ok(spoilt !== undefined);
  spoil(world, spoilt);
  const { id } = await world.hub.startBackfill({
    connection: world.connection,
    entity: "orders",
    since: null,
  });
  await stands(world, spoilt, others, "backfilled");
  await world.eventually(
    async () => {
      await world.advance("PT1H");
      assert.equal((await world.hub.run(id)).state, "done", "the backfill does not come to its end");
    },
    { moves: 10 },
  );
  const { report } = await world.hub.run(id);
  assert.ok((report?.["failed"] ?? 0) > 0, `the report of the backfill hides it: ${JSON.stringify(report)}`);
  world.tampering.after = null;
  await world.hub.retry({ connection: world.connection });
  await world.stands(spoilt, ["synced", "unchanged"]);
}

function spoil({ subject, tampering }: HubWorld, key: AnnouncedKey): void {
  const { read, changed, history } = subject.operations;
  const operations = [read.orders, changed.orders];
  tampering.after = ({ operation }, answer) => {
    if (operation === history)
      return withFile(answer, (file) => subject.answers.spoilHistory?.(file, key) ?? file);
    return operations.includes(operation)
      ? withJson(answer, (json) => subject.answers.spoil(json, key))
      : answer;
  };
}

async function stands(
  world: HubWorld,
  spoilt: AnnouncedKey,
  others: readonly AnnouncedKey[],
  how: string,
): Promise<void> {
  for (const key of others) await world.stands(key, ["synced", "unchanged"]);
  await world.settled();
  const record = await world.standing(spoilt);
  assert.ok(record !== undefined, `${keyText(spoilt)}, ${how}: it was passed over`);
  assert.equal(record.outcome.state, "failed", `${keyText(spoilt)}, ${how}`);
  assert.match(record.outcome.reason.message, /\S+ \S+/);
}
