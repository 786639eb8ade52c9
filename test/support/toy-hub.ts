import { createHmac, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { createHub, type RunningHub } from "#engine/hub/create-hub.ts";
import type { Configuration, Hub } from "#engine/use-cases/hub.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";
import { createBudgetKeeper } from "#store/budget/create-budget-keeper.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createWorkQueue } from "#store/queue/create-work-queue.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import {
  createToyCardFile,
  createToyShop,
  toySecret,
  type ToyCardFile,
  type ToyShop,
} from "./toy-connectors.ts";

/** A whole hub on a database of its own, between a toy shop and a toy card file. */
export interface ToyHub {
  readonly hub: RunningHub;
  readonly store: EngineStore;
  readonly database: TestDatabase;
  readonly shop: ToyShop;
  readonly file: ToyCardFile;
  /** Sends a signed delivery; answers the status. */
  deliver(topic: string, body: unknown, options?: ToyDelivery): Promise<number>;
  /** The record once it stands in one of these states. */
  standing(id: string, ...states: RecordView["outcome"]["state"][]): Promise<RecordView>;
  advance(ms: number): Promise<void>;
  /** Starts one more process on the same database. */
  beside(role: "all" | "web" | "worker"): Promise<ToyProcess>;
  /** Stops this hub and starts another on the same database, as after a restart; `key`: with another secret key from then on. */
  restart(options?: { readonly key?: string }): Promise<void>;
  /** Applies the configuration that the hub began with, changed as told. */
  apply(change?: {
    readonly connection?: Partial<Configuration["connections"][number]>;
  }): ReturnType<Hub["apply"]>;
  stop(): Promise<void>;
}

export interface ToyDelivery {
  readonly id?: string;
  readonly domain?: string;
  readonly secret?: string;
  readonly signature?: string;
  /** Default: the toy hub's own. */
  readonly to?: RunningHub;
}

export interface ToyProcess {
  readonly hub: RunningHub;
  readonly store: EngineStore;
  stop(): Promise<void>;
}

const quiet: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Key that the credentials of every toy hub of a test file are sealed with. */
export const toyKey = randomBytes(32).toString("base64");

/**
 * Starts one on a fresh database, or on one that a test has prepared; `stop` drops it in any case. `shopIsAway`: when the
 * configuration is applied.
 */
export async function startToyHub(
  prepared?: TestDatabase,
  { shopIsAway = false }: { readonly shopIsAway?: boolean } = {},
): Promise<ToyHub> {
  const database = prepared ?? (await createTestDatabase());
  const shop = createToyShop();
  shop.isAway = shopIsAway;
  const file = createToyCardFile();
  let offset = 0;
  let key = toyKey;
  const clock = { now: () => Date.now() + offset };

  const open = async (role: "all" | "web" | "worker" = "all"): Promise<ToyProcess> => {
    const process = randomBytes(6).toString("base64url");
    const store = createEngineStore({
      pool: database.pool,
      box: createSecretBox(key),
      connect: async () => {
        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        return client;
      },
    });
    const queue = await createWorkQueue({ connectionString: database.url, log: quiet });
    const budgets = createBudgetKeeper({ pool: database.pool, clock, process });
    const hub = await createHub({
      context: { store, clock, process, random: () => 0.5, newId: () => randomUUID(), log: quiet },
      queue,
      budgets,
      role,
      intervals: { sweepMs: 3_600_000 },
      sources: new Map([["shopify", shop.connector]]),
      targets: new Map([["cards", file.connector]]),
      storeLimits: { callsPerSecond: null, callsAtOnce: 8, callsPerDay: null, callsPerMonth: null },
      openContext: (owner, _limits, settings, credentials) => ({
        connection: owner,
        settings,
        credentials,
        clock,
        http: { call: () => Promise.reject(new Error("no network")), throttled: () => Promise.resolve() },
        tokens: { load: () => Promise.resolve(null), renew: (renew) => renew(null) },
        tell: () => undefined,
      }),
      moveClock: (ms) => {
        offset += ms;
      },
    });
    const stop = async (): Promise<void> => {
      await hub.stop();
      await queue.stop();
      await budgets.stop();
      await store.close();
    };
    return { hub, store, stop };
  };

  let current = await open();
  const apply: ToyHub["apply"] = ({ connection } = {}) =>
    current.hub.apply({
      stores: [{ name: "toy", domain: "toy.example", auth: { clientSecret: toySecret } }],
      connections: [
        {
          name: "toy-cards",
          store: "toy",
          connector: "cards",
          preset: "recommended",
          credentials: {},
          settings: {},
          ...connection,
        },
      ],
    });
  await apply();

  const standing = async (id: string, ...states: RecordView["outcome"]["state"][]): Promise<RecordView> => {
    const until = Date.now() + 15_000;
    let last: RecordView | undefined;
    while (Date.now() < until) {
      [last] = await current.hub.records({ q: `customers:${id}` });
      if (last !== undefined && states.includes(last.outcome.state)) return last;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`customers:${id} stands as ${JSON.stringify(last?.outcome)}, not ${states.join(" or ")}`);
  };

  return {
    get hub() {
      return current.hub;
    },
    get store() {
      return current.store;
    },
    database,
    shop,
    file,
    deliver: async (topic, body, options = {}) => {
      const raw = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
      const answer = await (options.to ?? current.hub).receiveWebhook(
        "shopify",
        {
          "x-shopify-shop-domain": options.domain ?? "toy.example",
          "x-shopify-topic": topic,
          "x-shopify-webhook-id": options.id ?? randomUUID(),
          "x-shopify-hmac-sha256":
            options.signature ??
            createHmac("sha256", options.secret ?? toySecret)
              .update(raw)
              .digest("base64"),
        },
        raw,
      );
      return answer.status;
    },
    standing,
    advance: async (ms) => {
      await current.hub.advanceClock?.(ms);
    },
    beside: open,
    apply,
    restart: async (options = {}) => {
      key = options.key ?? key;
      await current.stop();
      current = await open();
    },
    stop: async () => {
      await current.stop();
      await database.drop();
    },
  };
}
