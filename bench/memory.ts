import { startBenchWorld } from "./support/bench-world.ts";
import { usageOf, usageOfFamily } from "./support/cpu.ts";

/** Resident megabytes of the hub and of PostgreSQL with all its processes. */
export interface Memory {
  readonly after: number;
  readonly hubMb: number;
  readonly postgresMb: number;
}

const megabyte = 1024 * 1024;
const page = 2_500;

/** Carries orders over and looks at the memory after every 2,500. */
export async function measureMemory(orders: number): Promise<readonly Memory[]> {
  const world = await startBenchWorld({
    settings: {
      account: { callsAtOnce: 48 },
      customers: { mode: "one-customer", oneCustomerCode: "SHOPIFY" },
    },
    targetAnswersAfterMs: 1,
  });
  try {
    const seen: Memory[] = [];
    for (let after = page; after <= orders; after += page) {
      const deliveries = await world.makeDeliveries(page, ["orders/create"]);
      await world.send(deliveries, 32);
      await world.settled(after);
      seen.push({
        after,
        hubMb: usageOf(world.hubPid).residentBytes / megabyte,
        postgresMb: usageOfFamily(world.postgresPid).residentBytes / megabyte,
      });
    }
    return seen;
  } finally {
    await world.stop();
  }
}
