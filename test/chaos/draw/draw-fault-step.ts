import fc from "fast-check";
import { callPoints } from "#connectors/kit/fault-point.ts";
import { faultPoints, stepPoints } from "#engine/fault-points.ts";
import type { FaultStep } from "../schedule.ts";
import { sometimes, stated } from "./sometimes.ts";
import { troubleStep } from "./draw-trouble.ts";

/** For so many of the steps that follow. */
const lasts = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 3 }) },
  { weight: 1, arbitrary: fc.nat({ max: 10 }) },
);

const hit = fc.oneof(
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) },
);

/** Calls that a run makes often enough for one of them to be met. */
const operations = [
  "POST /SalesOrders/{guid}",
  "POST /Customers/{guid}",
  "GET /SalesOrders/{guid}",
  "GET /SalesOrders",
  "GET /Customers",
  "query OrdersById",
  "query OrderIdsChanged",
];
/** Where records and deliveries pass again and again. */
const busyPoints = [
  "store.commit",
  "store.takeKeys",
  "store.insertDeliveries",
  "store.saveMirrors",
  "store.markDirty",
  "store.saveCheckpoint",
  "store.journal",
  "queue.claim",
  "queue.wake",
  "queue.finish",
].flatMap((point) => [`${point}.before`, `${point}.after`]);

/** The hub ends at a fault point. */
export const crashStep: fc.Arbitrary<FaultStep> = fc.oneof(
  { weight: 5, arbitrary: crashAt(fc.constantFrom(...Object.keys(stepPoints))) },
  { weight: 4, arbitrary: crashAt(fc.constantFrom(...busyPoints)) },
  { weight: 2, arbitrary: crashAt(fc.constantFrom(...Object.keys(callPoints))) },
  { weight: 1, arbitrary: crashAt(fc.constantFrom(...faultPoints().keys())) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        side: fc.constantFrom("beforeSend", "afterAnswer"),
        operation: fc.constantFrom(...operations),
        hit: fc.integer({ min: 1, max: 4 }),
        lasts,
      })
      .map(({ side, operation, ...rest }): FaultStep => {
        const kind = operation.startsWith("POST") ? "write" : "read";
        return { do: "crash", point: `call.${kind}.${side}`, operation, ...rest };
      }),
  },
);

const whileDown = fc.integer({ min: 1, max: 4 });

/** The hub ends around a write and stays down while other things happen. */
export const crashAtWriteStep: fc.Arbitrary<FaultStep> = fc.oneof(
  fc
    .record({
      point: fc.constantFrom("call.write.afterAnswer", "call.write.afterAnswer", "call.write.beforeSend"),
      operation: fc.constantFrom(
        "POST /SalesOrders/{guid}",
        "POST /SalesOrders/{guid}",
        "POST /Customers/{guid}",
      ),
      hit: fc.constant(1),
      lasts: whileDown,
    })
    .map((drawn): FaultStep => ({ do: "crash", ...drawn })),
  fc
    .record({
      point: fc.constantFrom(
        "intent.afterCommit",
        "write.afterAnswer",
        "write.afterReadBack",
        "settle.beforeCommit",
        "settle.afterCommit",
      ),
      // Before an order the customer who buys is carried over.
      hit: fc.integer({ min: 1, max: 3 }),
      lasts: whileDown,
    })
    .map((drawn): FaultStep => ({ do: "crash", ...drawn })),
);

function crashAt(point: fc.Arbitrary<string>): fc.Arbitrary<FaultStep> {
  return fc.record({ point, hit, lasts }).map((drawn): FaultStep => ({ do: "crash", ...drawn }));
}

const webhooks: fc.Arbitrary<FaultStep> = fc
  .record({
    behaviour: stated({
      seed: fc.nat({ max: 1_000 }),
      duplicate: sometimes(2, fc.constantFrom(0.3, 1)),
      reorder: sometimes(2, fc.constantFrom(0.3, 1)),
      lose: sometimes(2, fc.constantFrom(0.2, 0.5, 1)),
      delay: sometimes(3, fc.constantFrom([0, 200], [1_000, 60_000])),
    }),
    lasts,
  })
  .map((drawn): FaultStep => ({ do: "webhooks", ...drawn }));

const unsubscribe = fc
  .constantFrom<true | string[]>(true, ["orders/create", "orders/paid"], ["orders/updated"])
  .map((topics): FaultStep => ({ do: "unsubscribe", topics }));

/** As long as it takes until a record is tried again: else a failure would wait until everything is well. */
export const quickClockStep: fc.Arbitrary<FaultStep> = fc
  .constantFrom("PT6S", "PT20S", "PT1M")
  .map((advance): FaultStep => ({ do: "clock", advance }));

const longClockStep: fc.Arbitrary<FaultStep> = fc
  .constantFrom("PT5M", "PT5M", "PT20M", "PT1H", "PT7H")
  .map((advance): FaultStep => ({ do: "clock", advance }));

const limit: fc.Arbitrary<FaultStep> = fc.oneof(
  fc
    .record({ points: fc.constantFrom(0, 20, 150), lasts })
    .map((drawn): FaultStep => ({ do: "limit", system: "shop", ...drawn })),
  fc
    .record({ callsPerSecond: fc.constantFrom(1, 3, 10), lasts })
    .map((drawn): FaultStep => ({ do: "limit", system: "account", ...drawn })),
);

const lag: fc.Arbitrary<FaultStep> = fc.oneof(
  fc
    .record({ delayMs: fc.constantFrom(500, 20_000, 240_000), lasts })
    .map((drawn): FaultStep => ({ do: "lag", system: "shop", ...drawn })),
  fc
    .record({ delayMs: fc.constantFrom(100, 2_000, 30_000), lasts })
    .map((drawn): FaultStep => ({ do: "lag", system: "account", ...drawn })),
);

/** Something that goes wrong. */
export const faultStep: fc.Arbitrary<FaultStep> = fc.oneof(
  { weight: 10, arbitrary: crashStep },
  { weight: 3, arbitrary: lasts.map((steps): FaultStep => ({ do: "kill", lasts: steps })) },
  { weight: 3, arbitrary: lasts.map((steps): FaultStep => ({ do: "database", lasts: steps })) },
  { weight: 13, arbitrary: troubleStep },
  { weight: 5, arbitrary: webhooks },
  { weight: 1, arbitrary: unsubscribe },
  { weight: 6, arbitrary: quickClockStep },
  { weight: 4, arbitrary: longClockStep },
  { weight: 1, arbitrary: fc.constant<FaultStep>({ do: "revoke" }) },
  { weight: 2, arbitrary: limit },
  { weight: 3, arbitrary: lag },
);
