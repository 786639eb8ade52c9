import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { Buyer } from "../source-subject.ts";
import { withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import { everythingKept } from "../source-world/everything-kept.ts";

export const privacyHonoured: SourceGuarantee = {
  name: "privacy-honoured",
  says: "Who asks which data are held is told by the ids of the records; who asks to be forgotten is gone from everything that Waybill keeps, and nobody else; a shop that leaves takes all with it.",
  role: "source",
  needs: "privacy",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, address } = world;
      const { privacy } = subject.shop;
      assert.ok(privacy !== undefined);
      const people = [world.newBuyer(), world.newBuyer()] as const;
      const [asks, other] = people;
      const orders = [];
      for (const buyer of people) orders.push(await subject.shop.place(shop, { buyer }));
      const [order, othersOrder] = orders;
      assert.ok(order !== undefined && othersOrder !== undefined);
      for (const { key, buyer } of orders)
        for (const each of [key, buyer]) await world.stands(each, ["synced", "unchanged"]);
      await world.settled();
      assert.ok(await isKept(world, asks), "nothing is kept, so that this shows nothing");

      await privacy.ask(shop, "tell", order.buyer, address);
      await world.settled();
      const told = JSON.stringify(await world.hub.journal({ store: "acme" }));
      for (const key of [order.key, order.buyer])
        assert.ok(told.includes(keyText(key)), `the answer to whoever asks does not name ${keyText(key)}`);
      for (const word of wordsOf(asks))
        assert.ok(!told.includes(word), `the journal names the person: ${word}`);

      await privacy.ask(shop, "redact", order.buyer, address);
      await world.eventually(async () => assert.ok(!(await isKept(world, asks))));
      await world.settled();
      assert.deepEqual(
        await keptOf(world, asks),
        [],
        "where somebody who asked to be forgotten is still named",
      );
      assert.ok(await isKept(world, other), "somebody else was forgotten too");

      await privacy.ask(shop, "redact-shop", othersOrder.buyer, address);
      await world.eventually(async () => assert.ok(!(await isKept(world, other))));
      await world.settled();
      assert.deepEqual(await keptOf(world, other), [], "where a buyer of a shop that left is still named");
    }),
};

function wordsOf({ lastName, email, phone }: Buyer): readonly string[] {
  return [lastName, email, phone];
}

function keptOf(world: HubWorld, buyer: Buyer): Promise<readonly string[]> {
  return everythingKept(world, wordsOf(buyer));
}

async function isKept(world: HubWorld, buyer: Buyer): Promise<boolean> {
  return (await keptOf(world, buyer)).length > 0;
}
