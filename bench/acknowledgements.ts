import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { randomUUID } from "node:crypto";
import { sendTo, startBenchWorld, type Delivery } from "./support/bench-world.ts";
import { median, quantile } from "./support/statistics.ts";

/** How fast webhooks are acknowledged once they are durable, beside a bare receiver on the same PostgreSQL in the same run. */
export interface Acknowledgements {
  readonly perSecond: number;
  readonly barePerSecond: number;
  readonly p99Ms: number;
}

const rounds = 5;
const perRound = 4_000;
const atOnce = 50;

/** Alternates between the hub (its connection paused, so that only receiving is measured) and the bare receiver; medians. */
export async function measureAcknowledgements(): Promise<Acknowledgements> {
  const world = await startBenchWorld({ settings: {}, targetAnswersAfterMs: 0 });
  const bare = spawn(
    process.execPath,
    [fileURLToPath(new URL("support/bare-inbox.ts", import.meta.url)), world.databaseUrl],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const [line] = (await once(createInterface({ input: bare.stdout }), "line")) as [string];
    const { url: bareUrl } = JSON.parse(line) as { url: string };
    const deliveries = await world.makeDeliveries(perRound, ["orders/create"]);
    await world.hub.pause("bench-unleashed");
    const ours: number[] = [];
    const theirs: number[] = [];
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const [hub, base] = [await run(world.url, deliveries), await run(bareUrl, deliveries)];
      // The first round warms both up.
      if (round === 0) continue;
      ours.push(hub.perSecond);
      theirs.push(base.perSecond);
      times.push(...hub.times);
    }
    return { perSecond: median(ours), barePerSecond: median(theirs), p99Ms: quantile(times, 0.99) };
  } finally {
    bare.kill("SIGTERM");
    await world.stop();
  }
}

async function run(
  url: string,
  deliveries: readonly Delivery[],
): Promise<{ readonly perSecond: number; readonly times: readonly number[] }> {
  const anew = deliveries.map((delivery) => ({
    ...delivery,
    headers: { ...delivery.headers, "x-shopify-webhook-id": randomUUID() },
  }));
  const started = performance.now();
  const times = await sendTo(url, anew, atOnce);
  return { perSecond: anew.length / ((performance.now() - started) / 1000), times };
}
