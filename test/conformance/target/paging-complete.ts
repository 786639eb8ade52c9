import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import { reasonFor } from "../capabilities.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import type { TargetSubject } from "../subject.ts";
import { buyPrepared } from "../world/coming-record.ts";
import { expectOnce } from "../world/expect-once.ts";
import { reach } from "../world/expect-state.ts";
import { partFor } from "../world/flows-with.ts";
import { watchDocuments } from "../world/new-documents.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { TargetWorld } from "../world/target-world.ts";

type Shrink = NonNullable<TargetSubject["shrinkPages"]>;

export const pagingComplete: TargetGuarantee = {
  name: "paging-complete",
  needs: "paging",
  says: "What stands on the last page of a list is found like what stands on the first.",
  role: "target",
  check: (subject) => {
    const shrink = partFor("paging", subject.shrinkPages);
    return withTargetWorld(subject, async (world) => {
      await counterpartOnLastPage(world, shrink);
      await productsOnEveryPage(world);
      await deletionsOnEveryPage(world, shrink);
    });
  },
};

/** The counterpart of a record stands behind others that only look like it. */
async function counterpartOnLastPage(world: TargetWorld, shrink: Shrink): Promise<void> {
  for (const flow of world.flows) {
    const { matching, operations } = flow;
    const { search = "" } = operations;
    const { addLookalikes } = matching ?? {};
    if (matching === undefined || addLookalikes === undefined) continue;
    await shrink(world.target, 1_000);
    let seen = world.watch();
    let expectNone = await watchDocuments(world, flow);
    const purchase = await buyPrepared(world, flow, async (coming, model) => {
      await addLookalikes(world.target, coming, model, 5);
      await matching.addMatch(world.target, coming, model);
      await shrink(world.target, 2);
      seen = world.watch();
      expectNone = await watchDocuments(world, flow);
    });
    await world.arrived(purchase);
    await world.settled();
    assert.ok(
      seen.of(search).length >= 3,
      `${search} was asked ${seen.of(search).length} times for three pages`,
    );
    await expectNone(`the ${flow.noun} stands on the last page of what is found, and another one was made`);
    await expectOnce(world, purchase);
  }
}

/** An order of everything that the shop sells needs entries of every page of the product list. */
async function productsOnEveryPage(world: TargetWorld): Promise<void> {
  if (!world.flows.some(({ kind }) => kind === "orders")) return;
  const skus = ["MUG-STONE", "TWL-LINEN", "TOTE-01"];
  const purchase = await world.buy({ more: { lines: skus.map((sku) => ({ sku })) } });
  await world.arrived(purchase);
  await world.settled();
  await expectOnce(world, purchase);
}

/** More documents were deleted than fit on a page of what is asked for. */
async function deletionsOnEveryPage(world: TargetWorld, shrink: Shrink): Promise<void> {
  const { lacking } = world.subject.connector.capabilities;
  for (const flow of world.flows) {
    const { remove } = flow;
    if (remove === undefined || reasonFor(lacking, "deletes", flow.flow) !== undefined) continue;
    await shrink(world.target, 1_000);
    const purchases = [];
    for (let count = 0; count < 5; count += 1) purchases.push(await world.buy());
    for (const purchase of purchases) await world.arrived(purchase);
    await world.settled();
    // The first look only notes from when on deletions count.
    await world.advance("PT20M");
    for (const purchase of purchases) await remove(world.target, await world.theDocument(purchase, flow));
    await shrink(world.target, 2);
    await world.advance("PT20M");
    for (const purchase of purchases) await reach(world, purchase, flow, "attention");
    const [first] = purchases;
    if (first !== undefined && flow.kind === "orders") await change(world, first.order, "update", {});
  }
}
