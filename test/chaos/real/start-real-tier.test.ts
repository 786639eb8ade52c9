import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createInterface } from "node:readline";
import { isSameProcess } from "#store/embedded/process-identity.ts";
import { startRealTier } from "./start-real-tier.ts";
import { unleashedSubject } from "../subjects/unleashed.ts";

const inTime = { timeout: 30_000, interval: 20 };
/** Draws one process that does everything. */
const seed = 6;

it("ends a hub at the wished hit, counted over its lives, and keeps what was committed", async () => {
  const tier = await startRealTier({ seed, connected: unleashedSubject });
  try {
    const place = (count: number) =>
      tier.control("/shopify/acme/orders", { count, paid: true, lines: [{ sku: "TOTE-01", quantity: 1 }] });
    const documents = async () =>
      (await tier.control<{ SalesOrders: readonly unknown[] }>("/unleashed/dump?only=SalesOrders"))
        .SalesOrders.length;
    // A customer and an order are written for the first one.
    await tier.crashAt({ point: "write.afterReadBack", hit: 3 });
    await place(1);
    await expect.poll(documents, inTime).toBe(1);
    await expect.poll(() => tier.reached().get("write.afterReadBack"), inTime).toBe(2);
    expect(tier.isUp()).toBe(true);
    await tier.kill();
    expect(tier.isUp()).toBe(false);

    await tier.databaseAway();
    await tier.start();
    await place(1);
    await expect.poll(() => tier.isUp(), inTime).toBe(false);
    expect(tier.crashes()).toEqual(["write.afterReadBack"]);
    await tier.start();
    await expect.poll(documents, inTime).toBe(2);

    await tier.databaseAway();
    expect(tier.isUp()).toBe(true);
    await place(1);
    await tier.databaseBack();
    await expect
      .poll(async () => {
        await tier.advance(301_000);
        return documents();
      }, inTime)
      .toBe(3);
    expect(tier.interruptions().map(({ what }) => what)).toEqual(["hub", "database", "hub", "database"]);
  } finally {
    await tier.stop();
  }
}, 120_000);

const harness = `
  import { startRealTier } from ${JSON.stringify(new URL("start-real-tier.ts", import.meta.url).href)};
  import { unleashedSubject } from ${JSON.stringify(new URL("../subjects/unleashed.ts", import.meta.url).href)};
  const tier = await startRealTier({ seed: ${seed}, connected: unleashedSubject });
  const [{ path }] = await tier.rows("select current_setting('data_directory') as path");
  console.log(path);
`;

it.each(["SIGINT", "SIGKILL"] as const)(
  "leaves no process and no folder behind when the harness is ended by %s",
  async (signal) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", harness], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [data] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const folder = join(data, "..", "..");
    const { pid, start } = JSON.parse(readFileSync(join(folder, "run", "postgres.json"), "utf8")) as {
      pid: number;
      start: string;
    };
    expect(isSameProcess(pid, start)).toBe(true);
    child.kill(signal);
    await once(child, "exit");
    await expect.poll(() => isSameProcess(pid, start) || existsSync(folder), inTime).toBe(false);
  },
  60_000,
);
