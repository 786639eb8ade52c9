import { confirmSilence, patchSettings, placeOldOrders } from "#test/support/old-orders.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { postgresVariable, startTestPostgres } from "#test/support/test-postgres.ts";
import { startSmallWorld } from "#test/support/small-world.ts";

/** How a target's budget of calls was used while work waited. */
export interface TargetBudget {
  readonly orders: number;
  /** Calls that the account takes in a second before it answers 429. */
  readonly allowed: number;
  /** Calls in a second, while there was more work than could be done. */
  readonly perSecond: number;
  readonly refused: number;
  /** Of all orders together, with those for the people who bought. */
  readonly callsPerOrder: number;
  /** Of them, those about orders alone. */
  readonly eventCallsPerOrder: number;
}

const allowed = 25;
/** The first and last calls meet a hub that begins or has little left to do. */
const margin = 0.1;

/** Carries a history of so many orders of half as many people to an account that takes 25 calls a second. */
export async function measureTargetBudget(orders: number): Promise<TargetBudget> {
  const postgres = await startTestPostgres();
  process.env[postgresVariable] = postgres.url;
  const world = await startSmallWorld({
    target: patchTarget({ switches: { callsPerSecond: allowed } }),
    settings: { ...patchSettings, account: { callsPerSecond: allowed, callsAtOnce: 8 } },
    beforehand: async (control) => void (await placeOldOrders(control, orders, Math.ceil(orders / 2))),
  });
  try {
    await confirmSilence(world.hub);
    const { next } = world.host.requests("patch");
    const run = await world.hub.startBackfill({ connection: "acme-patch", entity: "orders", since: null });
    for (;;) {
      const { state, report } = await world.hub.run(run.id);
      if (state === "done" && report?.created === orders) break;
      if (state !== "running") throw new Error(`the run ended as ${state}: ${JSON.stringify(report)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const { requests } = world.host.requests("patch", next);
    const times = requests.map(({ time }) => Date.parse(time)).sort((one, other) => one - other);
    const from = Math.floor(times.length * margin);
    const to = times.length - 1 - from;
    const seconds = ((times[to] ?? 0) - (times[from] ?? 0)) / 1_000;
    return {
      orders,
      allowed,
      perSecond: (to - from) / seconds,
      refused: requests.filter(({ status }) => status === 429).length,
      callsPerOrder: requests.length / orders,
      eventCallsPerOrder: requests.filter(({ operation }) => operation.includes("/events")).length / orders,
    };
  } finally {
    await world.stop();
    await postgres.stop();
  }
}
