import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { changedFields } from "../source-world/changed-fields.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { kinds, placeOne } from "../source-world/look-at-records.ts";

export const withheldKeepsKnown: SourceGuarantee = {
  name: "withheld-keeps-known",
  says: "When the shop begins to withhold parts of its records, what was known of them stays, and what it still tells goes on arriving.",
  role: "source",
  needs: "withholding",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger } = world;
      const { withholding } = subject.shop;
      assert.ok(withholding !== undefined);
      const keys = await placeOne(world);
      for (const kind of kinds) await world.stands(keys[kind], ["synced", "unchanged"]);
      await world.settled();
      const known = kinds.map((kind) => ledger.entry(keys[kind]));
      const step = async (text: string, noted: readonly (typeof kinds)[number][]): Promise<void> => {
        await world.advance("PT2S");
        for (const kind of noted) await subject.shop.note(shop, keys[kind], text);
        await world.settled();
        for (const [index, kind] of kinds.entries()) {
          const now = ledger.entry(keys[kind]);
          const what = `${keyText(keys[kind])}, ${text}`;
          assert.deepEqual(changedFields(known[index], now), [], `${what}: what was known is lost`);
          if (noted.includes(kind))
            assert.equal(now?.note, text, `${what}: what the shop tells did not arrive`);
        }
      };
      await step("with everything shown", kinds);
      const [whole, ...parts] = withholding.parts;
      for (const part of parts) await withholding.on(shop, part);
      await step("with parts withheld", kinds);
      if (whole === undefined) return;
      await withholding.on(shop, whole);
      await step("with all of it withheld", ["orders"]);
      await world.hub.sync(
        world.connection,
        kinds.map((kind) => keyText(keys[kind])),
      );
      await step("looked at again", ["orders"]);
    }),
};
