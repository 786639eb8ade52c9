import { afterAll, beforeAll, expect, it } from "vitest";
import { armFaultPoints, callPoints } from "#connectors/kit/fault-point.ts";
import { faultPoints, stepPoints } from "#engine/fault-points.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

const reached = new Map<string, Set<string | null>>();
let world: SmallWorld;
beforeAll(async () => {
  armFaultPoints((point, operation) => {
    reached.set(point, (reached.get(point) ?? new Set()).add(operation));
  });
  world = await startSmallWorld();
});
afterAll(async () => {
  await world.stop();
  armFaultPoints(null);
});

it("an order on its way passes every step, every kind of call and every commit of both, by names that are listed", async () => {
  await world.place({ customer: { firstName: "Wanda", lastName: "Reed", email: "wanda@mail.example" } });
  await whenQuiet(world);
  const listed = faultPoints();
  expect([...reached.keys()].filter((point) => !listed.has(point))).toEqual([]);
  const expected = [
    ...Object.keys(stepPoints),
    ...Object.keys(callPoints),
    ...["insertDeliveries", "takeKeys", "commit", "saveConfiguration", "registerProcess"].flatMap(around),
    "token.beforeCommit",
    "token.afterCommit",
    "budget.beforeCommit",
    "budget.afterCommit",
  ];
  expect(expected.filter((point) => !reached.has(point))).toEqual([]);
  expect([...(reached.get("call.write.beforeSend") ?? [])]).toEqual(
    expect.arrayContaining(["POST /Customers/{guid}", "POST /SalesOrders/{guid}"]),
  );
});

function around(method: string): readonly string[] {
  return [`store.${method}.before`, `store.${method}.after`];
}
