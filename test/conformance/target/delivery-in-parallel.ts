import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { deliverAtOnce, withAnnouncements, type Recorded } from "../world/shop-announcements.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

export const deliveryInParallel: TargetGuarantee = {
  name: "delivery-in-parallel",
  says: "Many announcements at the same moment, of many orders and of the same buyers, make each document once.",
  role: "target",
  check: (subject) =>
    withTargetWorld(
      subject,
      (world) =>
        withAnnouncements(world, async (recorder) => {
          const buyers = [world.newBuyer(), world.newBuyer(), world.newBuyer()];
          const purchases: Purchase[] = [];
          const deliveries: Recorded[] = [];
          for (const buyer of [...buyers, ...buyers, ...buyers]) {
            const purchase = await world.buy({ buyer });
            purchases.push(purchase);
            deliveries.push(await recorder.latest(purchase.order, "orders/create"));
            deliveries.push(await recorder.latest(purchase.order, "orders/paid"));
            deliveries.push(await recorder.latest({ id: purchase.customerId }, "customers/create"));
          }
          const seen = world.watch();
          await deliverAtOnce(world, deliveries, 4);
          for (const purchase of purchases) await world.arrived(purchase);
          await world.settled();
          await expectOnce(world, ...purchases);
          for (const { kind, noun, operations } of world.flows)
            assert.equal(
              seen.of(operations.create).length,
              kind === "orders" ? purchases.length : buyers.length,
              `calls that make a ${noun}`,
            );
        }),
      { withoutWebhooks: true },
    ),
};
