import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { withCrashWorld, type CrashWorld } from "../world/crash-world.ts";
import type { Purchase } from "../world/target-world.ts";

export const resumeAfterCrash: TargetGuarantee = {
  name: "resume-after-crash",
  says: "Wherever Waybill is killed on the way of an order, after its restart the order is there once, and nothing was sent a second time.",
  role: "target",
  alone: true,
  check: (subject) =>
    withCrashWorld(subject, async (world) => {
      // The way of one order that nothing happens to tells where there is something to crash at.
      const before = new Map(world.reached());
      await carriedOnce(world, "nowhere", await world.buy(), 0);
      const points = [...world.reached()].filter(([point, count]) => count > (before.get(point) ?? 0));
      // What is written for each flow is passed once for each; everything else is the same wherever it is.
      const wishes = points.flatMap(([point]) =>
        Array.from({ length: isOfWrite(point) ? world.flows.length : 1 }, (_, index) => ({
          point,
          hit: index + 1,
        })),
      );
      const tried: string[] = [];
      for (const wish of wishes) {
        const { point } = wish;
        const { next } = await world.requests();
        const crashes = world.crashes().length;
        await world.crashAt(wish);
        await carriedOnce(world, point, await world.buy(), next);
        const isReached = world.crashes().length > crashes;
        assert.ok(isReached || !isOnEveryWay(point), `${point} was not reached`);
        if (isReached) tried.push(point);
        await world.crashAt(null);
      }
      assert.ok(
        tried.length >= 15,
        `it was killed at ${tried.length} fault points only: ${tried.join(", ")}`,
      );
    }),
};

function isOfWrite(point: string): boolean {
  return /^(intent|write)\.|^call\.write\./.test(point);
}

/** Calls are taken from the budget ahead, and wake-ups gather, so not every order comes to each of those. */
function isOnEveryWay(point: string): boolean {
  return /^(intake|key|intent|write|settle|call)\./.test(point);
}

async function carriedOnce(
  world: CrashWorld,
  point: string,
  purchase: Purchase,
  since: number,
): Promise<void> {
  await world.arrived(purchase);
  const { requests } = await world.requests(since);
  for (const flow of world.flows) {
    const documents = await world.documentsOf(purchase, flow);
    assert.equal(documents.length, 1, `${point}: documents for the ${flow.noun} of ${purchase.order.name}`);
    if (flow.kind === "orders" && documents[0]?.total !== null)
      assert.equal(documents[0]?.total, purchase.order.total, `${point}: total of the ${flow.noun}`);
    const sent = requests.filter(({ operation }) => operation === flow.operations.create).length;
    assert.equal(sent, 1, `${point}: calls that make the ${flow.noun}`);
  }
  assert.deepEqual(await world.rows("select reference from waybill.intent"), [], `${point}: left unsettled`);
}
