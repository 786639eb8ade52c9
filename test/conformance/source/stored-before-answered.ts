import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, post, withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import { assertCarried, readOne } from "../source-world/look-at-records.ts";

/** A database that keeps none of the deliveries, or every other one. */
const refuse = (when: string): readonly string[] => [
  `create or replace function waybill.refuse() returns trigger language plpgsql as
    $$ begin if ${when} then raise exception 'refused by the test'; end if; return new; end $$`,
  `create or replace trigger refuse before insert on waybill.inbox for each row execute function waybill.refuse()`,
];
const accept = ["drop trigger refuse on waybill.inbox", "drop function waybill.refuse()"];

export const storedBeforeAnswered: SourceGuarantee = {
  name: "stored-before-answered",
  says: "An announcement is answered with success once it is stored and not before, so that the shop sends again whatever was not; what is not signed leaves no trace.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const listener = await world.listen();
      const { key } = await subject.shop.place(world.shop, { buyer: world.newBuyer() });
      const arrived = (await listener.of(key)).at(-1);
      assert.ok(arrived !== undefined, "nothing was announced");
      const { delivery, body } = arrived;
      const sent = again(arrived);

      const forged = await world.deliver({ ...sent, secret: "another-secret" });
      assert.ok(
        forged >= 400 && forged < 500,
        `a delivery with a wrong signature was answered with ${forged}`,
      );
      const unsigned = await post(
        world.address,
        { ...arrived.headers, [subject.deliveries.signature]: undefined },
        body,
      );
      assert.ok(
        unsigned >= 400 && unsigned < 500,
        `a delivery without a signature was answered with ${unsigned}`,
      );

      for (const statement of refuse("true")) await world.rows(statement);
      const lost = await Promise.all(Array.from({ length: 8 }, () => world.deliver(sent)));
      assert.ok(
        lost.every((status) => status >= 500),
        `the database kept nothing, and the answers were ${lost.join(", ")}`,
      );
      assert.deepEqual(await stored(world), []);

      for (const statement of refuse("random() < 0.2")) await world.rows(statement);
      const ids = Array.from({ length: 40 }, () => randomUUID());
      const answers = await Promise.all(ids.map((id) => world.deliver({ ...sent, id })));
      const kept = (await stored(world)).map(({ delivery_id }) => delivery_id);
      const taken = ids.filter((_, index) => answers[index] === 200);
      assert.deepEqual(
        taken.filter((id) => !kept.includes(id)),
        [],
        "answered with success, and not stored",
      );
      for (const statement of accept) await world.rows(statement);

      // The shop sends again what was not taken, with the same ids.
      for (const id of ids) assert.equal(await world.deliver({ ...sent, id }), 200);
      const all = await stored(world);
      assert.deepEqual(
        all.map(({ delivery_id }) => delivery_id).sort(),
        [...ids].sort(),
        "each is stored once",
      );
      for (const row of all) {
        assert.equal(row.topic, delivery.topic);
        assert.equal(row.body, delivery.body, "what is stored is not what was sent");
      }
      await world.stands(key, ["synced", "unchanged"]);
      const entry = world.ledger.entry(key);
      assertCarried(entry, await readOne(world.look(), key), "what became of it");
    }),
};

function stored(world: HubWorld) {
  return world.rows<{ delivery_id: string; topic: string; body: string }>(
    "select delivery_id, topic, body from waybill.inbox",
  );
}
