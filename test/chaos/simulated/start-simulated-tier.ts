import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createTestDatabase } from "#test/support/database.ts";
import {
  clientSecret,
  connectionOf,
  secretsOf,
  startEmulatedSystems,
} from "#test/support/emulated-systems.ts";
import { countRequests } from "../count-requests.ts";
import { noteInterruptions } from "../note-interruptions.ts";
import type { StartTier, Tier } from "../tier.ts";
import { useControls } from "../use-control.ts";
import { watchFaultPoints } from "./fault-watch.ts";
import { startHubLife, type HubLife } from "./hub-life.ts";

/** Longest that moving the clock waits for what the hub does by the clock; it goes on by itself. */
const advanceMs = 1_000;

/**
 * The tier in one process: the real hub and its server, the emulators, a database of its own on a fast PostgreSQL. A crash cuts every
 * way out of the hub in the moment of the crash, so that what is not committed is gone; what is left of the hub reaches nobody.
 */
export const startSimulatedTier: StartTier = async ({ seed, connected }) => {
  const watch = watchFaultPoints();
  const database = await createTestDatabase({ connections: 2 });
  const secretKey = randomBytes(32).toString("base64");
  const lines: string[] = [];
  const past: HubLife[] = [];
  let life: HubLife | null = null;
  let starting: Promise<void> | null = null;
  let clockMs = 0;
  let port = 0;
  let isDatabaseAway = false;
  const interruptions = noteInterruptions(() => Date.now() + clockMs);

  const systems = await startEmulatedSystems({
    // A token of an hour expires when time jumps.
    shop: { seed, settings: { clientTokenSeconds: 3_600 } },
    target: connected.target,
    onAdvance: async (ms) => {
      clockMs += ms;
      const moved = life;
      if (moved === null || moved.isOver) return;
      const work = watch.live(moved, async () => moved.hub.advanceClock?.(ms)).catch(() => undefined);
      await Promise.race([work, pause(advanceMs, undefined, { ref: false })]);
    },
  });

  const begin = async (): Promise<void> => {
    life = await startHubLife({
      watch,
      databaseUrl: database.url,
      secretKey,
      clockMs,
      write: (line) => void lines.push(line),
      onEnd: () => interruptions.begin("hub"),
      port,
      databaseAway: isDatabaseAway,
      targets: new Map([[connected.target.connector.name, connected.target.connector]]),
    });
    past.push(life);
    port = life.port;
    interruptions.end("hub");
  };
  const tier: Tier = {
    name: "simulated",
    control: useControls(systems.host.url),
    rows: async (text, values = []) => (await database.pool.query(text, [...values])).rows,
    isUp: () => life !== null && !life.isOver,
    start: () =>
      tier.isUp()
        ? Promise.resolve()
        : (starting ??= begin().finally(() => {
            starting = null;
          })),
    kill: async () => life?.end(),
    crashAt: async (wish) => watch.crashAt(wish),
    databaseAway: async () => {
      isDatabaseAway = true;
      interruptions.begin("database");
      life?.databaseAway();
    },
    databaseBack: async () => {
      isDatabaseAway = false;
      interruptions.end("database");
      life?.databaseBack();
    },
    advance: async (ms) => {
      await tier.control("/clock", { advance: `PT${ms / 1_000}S` });
    },
    requests: countRequests(systems.host, connected.target.connector.name),
    reached: () => watch.reached,
    crashes: () => watch.crashes,
    interruptions: () => interruptions.all(),
    clockSkewMs: 0,
    logged: () => lines,
    secrets: [clientSecret, ...secretsOf(connected.target), secretKey, "shpat_", "shprt_"],
    stop: async () => {
      life?.end();
      const buried = await Promise.all(past.map((ended) => ended.buried()));
      watch.stop();
      await systems.host.close();
      await database.drop();
      if (buried.includes(false)) throw new Error("what was left of a hub did not come to an end");
    },
  };

  await connected.beforehand?.((path, body) => tier.control(path, body));
  await tier.start();
  const hub = life as HubLife | null;
  if (hub === null) throw new Error("the first hub did not start");
  await watch.live(hub, async () => {
    await hub.hub.apply(
      systems.configuration({
        preset: "recommended",
        settings: connected.settings,
      }),
    );
    await connected.afterwards?.(hub.hub, connectionOf(connected.target));
    // The first sweep and checks are over before anything happens.
    await hub.hub.advanceClock?.(0);
  });
  return tier;
};
