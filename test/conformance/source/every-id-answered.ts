import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { kinds, placeOne, stateOf } from "../source-world/look-at-records.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

/** Ids that no record has, or that no record could have. */
const strangers = [
  "1",
  "999999999999999999999999",
  "0",
  "-5",
  "abc",
  "",
  " ",
  "1; drop",
  "gid://shopify/Order/1",
  "guest:0123456789abcdef01234567",
  "placeholder",
  "company:1:2",
  "company:x",
  "delivery:6b1f",
  "é☂",
];

export const everyIdAnswered: SourceGuarantee = {
  name: "every-id-answered",
  says: "Every record that is asked for has an answer: there, not there, or not readable, also when it was asked for twice, with hundreds of others, or by an id that is none.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const { system } = world.open();
      const there = await placeOne(world);
      const gone = await placeOne(world);
      await subject.shop.remove(world.shop, gone.orders);
      await subject.shop.remove(world.shop, gone.customers);
      const crowd = {
        orders: await subject.shop.fill(world.shop, "orders", 120),
        customers: await subject.shop.fill(world.shop, "customers", 120),
      };
      assert.equal(
        (await system.read("orders", [])).size,
        0,
        "nothing was asked for, and something answered",
      );
      for (const kind of kinds) {
        const present = [there[kind].id, there[kind].id, ...crowd[kind].map(({ id }) => id)];
        const absent = [
          ...strangers,
          gone[kind].id,
          ...Array.from({ length: 140 }, (_, index) => `77${index}`),
        ];
        // Mixed, so that every call has some of each.
        const ids = present.flatMap((id, index) => [id, absent[index] ?? id]).concat(absent);
        const answers = await system.read(kind, ids);
        assert.deepEqual(
          [...answers.keys()].sort(),
          [...new Set(ids)].sort(),
          `${kind}: ids that have an answer`,
        );
        for (const id of present) assert.equal(stateOf(answers.get(id)), "present", keyText({ kind, id }));
        for (const id of absent) assert.equal(stateOf(answers.get(id)), "absent", keyText({ kind, id }));
      }
    }),
};
