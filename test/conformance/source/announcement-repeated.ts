import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld } from "../source-world/hub-world.ts";
import { orderHistory } from "../source-world/order-history.ts";
import { assertCarried, readOne } from "../source-world/look-at-records.ts";

export const announcementRepeated: SourceGuarantee = {
  name: "announcement-repeated",
  says: "An announcement that comes again, with its id or with another one, is stored once for each id, and changes nothing more.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { key, arrived } = await orderHistory(world, await world.listen(), { seconds: 1 });
      const sent = arrived.map((each) => ({ ...again(each), id: randomUUID() }));
      for (const delivery of sent) assert.equal(await world.deliver(delivery), 200);
      await world.settled();
      await world.stands(key, ["synced", "unchanged"]);
      const writes = world.ledger.writes.filter((written) => written === keyText(key)).length;
      assert.ok(writes >= 1);

      for (const copies of [1, 3]) {
        for (const delivery of sent)
          for (const status of await Promise.all(
            Array.from({ length: copies }, () => world.deliver(delivery)),
          ))
            assert.equal(
              status,
              200,
              "a delivery that is known has to be answered with success, or it comes for ever",
            );
      }
      await world.settled();
      const stored = await world.rows(`select 1 from waybill.inbox`);
      assert.equal(stored.length, sent.length, "rows for deliveries that came seven times each");
      for (const delivery of sent) await world.deliver({ ...delivery, id: randomUUID() });
      await world.settled();
      const now = world.ledger.writes.filter((written) => written === keyText(key)).length;
      assert.equal(now, writes, "announcements that say nothing new were carried over again");
      const entry = world.ledger.entry(key);
      assertCarried(entry, await readOne(world.look(), key), "what became of it");
    }),
};
