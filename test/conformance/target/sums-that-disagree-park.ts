import assert from "node:assert/strict";
import { aboutAnother } from "#test/support/recorded-deliveries.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { become } from "../world/expect-state.ts";
import { deliverAtOnce, withAnnouncements } from "../world/shop-announcements.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

type Json = Record<string, unknown>;

/** One cent more or less in what the shop states as a sum, while its lines stay as they are. */
const mistakes: readonly (readonly [what: string, fields: readonly string[], cents: number])[] = [
  ["a cent too much in the total", ["total_price", "current_total_price"], 1],
  ["a cent too little in the total", ["total_price", "current_total_price"], -1],
  ["a cent too much in the tax", ["total_tax", "current_total_tax"], 1],
];

export const sumsThatDisagreePark: TargetGuarantee = {
  name: "sums-that-disagree-park",
  needs: "sums",
  says: "An order whose lines do not come to its total, by a single cent, is parked with the arithmetic shown, and nothing is written.",
  role: "target",
  check: (subject) =>
    withTargetWorld(
      subject,
      (world) =>
        withAnnouncements(world, async (recorder) => {
          const { order, orderId } = await world.buy();
          const announced = await recorder.latest(order, "orders/create");
          const flows = world.flows.filter(({ kind }) => kind === "orders");
          const creates = flows.map(({ operations }) => operations.create);
          const seen = world.watch();
          for (const [index, [what, fields, cents]] of mistakes.entries()) {
            const id = String(6_900_000_000_001 + index);
            const body = JSON.parse(announced.body) as Json;
            const stated = fields.map((field) => shift(body, field, cents));
            const wrong = aboutAnother(
              { ...announced, body: JSON.stringify(body) },
              { id: orderId, name: order.name },
              { id, name: `#W${index}` },
            );
            await deliverAtOnce(world, [wrong]);
            await world.settled();
            const found = await become(
              `an order with ${what} is not parked`,
              async () => (await world.hub.records({ kind: "orders", q: `orders:${id}` }))[0]?.outcome,
              (outcome) => outcome?.state === "attention",
            );
            assert.match(
              `${found?.reason.message} ${JSON.stringify(found?.reason.detail)}`,
              new RegExp(stated[0]?.replace(".", "\\.") ?? ""),
              `${what}: the sum that the shop states is not shown`,
            );
          }
          assert.deepEqual(
            seen.of(...creates).map(({ body }) => body),
            [],
            "documents of orders whose sums are off",
          );
          // The same order with the right sums is carried.
          await deliverAtOnce(world, [announced]);
          await world.settled();
          assert.equal(
            seen.of(...creates).length,
            flows.length,
            "the order with the right sums was not carried",
          );
        }),
      { withoutWebhooks: true },
    ),
};

/** Shifts a sum and its set of currencies by cents; answers what it says now. */
function shift(body: Json, field: string, cents: number): string {
  const move = (amount: unknown): string => (Math.round(Number(amount) * 100 + cents) / 100).toFixed(2);
  const now = move(body[field]);
  body[field] = now;
  const set = body[`${field}_set`] as Record<string, { amount: string; currency_code: string }> | undefined;
  if (set !== undefined)
    body[`${field}_set`] = Object.fromEntries(
      Object.entries(set).map(([side, money]) => [side, { ...money, amount: move(money.amount) }]),
    );
  return now;
}
