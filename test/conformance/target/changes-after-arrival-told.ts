import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { become } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

/** What a shop does to an order that has arrived. */
const events: readonly (readonly [action: string, body: Readonly<Record<string, unknown>>])[] = [
  ["cancel", {}],
  ["refund", {}],
  ["refund", { amount: "1.00" }],
  ["edit", { quantities: [{ line: 0, quantity: 5 }] }],
  [
    "update",
    {
      shippingAddress: {
        firstName: "Ottoline",
        lastName: "Quillfeather",
        address1: "1 Elsewhere",
        city: "Perth",
        zip: "6000",
        countryCode: "AU",
      },
    },
  ],
  ["delete", {}],
];

export const changesAfterArrivalTold: TargetGuarantee = {
  name: "changes-after-arrival-told",
  needs: "orders",
  says: "What happens in the shop after an order has arrived is carried or put before a person, never passed over in silence.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const flow of world.flows.filter(({ kind }) => kind === "orders"))
        for (const [action, body] of events) {
          const purchase = await world.buy();
          await world.arrived(purchase);
          await world.settled();
          const before = await world.theDocument(purchase, flow);
          const seen = world.watch();
          const isUntold =
            action === "update" && Object.keys(body).every((field) => flow.untold?.includes(field));
          await change(world, purchase.order, action, body);
          await world.settled();
          const after = await become(
            `${action} ${JSON.stringify(body)} of an order after it arrived: neither was anything written nor is anybody asked`,
            async () => ({
              written: seen.of(flow.update?.operation ?? "").length,
              state: (await world.standingOf(purchase, flow))?.outcome.state,
            }),
            ({ written, state }) => isUntold || written > 0 || state === "attention",
          );
          if (isUntold) assert.equal(after.written, 0, `${action}: written although nothing of it is told`);
          if (after.written === 0)
            assert.deepEqual(
              (await world.theDocument(purchase, flow)).content,
              before.content,
              `${action}: the ${flow.noun} was changed beside what a person is asked`,
            );
        }
    }),
};
