import assert from "node:assert/strict";
import type { TroubleWorld } from "#test/support/trouble-world.ts";
import type { TargetHandle } from "../subject.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";

const standsWell = new Set(["synced", "unchanged"]);

type Looks = Pick<TargetWorld, "arrived" | "standingOf" | "storyOf" | "documentsOf" | "theDocument">;

/** Looks at what became of purchases, here and over there. */
export function lookAfterPurchases(
  world: TroubleWorld,
  target: TargetHandle,
  flows: readonly FlowUnderTest[],
): Looks {
  const standingOf: Looks["standingOf"] = async (purchase, { kind }) => {
    const id = idOf(purchase, kind);
    const found = await world.hub.records({ kind, q: `${kind}:${id}` });
    return found.find(({ recordId }) => recordId === id);
  };
  const documentsOf: Looks["documentsOf"] = async (purchase, flow) => {
    const all = flow.documents(await target.dump());
    return all.filter(({ of }) => of === nameOf(purchase, flow));
  };
  return {
    standingOf,
    documentsOf,
    storyOf: async (purchase, { kind }) => {
      const key = `${kind}:${idOf(purchase, kind)}`;
      const [story, ...others] = await world.hub.show(key);
      assert.ok(story !== undefined && others.length === 0, `${others.length} records are called ${key}`);
      return story;
    },
    theDocument: async (purchase, flow) => {
      const [only, ...others] = await documentsOf(purchase, flow);
      const what = `${flow.noun} of ${nameOf(purchase, flow)}`;
      assert.ok(only !== undefined, `there is no ${what}`);
      assert.equal(others.length + 1, 1, `there are ${others.length + 1} documents for the ${what}`);
      assert.ok(!only.isDeleted, `the ${what} is deleted`);
      return only;
    },
    arrived: (purchase, moves) =>
      world.eventually(async () => {
        for (const flow of flows) {
          const standing = await standingOf(purchase, flow);
          assert.ok(
            standsWell.has(standing?.outcome.state ?? ""),
            `the ${flow.noun} of ${purchase.order.name} stands as ${JSON.stringify(standing?.outcome)}, not synced`,
          );
        }
      }, moves),
  };
}

/** Numeric id of the shop's record that a flow carries. */
export function idOf(purchase: Purchase, kind: FlowUnderTest["kind"]): string {
  return kind === "orders" ? purchase.orderId : purchase.customerId;
}

/** Key of the record, as commands take it. */
export function keyOf(purchase: Purchase, { kind }: Pick<FlowUnderTest, "kind">): string {
  return `${kind}:${idOf(purchase, kind)}`;
}

/** As `ProbedDocument.of` has it. */
export function nameOf(purchase: Purchase, { kind }: FlowUnderTest): string {
  return kind === "orders" ? purchase.order.name : purchase.buyer.email;
}
