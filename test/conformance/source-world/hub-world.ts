import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { pino } from "pino";
import { buildHub } from "#app/build-hub.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey } from "#domain/source-record.ts";
import type { RunningHub } from "#engine/hub/create-hub.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { createServer } from "#server/create-server.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import type { Buyer, ShopHandle, SourceSubject } from "../source-subject.ts";
import { createTampering, tamperedEmulator, type Tampering } from "../world/tampered-emulator.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { listen, type Arrived, type Listener } from "./listen.ts";
import { createPeople } from "./people.ts";
import { shopHandle, watch, type Watch } from "./shop-world.ts";
import { openBeside } from "./open-beside.ts";
import { createWaits, type Waits } from "./waits.ts";

/** A whole hub between the emulated shop and a ledger. */
export interface HubWorld extends Waits {
  readonly subject: SourceSubject;
  readonly shop: ShopHandle;
  readonly tampering: Tampering;
  readonly hub: RunningHub;
  readonly database: TestDatabase;
  readonly ledger: Ledger;
  /** Name of the only connection. */
  readonly connection: string;
  /** Where the shop's announcements go to reach the hub. */
  readonly address: string;
  /** What it was configured with. */
  readonly configuration: Configuration;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  readonly newBuyer: () => Buyer;
  /** Rows of a question to the hub's database. */
  readonly rows: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** Sends a delivery to the hub, signed as the shop does; answers the status. */
  readonly deliver: (delivery: Sent) => Promise<number>;
  /** Has everything that the shop announces from now on sent to a listener instead of the hub. */
  readonly listen: () => Promise<Listener>;
  /** The connector, opened beside the hub, as a second look at the shop. */
  readonly look: () => SourceSystem;
  readonly watch: () => Watch;
  readonly advance: (duration: string) => Promise<void>;
  /** Starts one more hub on the same database; it ends with the world. */
  readonly beside: () => Promise<RunningHub>;
  /** Where a record stands; undefined: nothing is known of it. */
  readonly standing: (key: AnnouncedKey) => Promise<RecordView | undefined>;
}

/** A delivery: one that arrived before, or one that is made up. */
export type Sent = {
  readonly topic: string;
  readonly body: string | Buffer;
  /** Default: an id of its own. */
  readonly id?: string;
  /** Default: the present one. */
  readonly secret?: string;
  /** When it happened (ISO); default: that is not said. */
  readonly at?: string | null;
};

/** What arrived, to be delivered with an id of its own. */
export function again({ delivery, body }: Arrived): Sent {
  return { topic: delivery.topic, body, at: delivery.triggeredAt };
}

/** Starts a world, lets a guarantee look at it, and ends it in any case. */
export async function withHubWorld(
  subject: SourceSubject,
  tell: (world: HubWorld) => Promise<void>,
): Promise<void> {
  const closing: (() => Promise<unknown>)[] = [];
  const logged: string[] = [];
  try {
    await tell(await startHubWorld(subject, closing, logged));
  } catch (error) {
    throw withLoggedErrors(error, logged);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function startHubWorld(
  subject: SourceSubject,
  closing: (() => Promise<unknown>)[],
  logged: string[],
): Promise<HubWorld> {
  const database = await createTestDatabase();
  closing.push(() => database.drop());
  const hubs: RunningHub[] = [];
  let movedMs = 0;
  const clock = createEmulatorClock();
  const tampering = createTampering();
  const emulator = tamperedEmulator(subject.emulator({ clock }), tampering);
  const host = await startEmulatorHost({
    emulators: [emulator],
    clock,
    onAdvance: async (ms) => {
      movedMs += ms;
      await Promise.all(hubs.map(async (hub) => hub.advanceClock?.(ms)));
    },
  });
  closing.push(() => host.close());
  const shop = shopHandle(host, emulator);
  const log = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
  const ledger = createLedger();
  const secretKey = randomBytes(32).toString("base64");
  const open = async (): Promise<RunningHub> => {
    const hub = await buildHub({
      databaseUrl: database.url,
      secretKey,
      role: "all",
      log,
      sandboxClockMs: movedMs,
      sources: new Map([["shopify", subject.connector]]),
      targets: new Map([[ledger.connector.name, ledger.connector]]),
    });
    hubs.push(hub);
    closing.push(() => hub.stop());
    return hub;
  };
  const hub = await open();
  const server = await createServer({ hub, log, publicUrl: "http://127.0.0.1" });
  closing.push(() => server.close());
  const address = `${await server.listen({ host: "127.0.0.1", port: 0 })}/webhooks/shopify`;
  await hub.listeningAt(address);
  const configuration: Configuration = {
    stores: [{ name: "acme", ...subject.settings, auth: subject.credentials, baseUrl: shop.url }],
    connections: [
      {
        name: "acme-ledger",
        store: "acme",
        connector: ledger.connector.name,
        preset: "recommended",
        credentials: {},
        settings: {},
      },
    ],
  };
  const { findings } = await hub.apply(configuration);
  const wrong = findings.filter(({ level }) => level === "error");
  assert.deepEqual(wrong, [], "the hub finds something wrong with the emulated shop");
  // The first sweep and checks are over before a story begins, so that they do not take part in it.
  await hub.advanceClock?.(0);

  const rows: HubWorld["rows"] = async (text, values = []) =>
    (await database.pool.query(text, [...values])).rows;
  const advance: HubWorld["advance"] = async (duration) => {
    const answer = await fetch(`${host.url}/_control/clock`, {
      method: "POST",
      body: JSON.stringify({ advance: duration }),
    });
    assert.ok(answer.ok, await answer.text());
  };
  const standing: HubWorld["standing"] = async ({ kind, id }) =>
    (await hub.records({ kind, q: `${kind}:${id}` })).find(({ recordId }) => recordId === id);
  return {
    subject,
    shop,
    tampering,
    hub,
    database,
    ledger,
    connection: "acme-ledger",
    address,
    configuration,
    logged,
    newBuyer: createPeople(),
    rows,
    deliver: async ({
      topic,
      body,
      id = randomUUID(),
      secret = subject.deliveries.secrets[0],
      at = null,
    }) => {
      const bytes = Buffer.from(body);
      const headers = subject.deliveries.headers({ topic, body: bytes, secret, id, at });
      return post(address, headers, bytes);
    },
    listen: async () => {
      const listener = await listen(subject, shop);
      closing.push(() => listener.close());
      await hub.listeningAt(listener.address);
      return listener;
    },
    look: () => openBeside(subject, shop, clock, closing),
    watch: () => watch(host, emulator.system),
    advance,
    beside: open,
    standing,
    ...createWaits({ rows, advance, standing, underWay: () => subject.shop.underWay(shop) }),
  };
}

/** What broke, with what the hub has logged as an error, which often says why. */
function withLoggedErrors(broken: unknown, logged: readonly string[]): unknown {
  if (!(broken instanceof Error)) return broken;
  const errors = logged.filter((line) => (JSON.parse(line) as { level: number }).level >= errorLevel);
  if (errors.length > 0)
    broken.message += `\nThe hub logged:\n${errors
      .slice(-3)
      .map((line) => line.slice(0, 600))
      .join("\n")}`;
  return broken;
}

/** Pino's number for `error`. */
const errorLevel = 50;

/** Posts bytes with these headers; answers the status. */
export async function post(
  address: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer,
): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...(Object.fromEntries(given) as Record<string, string>) },
    body: new Uint8Array(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}
