import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld, type HubWorld } from "../source-world/hub-world.ts";

export const checkpointHolds: SourceGuarantee = {
  name: "checkpoint-holds",
  says: "A comparison with the shop that fails on one of its pages has not come further than before: the next one finds everything.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger, tampering } = world;
      await subject.shop.silence(shop, true);
      await world.advance("PT6M");
      await world.settled();
      const keys = await subject.shop.fill(shop, "orders", 9);
      await subject.shop.shrinkPages(shop, 3);
      let pages = 0;
      tampering.before = ({ operation }) => {
        if (operation !== subject.operations.changed.orders) return undefined;
        pages += 1;
        return pages === 1 ? undefined : { status: 503, body: "" };
      };
      const before = await checkpoint(world);
      await world.advance("PT6M");
      await world.settled();
      assert.ok(pages > 1, "no second page was asked for");
      assert.equal(await checkpoint(world), before, "the checkpoint moved over pages that were never read");

      tampering.before = null;
      // Whatever holds the comparison back now is long over.
      await world.eventually(async () => {
        await world.advance("PT6M");
        const missed = keys.filter((key) => ledger.entry(key) === undefined);
        assert.deepEqual(missed, [], "orders that were never found");
      });
      assert.ok(
        (await checkpoint(world)) > before,
        "the checkpoint does not move although everything was read",
      );
    }),
};

async function checkpoint(world: HubWorld): Promise<string> {
  const [row] = await world.rows<{ value: string }>(
    "select value from waybill.checkpoint where owner = 'store/acme' and name = 'sweep/orders'",
  );
  assert.ok(row !== undefined, "there is no checkpoint");
  return row.value;
}
