import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { become } from "../world/expect-state.ts";
import { expectOnce } from "../world/expect-once.ts";
import { deliverAtOnce, withAnnouncements, type Recorded } from "../world/shop-announcements.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

type Three = readonly [number, number, number];
const sequences: readonly Three[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

export const deliveryReordered: TargetGuarantee = {
  name: "delivery-reordered",
  needs: "orders",
  says: "Announcements in any order end the same; one that is late never brings back what has changed since.",
  role: "target",
  check: (subject) =>
    withTargetWorld(
      subject,
      (world) =>
        withAnnouncements(world, async (recorder) => {
          const told: { readonly purchase: Purchase; readonly parts: readonly Recorded[] }[] = [];
          for (let count = 0; count < sequences.length; count += 1) {
            const purchase = await world.buy({ paid: false });
            const { order } = purchase;
            const created = await recorder.latest(order, "orders/create");
            await change(world, order, "update", { tags: ["urgent"] });
            const updated = await recorder.latest(order, "orders/updated");
            await change(world, order, "pay");
            told.push({ purchase, parts: [created, updated, await recorder.latest(order, "orders/paid")] });
          }
          for (const step of [0, 1, 2] as const) {
            const now = told.map(({ parts }, index) => parts[sequences[index]?.[step] ?? 0]);
            await deliverAtOnce(
              world,
              now.filter((delivery) => delivery !== undefined),
            );
            await world.settled();
          }
          for (const { purchase } of told) await world.arrived(purchase);
          await world.settled();
          await expectOnce(world, ...told.map(({ purchase }) => purchase));

          // It was cancelled, and only then the news comes that it was paid.
          const purchase = await world.buy();
          const paid = await recorder.latest(purchase.order, "orders/create");
          await world.advance("PT5S");
          await change(world, purchase.order, "cancel");
          const cancelled = await recorder.latest(purchase.order, "orders/cancelled");
          const seen = world.watch();
          await deliverAtOnce(world, [cancelled]);
          await world.settled();
          await deliverAtOnce(world, [paid], 2);
          await world.settled();
          const orders = world.flows.filter(({ kind }) => kind === "orders");
          for (const flow of orders) {
            const { outcome } = await become(
              "nothing is known of it",
              async () => (await world.standingOf(purchase, flow)) ?? { outcome: null },
              (standing) => standing.outcome !== null,
            );
            const stands = `the order was cancelled before it arrived and stands as ${JSON.stringify(outcome)}`;
            if (flow.saysCancelled === undefined) {
              assert.equal(outcome?.state, "skipped", stands);
              assert.deepEqual(await world.documentsOf(purchase, flow), []);
            } else {
              assert.match(outcome?.state ?? "", /^(synced|unchanged)$/, stands);
              const { content } = await world.theDocument(purchase, flow);
              assert.ok(flow.saysCancelled(content), `the ${flow.noun} does not say that it was cancelled`);
            }
            assert.equal(
              seen.of(flow.operations.create).length,
              flow.saysCancelled === undefined ? 0 : 1,
              `calls that make the ${flow.noun} of a cancelled order`,
            );
          }
        }),
      { withoutWebhooks: true },
    ),
};
