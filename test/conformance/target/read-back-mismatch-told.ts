import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { reach } from "../world/expect-state.ts";
import { flowsWith } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "../world/target-world.ts";

export const readBackMismatchTold: TargetGuarantee = {
  name: "read-back-mismatch-told",
  says: "A document that does not say what was written, although the system said yes, is not called done: a person is told which fields differ.",
  role: "target",
  needs: "staffEdits",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const edited = flowsWith(subject, "staffEdits", ({ edit }) => edit !== undefined);
      for (const flow of world.flows) {
        if (flow.edit === undefined || !edited.has(flow.flow)) continue;
        const known = new Set(flow.documents(await world.target.dump()).map(({ id }) => id));
        changeAfter(world, flow, flow.operations.create, ({ id }) => !known.has(id), flow.edit);
        const made = await world.buy();
        await isTold(world, made, flow, flow.operations.create);

        const { update } = flow;
        if (update?.undo === undefined) continue;
        const purchase = await world.buy();
        await world.arrived(purchase);
        await world.settled();
        const { id } = await world.theDocument(purchase, flow);
        changeAfter(world, flow, update.operation, (document) => document.id === id, update.undo);
        await changeInShop(world, purchase, flow, update.change);
        await isTold(world, purchase, flow, update.operation);
      }
    }),
};

/** Somebody changes the document after it was written and before anybody has read it. */
function changeAfter(
  world: TargetWorld,
  flow: FlowUnderTest,
  written: string,
  isIt: (document: { readonly id: string }) => boolean,
  edit: NonNullable<FlowUnderTest["edit"]>,
): void {
  world.tampering.after = async ({ operation }, answer) => {
    if (operation !== written) return answer;
    const document = flow.documents(await world.target.dump()).find(isIt);
    if (document === undefined) return answer;
    world.tampering.after = null;
    await edit(world.target, document);
    return answer;
  };
}

async function isTold(
  world: TargetWorld,
  purchase: Purchase,
  flow: FlowUnderTest,
  written: string,
): Promise<void> {
  const { outcome } = await reach(world, purchase, flow, "attention");
  assert.equal(outcome.reason.code, "READ_BACK_MISMATCH");
  const { differences } = (outcome.reason.detail ?? {}) as { readonly differences?: readonly unknown[] };
  assert.ok((differences?.length ?? 0) > 0, "which fields differ is not told");
  await world.settled();
  const before = await world.theDocument(purchase, flow);
  const seen = world.watch();
  await world.hub.retry({});
  await world.advance("P1D");
  await world.settled();
  await reach(world, purchase, flow, "attention");
  assert.deepEqual(seen.of(written), [], `what somebody changed in the ${flow.noun} was written over`);

  assert.ok(outcome.state === "attention");
  const open = (await world.hub.attention()).find(({ attention }) => attention.code === outcome.reason.code);
  assert.ok(open !== undefined, "the question is not in the list of open ones");
  const settled = await world.hub.resolve(open.id, "accept", "conformance");
  assert.match(settled.outcome.state, /synced|unchanged/, "it cannot be accepted as it is");
  assert.deepEqual(await world.theDocument(purchase, flow), before);
}
