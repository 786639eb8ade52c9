import assert from "node:assert/strict";
import { keyText, type AnnouncedKey } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import { placeOne, stateOf } from "../source-world/look-at-records.ts";

export const deletionNoticed: SourceGuarantee = {
  name: "deletion-noticed",
  says: "A record that was deleted in the shop is noticed, by its announcement or at the next look, people are told what it leaves behind, and no late news brings it back.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop } = world;
      const listener = await world.listen();
      const carried = (await placeOne(world)).orders;
      const unwanted = (await placeOne(world)).orders;
      const unannounced = (await placeOne(world)).orders;
      const [alone] = await subject.shop.fill(shop, "customers", 1);
      assert.ok(alone !== undefined);
      world.ledger.accepts = ({ id }) => id !== unwanted.id;
      const all = [carried, unwanted, unannounced, alone];
      const before = (await Promise.all(all.map((key) => listener.of(key)))).flat();
      for (const each of before) await world.deliver(again(each));
      await world.settled();
      assert.deepEqual((await standings(world, all)).map(known), ["kept", "skipped", "kept", "kept"]);

      // What was read from the shop once can be missed there.
      await world.hub.sync(world.connection, [keyText(unannounced)]);
      await world.advance("PT2S");
      for (const key of [carried, unwanted, alone]) await subject.shop.remove(shop, key);
      for (const key of [carried, unwanted, alone]) {
        const told = (await listener.of(key)).map(({ delivery }) => subject.connector.interpret(delivery));
        assert.ok(
          told.some((tells) => tells.says === "deleted" && tells.key.id === key.id),
          `${keyText(key)}: ${told.map(({ says }) => says).join(", ")}`,
        );
        const answer = (await world.look().read(key.kind, [key.id])).get(key.id);
        assert.equal(stateOf(answer), "absent", keyText(key));
      }
      await subject.shop.silence(shop, true);
      await subject.shop.remove(shop, unannounced);
      const news = (await Promise.all(all.map((key) => listener.of(key))))
        .flat()
        .filter((each) => !before.includes(each));
      for (const each of news) await world.deliver(again(each));
      await world.hub.sync(world.connection, [keyText(unannounced)]);
      await world.settled();
      const gone = ["attention", "skipped", "attention", "attention"];
      assert.deepEqual(
        (await standings(world, all)).map(known),
        gone,
        "how they stand once they are deleted",
      );

      const writes = world.ledger.writes.length;
      for (const each of before.toReversed()) await world.deliver(again(each));
      await world.settled();
      assert.deepEqual((await standings(world, all)).map(known), gone, "how they stand after late news");
      assert.equal(world.ledger.writes.length, writes, "a deleted record was carried over by late news");
    }),
};

function standings(world: HubWorld, keys: readonly AnnouncedKey[]) {
  return Promise.all(keys.map((key) => world.standing(key)));
}

function known(record: Awaited<ReturnType<HubWorld["standing"]>>): string {
  const state = record?.outcome.state ?? "unknown";
  return state === "synced" || state === "unchanged" ? "kept" : state;
}
