import fc from "fast-check";
import type { FaultStep } from "../schedule.ts";

type Trouble = Extract<FaultStep, { readonly do: "trouble" }>;
type Faults = Trouble["faults"];
type Switches = Omit<Faults, "seed" | "operations">;

const rate = fc.constantFrom(0.1, 0.3, 0.6, 1);
const times = fc.constantFrom(1, 2, 4);

/** One thing that an outside system does wrong. */
const switches: fc.Arbitrary<Switches> = fc.oneof(
  fc.constant<Switches>({ down: true }),
  fc.constantFrom<Switches>({ slowMs: [5, 60] }, { slowMs: [80, 200] }),
  rate.map((http429): Switches => ({ http429 })),
  fc
    .record({ rate, retryAfter: fc.constantFrom(0, 1, 5, 30) })
    .map((http429): Switches => ({ http429, times: 6 })),
  rate.map((http500): Switches => ({ http500 })),
  rate.map((http500AfterCommit): Switches => ({ http500AfterCommit })),
  rate.map((answerLost): Switches => ({ answerLost })),
  rate.map((requestLost): Switches => ({ requestLost })),
  fc
    .record({ kind: fc.constantFrom("html", "empty", "truncated", "garbage"), rate })
    .map((body): Switches => ({ body })),
  fc
    .record({ answerLost: rate, requestLost: rate, http500: rate, http500AfterCommit: rate })
    .map((all): Switches => ({ ...all, slowMs: [0, 20] })),
);

/** Only so often, so that the system gets well by itself. */
const limited: fc.Arbitrary<Switches> = fc.oneof(
  switches,
  fc.tuple(switches, times).map(([chosen, most]): Switches => ({ ...chosen, times: most })),
);

const operations = {
  account: [
    "POST /SalesOrders/{guid}",
    "POST /SalesOrders/{guid}",
    "POST /SalesOrders/{guid}",
    "POST /Customers/{guid}",
    "POST /Customers/{guid}",
    "GET /SalesOrders/{guid}",
    "GET /SalesOrders",
    "GET /Customers",
    "GET /Customers/{guid}",
    "GET /Products",
  ],
  shop: [
    "query OrdersById",
    "query OrderIdsChanged",
    "query CustomersChanged",
    "mutation CreateSubscription",
    "query Subscriptions",
    "POST /admin/oauth/access_token",
  ],
} as const;

function faultsOf(system: keyof typeof operations): fc.Arbitrary<Faults> {
  const seed = fc.nat({ max: 1_000 });
  return fc.oneof(
    fc
      .record({ seed, chosen: limited })
      .map(({ seed: drawn, chosen }): Faults => ({ seed: drawn, ...chosen })),
    fc
      .record({ seed, operation: fc.constantFrom(...operations[system]), chosen: limited })
      .map(({ seed: drawn, operation, chosen }): Faults => ({
        seed: drawn,
        operations: { [operation]: chosen },
      })),
  );
}

/** An outside system misbehaves; the account twice as often as the shop. */
export const troubleStep: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: trouble("account") },
  { weight: 1, arbitrary: trouble("shop") },
);

function trouble(system: "account" | "shop"): fc.Arbitrary<Trouble> {
  return fc
    .record({ faults: faultsOf(system), lasts: fc.integer({ min: 1, max: 10 }) })
    .map((drawn): Trouble => ({ do: "trouble", system, ...drawn }));
}

/** What came of writes stays unknown for a while. */
export const lostWriteStep: fc.Arbitrary<Trouble> = fc
  .record({
    operation: fc.constantFrom(
      "POST /SalesOrders/{guid}",
      "POST /SalesOrders/{guid}",
      "POST /Customers/{guid}",
    ),
    how: fc.constantFrom<Switches>(
      { answerLost: 1 },
      { http500AfterCommit: 1 },
      { body: { kind: "truncated", rate: 1 } },
      { requestLost: 1 },
    ),
    lasts: fc.integer({ min: 2, max: 6 }),
  })
  .map(({ operation, how, lasts }): Trouble => ({
    do: "trouble",
    system: "account",
    faults: { operations: { [operation]: how } },
    lasts,
  }));

/** The account gives nothing out of some kind, which says nothing of what it has. */
export const unreadableStep: fc.Arbitrary<Trouble> = fc
  .record({
    operation: fc.constantFrom(
      "GET /SalesOrders/{guid}",
      "GET /SalesOrders",
      "GET /Customers/{guid}",
      "GET /Customers",
      "GET /Products",
    ),
    how: fc.constantFrom<Switches>(
      { http500: 1 },
      { http500: 1 },
      { http500: 1 },
      { answerLost: 1 },
      { body: { kind: "html", rate: 1 } },
      { body: { kind: "empty", rate: 1 } },
    ),
    lasts: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ operation, how, lasts }): Trouble => ({
    do: "trouble",
    system: "account",
    faults: { operations: { [operation]: how } },
    lasts,
  }));
