// One way of getting a history into PostgreSQL, as a process of its own, so that its memory can be told from that of the others.
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import { openShopifySystem } from "#connectors/shopify/system/open-shopify-system.ts";
import { lookAhead } from "#engine/hub/look-ahead.ts";
import { writeOf } from "#engine/reconcile/source-state.ts";
import { keyText } from "#domain/source-record.ts";
import { openDatabase } from "#store/database.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import type { HistoryChildTask } from "./run-history-child.ts";

const unmetered = { take: () => Promise.resolve(() => undefined), throttled: () => Promise.resolve() };

/** Waybill's own reader, and the store's own writing of pages of new records. */
async function readByWaybill({ databaseUrl, shopUrl, folder }: HistoryChildTask): Promise<number> {
  const database = openDatabase(databaseUrl, { max: 4 });
  const store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("nobody asks")),
  });
  const system = openShopifySystem({
    connection: "bench",
    settings: { domain: "bench.myshopify.com", apiVersion: "2026-10", baseUrl: shopUrl },
    credentials: { accessToken: "bench-token", apiSecret: "bench" },
    clock: { now: () => Date.now() },
    http: createHttpCaller({ budget: unmetered }),
    tokens: { load: () => Promise.resolve(null), renew: (renew) => renew(null) },
    tell: () => undefined,
  });
  const { history } = system;
  if (history === undefined) throw new Error("the shop prepares no history");
  const { ticket } = await history.begin("orders", null, "bench/0");
  while ((await history.look(ticket)).state !== "ready") await new Promise((done) => setTimeout(done, 100));
  let rows = 0;
  // As a run reads it: the database works on one page while the next one is put together.
  for await (const page of lookAhead(history.pages(ticket, null, { folder }))) {
    const records = page.records.flatMap(({ record, alongside }) => [record, ...alongside]);
    const known = await store.mirrors(
      "bench",
      records.map(({ kind, id }) => ({ kind, id })),
    );
    const fresh = records.filter(({ kind, id }) => !known.has(keyText({ kind, id })));
    await store.saveMirrors(
      "bench",
      fresh.map((record) => writeOf(record, "read", false)),
      { isNew: true },
    );
    rows += page.records.length;
  }
  await system.close();
  await database.close();
  return rows;
}

/** The least that can be done: each line parsed, each order with its children a row, written by COPY in one go. */
async function readBarely({ databaseUrl, fileUrl }: HistoryChildTask): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("create table bare (id text primary key, record json not null)");
  const answer = await fetch(fileUrl);
  if (answer.body === null) throw new Error("no file");
  const lines = createInterface({ input: Readable.fromWeb(answer.body as never), crlfDelay: Infinity });
  let rows = 0;
  async function* copied(): AsyncGenerator<string> {
    let order: { id: string; children: unknown[] } | null = null;
    let text = "";
    const put = (): void => {
      if (order === null) return;
      text += `${order.id}\t${JSON.stringify(order).replaceAll("\\", "\\\\")}\n`;
      rows += 1;
    };
    for await (const line of lines) {
      const parsed = JSON.parse(line) as { id: string; __parentId?: string };
      if (parsed.__parentId === undefined) {
        put();
        order = { ...parsed, children: [] };
        if (text.length > 500_000) {
          yield text;
          text = "";
        }
      } else order?.children.push(parsed);
    }
    put();
    yield text;
  }
  await pipeline(Readable.from(copied()), client.query(copyFrom("copy bare from stdin")));
  await client.end();
  return rows;
}

interface Peer {
  readonly stripe: { readonly subscriptions: { list: (params: unknown) => AsyncIterable<unknown> } };
  syncBackfill(options: { readonly object: "subscription" }): Promise<unknown>;
}

/**
 * The peer's own backfill of what it has that is most like an order with its lines: subscriptions with their items. It is given them
 * from memory as fast as it takes them, without any calls.
 */
async function readByPeer({ databaseUrl, peerFolder, orders }: HistoryChildTask): Promise<number> {
  const load = createRequire(`${peerFolder}/package.json`);
  const { StripeSync, runMigrations } = load("@supabase/stripe-sync-engine") as {
    readonly StripeSync: new (config: object) => Peer;
    readonly runMigrations: (config: object) => Promise<void>;
  };
  const logger = {
    info: () => undefined,
    error: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  };
  await runMigrations({ databaseUrl, schema: "stripe", logger });
  const sync = new StripeSync({
    databaseUrl,
    stripeSecretKey: "sk_test_bench",
    stripeWebhookSecret: "whsec_bench",
    backfillRelatedEntities: false,
    autoExpandLists: false,
  });
  sync.stripe.subscriptions.list = () => subscriptions(orders);
  await sync.syncBackfill({ object: "subscription" });
  return orders;
}

async function* subscriptions(count: number): AsyncGenerator {
  const at = 1_790_000_000;
  for (let index = 0; index < count; index += 1) {
    const id = `sub_${String(index).padStart(24, "0")}`;
    await Promise.resolve();
    yield {
      id,
      object: "subscription",
      billing_cycle_anchor: at,
      cancel_at_period_end: false,
      collection_method: "charge_automatically",
      created: at + index,
      currency: "aud",
      current_period_end: at,
      current_period_start: at,
      customer: `cus_${index % 50_000}`,
      default_tax_rates: [],
      items: { object: "list", has_more: false, data: Array.from({ length: 1 + (index % 2) }, itemOf(id)) },
      latest_invoice: `in_${index}`,
      livemode: false,
      metadata: { order: `#${index}` },
      start_date: at,
      status: "active",
    };
  }
}

function itemOf(subscription: string): (value: unknown, index: number) => unknown {
  return (_, index) => ({
    id: `si_${subscription.slice(4)}_${index}`,
    object: "subscription_item",
    created: 1_790_000_000,
    metadata: {},
    price: { id: "price_1", object: "price", unit_amount: 2_495, currency: "aud", product: "prod_1" },
    quantity: 1,
    subscription,
    tax_rates: [],
  });
}

const ways = { waybill: readByWaybill, bare: readBarely, peer: readByPeer };
const task = JSON.parse(process.argv[2] ?? "") as HistoryChildTask;
const started = performance.now();
const rows = await ways[task.way](task);
const seconds = (performance.now() - started) / 1_000;
const peakMb = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(`${JSON.stringify({ rows, seconds, peakMb })}\n`);
process.exit(0);
