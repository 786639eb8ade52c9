import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "../world/target-world.ts";

const tries = 6;

export const failuresBackOff: TargetGuarantee = {
  name: "failures-back-off",
  says: "A system that keeps failing is asked less and less often, and everything arrives by itself once it is back.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      world.target.faults({ http500: 1 });
      const seen = world.watch();
      const purchase = await world.buy();
      const waits: number[] = [];
      const calls: number[] = [];
      let asked = 0;
      for (let round = 0; round < tries; round += 1) {
        await world.settled();
        const { at, waitMs } = await nextTry(world, purchase);
        waits.push(waitMs);
        calls.push(seen.all().length - asked);
        asked = seen.all().length;
        await world.advance(`PT${Math.ceil((at - (await nowOf(world))) / 1000) + 1}S`);
        await become(
          "it is not tried again",
          () => seen.all().length,
          (length) => length > asked,
        );
      }
      for (const [index, wait] of waits.entries())
        if (index > 0)
          assert.ok(
            wait > (waits[index - 1] ?? 0) * 1.2,
            `the waits do not grow: ${waits.map((ms) => `${Math.round(ms / 1000)} s`).join(", ")}`,
          );
      assert.ok(
        Math.max(...calls) <= 4 * world.flows.length,
        `calls for one try of one order: ${calls.join(", ")}`,
      );
      world.target.faults({});
      await world.arrived(purchase, { step: "PT30M" });
      await world.settled();
      await expectOnce(world, purchase);
    }),
};

async function nowOf(world: TargetWorld): Promise<number> {
  return Date.parse((await world.control<{ now: string }>("/clock")).now);
}

/** When the record that failed is tried again, and how long after its failure that is. */
async function nextTry(world: TargetWorld, purchase: Purchase): Promise<{ at: number; waitMs: number }> {
  const failed = await become(
    "nothing stands as failed with a next try",
    async () => (await Promise.all(world.flows.map((flow) => retryOf(world, purchase, flow)))).flat()[0],
    (found) => found !== undefined,
  );
  assert.ok(failed);
  return { at: failed.at, waitMs: failed.at - failed.since };
}

async function retryOf(
  world: TargetWorld,
  purchase: Purchase,
  flow: FlowUnderTest,
): Promise<readonly { readonly at: number; readonly since: number }[]> {
  const standing = await world.standingOf(purchase, flow);
  if (standing?.outcome.state !== "failed" || standing.outcome.retryAt === null) return [];
  const { journal } = await world.storyOf(purchase, flow);
  const since = journal.findLast(({ detail }) => detail?.["state"] === "failed")?.at ?? standing.updatedAt;
  return [{ at: Date.parse(standing.outcome.retryAt), since: Date.parse(since) }];
}
