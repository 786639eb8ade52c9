import pg from "pg";
import { startBenchWorld, type BenchWorld } from "./support/bench-world.ts";
import { usageOf, usageOfFamily } from "./support/cpu.ts";

/** What one order costs, from its webhook to the document that was read back. */
export interface OrderCost {
  readonly orders: number;
  readonly hubMs: number;
  readonly postgresMs: number;
  /** Transactions of the database per order; one statement each. */
  readonly transactions: number;
  readonly ordersPerSecond: number;
}

/**
 * CPU per order: one `orders/create` of a paid order each, mapped, written to an account that answers every call after 10 ms, read
 * back and compared, everything durable. The first orders warm up and are not counted.
 */
export async function measureOrderCost(options: {
  readonly orders: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly order?: Readonly<Record<string, unknown>>;
}): Promise<OrderCost> {
  const world = await startBenchWorld({ settings: options.settings, targetAnswersAfterMs: 10 });
  try {
    const warmUp = 500;
    const deliveries = await world.makeDeliveries(warmUp + options.orders, ["orders/create"], options.order);
    await world.send(deliveries.slice(0, warmUp), 32);
    await world.settled(warmUp);
    return await measure(world, deliveries.slice(warmUp), warmUp);
  } finally {
    await world.stop();
  }
}

async function measure(
  world: BenchWorld,
  deliveries: Parameters<BenchWorld["send"]>[0],
  before: number,
): Promise<OrderCost> {
  const transactions = await countTransactions(world.databaseUrl);
  const [hub, postgres] = [usageOf(world.hubPid), usageOfFamily(world.postgresPid)];
  const started = performance.now();
  await world.send(deliveries, 32);
  await world.settled(before + deliveries.length);
  const seconds = (performance.now() - started) / 1000;
  const per = (from: number, to: number): number => ((to - from) / deliveries.length) * 1000;
  return {
    orders: deliveries.length,
    hubMs: per(hub.cpuSeconds, usageOf(world.hubPid).cpuSeconds),
    postgresMs: per(postgres.cpuSeconds, usageOfFamily(world.postgresPid).cpuSeconds),
    transactions: ((await countTransactions(world.databaseUrl)) - transactions) / deliveries.length,
    ordersPerSecond: deliveries.length / seconds,
  };
}

async function countTransactions(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_stat_force_next_flush()");
    const { rows } = await client.query<{ n: string }>(
      "select xact_commit as n from pg_stat_database where datname = current_database()",
    );
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
}
