import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { idOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const announcedBeforeSent: TargetGuarantee = {
  name: "announced-before-sent",
  says: "Before anything is sent it is noted what will be sent, so that a crash in between is never forgotten.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const writing = new Set(
        world.flows.flatMap(({ operations, update }) => [operations.create, update?.operation ?? ""]),
      );
      const noted: { readonly operation: string; readonly kinds: readonly string[] }[] = [];
      world.tampering.before = async ({ operation }) => {
        if (!writing.has(operation)) return undefined;
        const open = await world.rows<{ kind: string; record_id: string }>(
          "select kind, record_id from waybill.intent",
        );
        noted.push({ operation, kinds: open.map(({ kind, record_id: id }) => `${kind}:${id}`) });
        return undefined;
      };
      const purchase = await world.buy();
      await world.arrived(purchase);
      await world.settled();
      for (const flow of world.flows)
        if (flow.update !== undefined) {
          await changeInShop(world, purchase, flow, flow.update.change);
          await world.settled();
        }
      for (const flow of world.flows) {
        const writes = [
          flow.operations.create,
          ...(flow.update === undefined ? [] : [flow.update.operation]),
        ];
        const key = `${flow.kind}:${idOf(purchase, flow.kind)}`;
        for (const operation of writes) {
          const seen = noted.filter((each) => each.operation === operation);
          assert.ok(seen.length > 0, `${operation} was never sent`);
          for (const { kinds } of seen)
            assert.ok(
              kinds.includes(key),
              `${operation} was sent while only this was noted: ${kinds.join(", ") || "nothing"}`,
            );
        }
      }
      assert.deepEqual(await world.rows("select reference from waybill.intent"), [], "left unsettled");
    }),
};
