import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

const told = { create: ["PLANNED_CREATE", "WRITTEN"], update: ["PLANNED_UPDATE", "CHANGED"] } as const;

export const everyWriteTold: TargetGuarantee = {
  name: "every-write-told",
  says: "The story of a record tells each document that was made or changed: what was decided, what was written, and which document it is.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const lost = Object.fromEntries(
        world.flows.map(({ operations }) => [operations.create, { answerLost: 1, times: 1 }]),
      );
      world.target.faults({ operations: lost });
      const purchases = [await world.buy()];
      await world.arrived(purchases[0] ?? assert.fail());
      purchases.push(await world.buy());
      await world.arrived(purchases[1] ?? assert.fail());
      await world.settled();
      for (const flow of world.flows) {
        const { update } = flow;
        const [, purchase] = purchases;
        if (update === undefined || purchase === undefined) continue;
        await changeInShop(world, purchase, flow, update.change);
        await world.eventually(async () => {
          const { content } = await world.theDocument(purchase, flow);
          assert.ok(update.shows(content));
        });
        await world.settled();
      }
      for (const flow of world.flows)
        for (const [index, purchase] of purchases.entries()) {
          const { journal } = await world.storyOf(purchase, flow);
          const { id } = await world.theDocument(purchase, flow);
          const isChanged = index === 1 && flow.update !== undefined;
          for (const [kind, codes] of Object.entries(told)) {
            const wanted = kind === "create" || isChanged ? 1 : 0;
            for (const code of codes)
              assert.equal(
                journal.filter((line) => line.code === code).length,
                wanted,
                `lines ${code} in the story of the ${flow.noun}: ${journal.map((line) => line.code).join(", ")}`,
              );
          }
          const written = journal.find(({ code }) => code === "WRITTEN");
          assert.equal(written?.detail?.["externalId"], id, "which document was made is not told");
        }
    }),
};
