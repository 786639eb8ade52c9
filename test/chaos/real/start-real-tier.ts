import { randomBytes } from "node:crypto";
import { writeFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createSeededRandom, type SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import {
  clientSecret,
  connectionOf,
  secretsOf,
  startEmulatedSystems,
} from "#test/support/emulated-systems.ts";
import { createHubFolder, type HubFolder } from "#test/support/hub-process.ts";
import { countRequests } from "../count-requests.ts";
import { noteInterruptions } from "../note-interruptions.ts";
import type { StartTier, Tier } from "../tier.ts";
import { useControls } from "../use-control.ts";
import type { HubPart, HubPartOptions } from "./hub-part.ts";
import { createHubParts } from "./hub-parts.ts";
import { quietPort } from "./quiet-port.ts";
import { openRealDatabase } from "./real-database.ts";
import { removeAtExit } from "./remove-at-exit.ts";
import { clockVariable, createSharedClock } from "./shared-clock.ts";

/** Longest that moving the clock waits for what the hub does by the clock; it goes on by itself. */
const advanceMs = 1_000;
/** Processes of one machine read one clock, at most a millisecond apart. */
const clockSkewMs = 2;

/**
 * The tier of real processes: `waybill serve` on a data folder with its embedded PostgreSQL, and beside it, for some seeds, a second
 * process that works. A crash is `kill -9`, a lost database is a PostgreSQL that was shut down or killed. The emulators live here.
 */
export const startRealTier: StartTier = async ({ seed, connected }) => {
  const random = createSeededRandom(seed);
  const roles = drawRoles(random);
  const folders = await Promise.all(roles.map(() => createHubFolder()));
  const forget = folders.map((folder) => removeAtExit(folder.path));
  const [home] = folders;
  if (home === undefined) throw new Error("there is no hub without a process");
  const database = openRealDatabase(home.path, random() < 0.5);
  const secretKey = randomBytes(32).toString("base64");
  const port = String(await quietPort());
  const url = `http://127.0.0.1:${port}`;

  const clock = createSharedClock(join(home.path, "clock"));
  const interruptions = noteInterruptions(() => Date.now() + clock.ahead());

  const hub = createHubParts(
    roles.map((role, index): Omit<HubPartOptions, "onReport" | "onEnd"> => {
      const folder = folders[index] ?? home;
      const shared = {
        WAYBILL_SECRET_KEY: secretKey,
        WAYBILL_PUBLIC_URL: url,
        LOG_LEVEL: "info",
        [clockVariable]: join(home.path, "clock"),
      };
      return {
        role,
        folder,
        environment: async () =>
          index === 0
            ? { ...shared, PORT: port }
            : { ...shared, PORT: "0", DATABASE_URL: await database.start() },
      };
    }),
    () => interruptions.begin("hub"),
  );
  const start = async (): Promise<void> => {
    await hub.start();
    if (hub.areUp()) interruptions.end("hub");
    // The first process starts it when it does not run.
    interruptions.end("database");
  };

  const systems = await startEmulatedSystems({
    shop: { seed },
    target: connected.target,
    onAdvance: async (ms) => {
      // In the same moment as the clock of the emulators.
      clock.move(ms);
      await Promise.all(hub.parts.map(tellClockMoved));
    },
  });
  await Promise.all(folders.map(nameSandbox));

  /** What starts a process, or speaks to all of them, does not meet another of its kind. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const killWhere = async (isChosen: (part: HubPart) => boolean): Promise<void> => {
    await Promise.all(hub.parts.filter(isChosen).map((part) => part.kill()));
  };

  const tier: Tier = {
    name: "real",
    control: useControls(systems.host.url),
    rows: (text, values) => database.rows(text, values),
    isUp: () => {
      hub.check();
      return hub.areUp();
    },
    start: () => inTurn(start),
    kill: () =>
      inTurn(async () => {
        hub.check();
        const [first] = hub.parts;
        const drawn = hub.parts.length === 1 ? 0 : random();
        if (drawn < 1 / 3) await killWhere(() => true);
        else await killWhere((part) => (part === first) === drawn < 2 / 3);
      }),
    crashAt: (crash) => inTurn(() => hub.crashAt(crash)),
    databaseAway: () =>
      inTurn(async () => {
        interruptions.begin("database");
        await database.stop();
      }),
    databaseBack: () =>
      inTurn(async () => {
        const before = database.lastAddress();
        const isElsewhere = (await database.start()) !== before;
        interruptions.end("database");
        // Only when somebody else took its port meanwhile. A hub that runs keeps the address that it was started with.
        if (!isElsewhere || before === null) return;
        await killWhere(() => true);
        await start();
      }),
    advance: (ms) => inTurn(async () => void (await tier.control("/clock", { advance: `PT${ms / 1_000}S` }))),
    requests: countRequests(systems.host, connected.target.connector.name),
    reached: () => hub.reached(),
    crashes: () => hub.crashes(),
    interruptions: () => interruptions.all(),
    clockSkewMs,
    logged: () => hub.logged(),
    secrets: [clientSecret, ...secretsOf(connected.target), secretKey, "shpat_", "shprt_"],
    stop: () =>
      inTurn(async () => {
        await killWhere(() => true);
        await systems.host.close();
        await database.close();
        clock.close();
        // A server that was killed leaves shared memory behind, which only a new one gives back.
        await database.start();
        await Promise.all(folders.map((folder) => folder.remove()));
        for (const done of forget) done();
        hub.check();
      }),
  };

  try {
    await connected.beforehand?.((path, body) => tier.control(path, body));
    await tier.start();
    const client = await home.connect({ url });
    await client.apply(
      systems.configuration({
        preset: "recommended",
        settings: connected.settings,
      }),
    );
    await connected.afterwards?.(client, connectionOf(connected.target));
    await client.close();
    // The first sweep and checks are over before anything happens.
    await tier.advance(0);
    return tier;
  } catch (error) {
    await tier.stop().catch(() => undefined);
    throw error;
  }
};

/** One process that does everything, or that and a worker, or one for webhooks and a worker. */
function drawRoles(random: SeededRandom): readonly HubPartOptions["role"][] {
  const drawn = random();
  return drawn < 0.6 ? ["all"] : drawn < 0.8 ? ["all", "worker"] : ["web", "worker"];
}

/** A hub beside a sandbox can be told that the clock was moved. Nobody answers there how far: that the machine's clock says already. */
async function nameSandbox(folder: HubFolder): Promise<void> {
  await mkdir(join(folder.path, "run"), { recursive: true });
  await writeFile(join(folder.path, "run", "sandbox.json"), JSON.stringify({ url: "http://127.0.0.1:1" }));
}

/** Has a process do at once what became due, and waits for it a while. One that cannot hear this looks once a second anyway. */
async function tellClockMoved(part: HubPart): Promise<void> {
  const url = part.url();
  if (url === null) return;
  const token = (await readFile(join(part.folder.path, "token"), "utf8")).trim();
  await fetch(`${url}/api/v1/sandbox/clock`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ ms: 0 }),
    signal: AbortSignal.timeout(advanceMs),
  }).catch(() => null);
}
