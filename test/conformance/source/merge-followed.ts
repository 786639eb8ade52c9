import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld } from "../source-world/hub-world.ts";
import { assertCarried, placeOne, readOne, stateOf } from "../source-world/look-at-records.ts";

export const mergeFollowed: SourceGuarantee = {
  name: "merge-followed",
  says: "When two customers become one, the one that is gone is noticed and stays gone, the one that stays is brought up to date, and orders follow to it.",
  role: "source",
  needs: "merges",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger } = world;
      const listener = await world.listen();
      const [gone, stays] = [await placeOne(world), await placeOne(world)];
      const keys = [gone.orders, gone.customers, stays.orders, stays.customers];
      const before = (await Promise.all(keys.map((key) => listener.of(key)))).flat();
      for (const each of before) await world.deliver(again(each));
      for (const key of keys) await world.stands(key, ["synced", "unchanged"]);

      await world.advance("PT2S");
      await subject.shop.merge?.(shop, gone.customers, stays.customers);
      await listener.settled();
      const news = listener.arrived.filter((each) => !before.includes(each));
      const told = news.map(({ delivery }) => subject.connector.interpret(delivery));
      const merge = told.find((tells) => tells.says === "merged");
      assert.ok(
        merge?.says === "merged",
        `a merge was understood as ${told.map(({ says }) => says).join(", ")}`,
      );
      assert.deepEqual(
        [merge.gone, merge.kept],
        [gone.customers, stays.customers],
        "who is gone, and who stays",
      );
      const look = world.look();
      const answers = await look.read("customers", [gone.customers.id, stays.customers.id]);
      assert.equal(stateOf(answers.get(gone.customers.id)), "absent");
      assert.equal(stateOf(answers.get(stays.customers.id)), "present");

      for (const each of news) await world.deliver(again(each));
      await world.settled();
      await world.stands(gone.customers, ["attention", "skipped"]);
      await world.stands(stays.customers, ["synced", "unchanged"]);
      const kept = ledger.entry(stays.customers);
      assertCarried(kept, await readOne(look, stays.customers), "the customer that stays");

      await subject.shop.note(shop, gone.orders, "For the one who stays");
      for (const each of (await listener.of(gone.orders)).slice(-1)) await world.deliver(again(each));
      await world.settled();
      const order = ledger.entry(gone.orders);
      assert.equal(order?.kind, "orders");
      assert.equal(order.customer?.id, stays.customers.id, `${keyText(gone.orders)} did not follow`);

      for (const each of before) await world.deliver(again(each));
      await world.settled();
      await world.stands(gone.customers, ["attention", "skipped"]);
    }),
};
