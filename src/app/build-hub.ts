import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { Logger } from "pino";
import type { Dispatcher } from "undici";
import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import type { SourceConnector } from "#connectors/kit/source-system.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { createHub, type RunningHub } from "#engine/hub/create-hub.ts";
import { hashToken } from "#engine/hub/api-keys.ts";
import type { EngineStore, JournalLine } from "#engine/ports/engine-store.ts";
import { queueMethods, storeMethods } from "#engine/ports/writing-methods.ts";
import { withFaultPoints } from "#engine/with-fault-points.ts";
import { createBudgetKeeper } from "#store/budget/create-budget-keeper.ts";
import { openDatabase } from "#store/database.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import type { SignTimes } from "#store/engine-store/sign-of-life.ts";
import { migrateDatabase } from "#store/migrate.ts";
import { createWorkQueue } from "#store/queue/create-work-queue.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTokenVault } from "#store/secrets/token-vault.ts";
import { sources, targets } from "./connectors.ts";
import { closeInTurn } from "./close-in-turn.ts";
import { createMovableClock } from "./engine-clock.ts";

export interface BuildHubOptions {
  readonly databaseUrl: string;
  /** Most connections for its statements; the queue and the signs of life have a few of their own. Default: 12. */
  readonly databaseConnections?: number;
  /** Base64 of 32 bytes. */
  readonly secretKey: string;
  readonly role: "all" | "web" | "worker";
  readonly log: Logger;
  /** Set in the sandbox: how far its clock is ahead, in milliseconds. The hub's clock can then be moved. */
  readonly sandboxClockMs?: number;
  /** Owner token that has to work, besides those that were made. */
  readonly ownerToken?: string;
  readonly sweepMs?: number;
  /** Connectors of shops by name; default: those that Waybill comes with. */
  readonly sources?: ReadonlyMap<string, SourceConnector>;
  /** Connectors of business systems by name; default: those that Waybill comes with. */
  readonly targets?: ReadonlyMap<string, TargetConnector>;
  /** What calls to outside systems go through; default: connections that all hubs of this process share. */
  readonly dispatcher?: Dispatcher;
  /** How this process shows that it lives, and how soon others count as dead. */
  readonly signs?: SignTimes;
}

const defaultSweepMs = 5 * 60 * 1000;
const defaultConnections = 12;

/** Opens the database, brings it up to date, and starts a hub on it. One that cannot start leaves nothing open. */
export async function buildHub(options: BuildHubOptions): Promise<RunningHub> {
  const opened: (() => Promise<void>)[] = [];
  const close = (): Promise<void> => closeInTurn(opened);
  try {
    const hub = await openAndStart(options, opened);
    opened.push(() => hub.stop());
    return { ...hub, stop: close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** Notes in `opened` what has to be closed again, in the order in which it was opened. */
async function openAndStart(options: BuildHubOptions, opened: (() => Promise<void>)[]): Promise<RunningHub> {
  const { databaseUrl, log } = options;
  const box = createSecretBox(options.secretKey);
  await migrateDatabase(databaseUrl);
  const database = openDatabase(databaseUrl, { max: options.databaseConnections ?? defaultConnections });
  opened.push(() => database.close());
  const { pool } = database;
  const clock = createMovableClock(options.sandboxClockMs ?? 0);
  const process = randomBytes(6).toString("base64url");

  const kept = createEngineStore({
    pool,
    box,
    ...(options.signs === undefined ? {} : { signs: options.signs }),
    connect: async () => {
      const client = new pg.Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
      });
      // Who holds it hears of its end; without a listener of its own, one that breaks meanwhile would end the process.
      client.on("error", () => undefined);
      await client.connect();
      return client;
    },
  });
  opened.push(() => kept.close());
  const store = withFaultPoints<EngineStore>("store", kept, storeMethods);
  const work = await createWorkQueue({ connectionString: databaseUrl, log });
  const budgets = createBudgetKeeper({ pool, clock, process });
  opened.push(
    () => budgets.stop(),
    () => work.stop(),
  );
  const queue = withFaultPoints("queue", work, queueMethods);

  const tell = (
    owner: string,
    entry: { code: string; message: string; detail?: Record<string, unknown> },
  ): void => {
    const slash = owner.indexOf("/");
    const [type, name] = [owner.slice(0, slash), owner.slice(slash + 1)];
    const line: JournalLine = {
      store: type === "store" ? name : null,
      connection: type === "store" ? null : name,
      key: null,
      ...entry,
    };
    store
      .journal([line])
      .catch((error: unknown) => log.warn({ err: error, owner }, "a journal line was lost"));
  };

  if (options.ownerToken !== undefined)
    await store.saveKey({
      id: randomUUID(),
      hash: hashToken(options.ownerToken),
      role: "owner",
      name: "owner",
    });

  return createHub({
    context: { store, clock, process, random: Math.random, newId: () => randomUUID(), log },
    queue,
    budgets,
    role: options.role,
    intervals: { sweepMs: options.sweepMs ?? defaultSweepMs },
    sources: options.sources ?? sources,
    targets: options.targets ?? targets,
    storeLimits: { callsPerSecond: null, callsAtOnce: 8, callsPerDay: null, callsPerMonth: null },
    openContext: (owner, limits, settings, credentials): ConnectionContext<unknown, unknown> => ({
      connection: owner.slice(owner.indexOf("/") + 1),
      settings,
      credentials,
      clock,
      http: createHttpCaller({
        budget: budgets.budgetOf(owner, limits),
        ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
      }),
      tokens: createTokenVault({ pool, box, owner }),
      tell: (entry) => tell(owner, entry),
    }),
    ...(options.sandboxClockMs === undefined ? {} : { moveClock: (ms: number) => clock.advance(ms) }),
  });
}
