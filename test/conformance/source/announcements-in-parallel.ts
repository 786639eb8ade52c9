import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld } from "../source-world/hub-world.ts";
import { orderHistory, type OrderHistory } from "../source-world/order-history.ts";
import { assertCarried, readOne } from "../source-world/look-at-records.ts";

const orders = 6;
const copies = 3;

export const announcementsInParallel: SourceGuarantee = {
  name: "announcements-in-parallel",
  says: "Announcements that come all at once, doubled, and are dealt with by several processes, make one record each, written once, that ends as the shop has it.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      world.ledger.accepts = (record) => record.kind === "customers" || record.financialStatus === "PAID";
      const listener = await world.listen();
      const histories: OrderHistory[] = [];
      for (let index = 0; index < orders; index += 1)
        histories.push(await orderHistory(world, listener, { seconds: index % 2 }));
      const people = (await Promise.all(histories.map(({ buyer }) => listener.of(buyer)))).flat();
      await world.beside();
      const sent = [...histories.flatMap(({ arrived }) => arrived), ...people].flatMap((arrived) => {
        const id = randomUUID();
        return Array.from({ length: copies }, (_, copy) => ({
          ...again(arrived),
          id: copy === 2 ? randomUUID() : id,
        }));
      });
      const statuses = await Promise.all(sent.map((delivery) => world.deliver(delivery)));
      assert.deepEqual(
        statuses.filter((status) => status !== 200),
        [],
      );
      await world.settled();
      const look = world.look();
      for (const { key } of histories) {
        await world.stands(key, ["synced", "unchanged"]);
        const entry = world.ledger.entry(key);
        assertCarried(entry, await readOne(look, key), keyText(key));
        const writes = world.ledger.writes.filter((written) => written === keyText(key)).length;
        assert.equal(writes, 1, `writes of ${keyText(key)}`);
      }
      assert.deepEqual(
        await world.rows("select 1 from waybill.intent"),
        [],
        "writes that were announced and not settled",
      );
    }),
};
