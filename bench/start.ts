import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./support/root.ts";
import { median } from "./support/statistics.ts";

const warmStarts = 3;

/** Seconds from `npm start` to `ready` on a folder that was started before; median of three. */
export async function measureWarmStart(): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), "waybill-bench-start-"));
  try {
    const seconds: number[] = [];
    for (let start = 0; start <= warmStarts; start += 1) {
      const begun = performance.now();
      const running = await launch(root, data, {});
      // The first start makes the database.
      if (start > 0) seconds.push((performance.now() - begun) / 1000);
      await running.stop();
    }
    return median(seconds);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** Seconds from `git clone` with an empty home (so nothing is cached) to the first sales order in Unleashed. */
export async function measureFreshClone(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-bench-clone-"));
  try {
    const begun = performance.now();
    const clone = join(folder, "waybill");
    await succeed(spawn("git", ["clone", "--quiet", root, clone], { stdio: "inherit" }));
    const running = await launch(clone, join(folder, "data"), { HOME: join(folder, "home") });
    const sandbox = JSON.parse(await readFile(join(folder, "data", "run", "sandbox.json"), "utf8")) as {
      url: string;
    };
    for (;;) {
      const dump = await fetch(`${sandbox.url}/_control/unleashed/dump?only=SalesOrders`);
      const { SalesOrders: orders } = (await dump.json()) as { SalesOrders: readonly unknown[] };
      if (orders.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seconds = (performance.now() - begun) / 1000;
    await running.stop();
    return seconds;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `npm start` in a clone and waits for `ready`. */
async function launch(
  clone: string,
  data: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ stop(): Promise<void> }> {
  const child = spawn("npm", ["start", "--silent"], {
    cwd: clone,
    env: { ...process.env, WAYBILL_DATA: data, PORT: "0", SANDBOX_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      if (line.startsWith("ready ")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
  });
  return {
    stop: async () => {
      const gone = once(child, "exit");
      // The whole group: npm does not pass every signal on.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await gone;
      await waitForEnd(data);
    },
  };
}

/** The hub removes its file when it has stopped; a start before that would find the folder in use. */
async function waitForEnd(data: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const pid = await readFile(join(data, "run", "postgres.pid"), "utf8").catch(() => null);
    if (pid === null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function succeed(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`a step ended with ${code}`);
}
