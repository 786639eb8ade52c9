import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { assertCarried, kinds, placeOne, readOne } from "../source-world/look-at-records.ts";

export const unannouncedFound: SourceGuarantee = {
  name: "unannounced-found",
  says: "Whatever comes or changes without being announced is found by comparing with the shop within minutes, carried over once, and said so in its story.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger } = world;
      const known = await placeOne(world);
      for (const kind of kinds) await world.stands(known[kind], ["synced", "unchanged"]);
      await world.settled();
      await subject.shop.silence(shop, true);
      await world.advance("PT2S");
      const fresh = await placeOne(world);
      for (const kind of kinds) await subject.shop.note(shop, known[kind], "Nobody was told");
      await subject.shop.edit(shop, known.orders);
      await world.settled();
      for (const kind of kinds) {
        assert.equal(await world.standing(fresh[kind]), undefined, "something was announced after all");
        assert.notEqual(ledger.entry(known[kind])?.note, "Nobody was told");
      }

      await world.advance("PT6M");
      const look = world.look();
      const expected = [...kinds.map((kind) => fresh[kind]), ...kinds.map((kind) => known[kind])];
      await world.eventually(async () => {
        for (const key of expected) {
          const entry = ledger.entry(key);
          assertCarried(entry, await readOne(look, key), keyText(key));
        }
      });
      await world.settled();
      for (const key of [fresh.orders, known.orders]) {
        const [story] = await world.hub.show(keyText(key));
        const codes = story?.journal.map(({ code }) => code) ?? [];
        assert.ok(codes.includes("FOUND_BY_SWEEP"), `the story of ${keyText(key)} says ${codes.join(", ")}`);
      }
      const writes = ledger.writes.length;
      for (let turn = 0; turn < 3; turn += 1) await world.advance("PT6M");
      await world.settled();
      assert.equal(
        ledger.writes.length,
        writes,
        "what was found was carried over again by the next comparison",
      );
    }),
};
