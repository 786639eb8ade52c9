import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld } from "../source-world/hub-world.ts";
import { placeOne } from "../source-world/look-at-records.ts";

export const uninstallHonoured: SourceGuarantee = {
  name: "uninstall-honoured",
  says: "A shop that takes the app off is left alone from then on and stands so; once the app is back it goes on, and a late word of the leaving changes nothing.",
  role: "source",
  needs: "installation",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger, hub } = world;
      const known = (await placeOne(world)).orders;
      await world.stands(known, ["synced", "unchanged"]);
      await world.settled();
      const state = async (): Promise<string> => (await hub.connection(world.connection)).state;
      const listener = await world.listen();
      await subject.shop.installation?.remove(shop);
      await listener.settled();
      const leaving = listener.arrived.find(
        ({ delivery }) => subject.connector.interpret(delivery).says === "uninstalled",
      );
      assert.ok(leaving !== undefined, "the leaving was not announced, or not understood");
      assert.equal(await world.deliver(again(leaving)), 200);
      await world.eventually(async () => assert.equal(await state(), "store-unavailable"));
      await world.settled();
      const seen = world.watch();
      for (let turn = 0; turn < 4; turn += 1) await world.advance("PT20M");
      assert.deepEqual(
        seen.all().map(({ operation }) => operation),
        [],
        "a shop that took the app off was asked",
      );
      const told = (await hub.journal({ store: "acme" })).map(({ message }) => message).join("\n");
      assert.match(told, /uninstalled/i, "nobody is told");

      await subject.shop.installation?.putBack(shop);
      await hub.listeningAt(world.address);
      await hub.apply(world.configuration);
      await world.eventually(async () => assert.equal(await state(), "running"));
      await world.deliver(again(leaving));
      await world.settled();
      assert.equal(await state(), "running", "a late word of the leaving stopped the store");
      const { orders } = await placeOne(world);
      await world.stands(orders, ["synced", "unchanged"]);
      assert.ok(ledger.entry(orders) !== undefined, keyText(orders));
    }),
};
