import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { createHttpHub } from "#cli/http-hub.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import { layered } from "#connectors/kit/layered.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";

const secret = "bench-secret";
const domain = "bench.myshopify.com";

/** A signed delivery, ready to be sent. */
export interface Delivery {
  readonly topic: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BenchWorld {
  readonly hub: Hub;
  readonly url: string;
  readonly hubPid: number;
  readonly postgresPid: number;
  readonly databaseUrl: string;
  readonly host: EmulatorHost;
  /** Makes orders in the emulated shop and catches what it announces. */
  makeDeliveries(
    orders: number,
    topics: readonly string[],
    body?: Readonly<Record<string, unknown>>,
  ): Promise<Delivery[]>;
  /** Sends with so many requests at once; answers each request's milliseconds. Throws when one is not answered with 200. */
  send(deliveries: readonly Delivery[], atOnce: number): Promise<number[]>;
  /** Resolves when so many records stand as synced or unchanged. */
  settled(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Hub and PostgreSQL as processes of their own; shop, account and load in this one. */
export async function startBenchWorld(options: {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly targetAnswersAfterMs: number;
}): Promise<BenchWorld> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-bench-"));
  const clock = createEmulatorClock();
  // Orders are placed in a shop of their own, which prints the deliveries. The shop that the hub is connected with knows none of
  // them, so that its sweep does not find them before they are announced.
  const [shop, press] = ["bench", "press"].map((store) =>
    createShopifyEmulator({
      clock,
      store,
      domain,
      currency: "AUD",
      taxesIncluded: true,
      taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
      plan: "plus",
      catalogue: usualCatalogue,
      clientId: "bench",
      clientSecret: secret,
    }),
  );
  if (shop === undefined || press === undefined) throw new Error("unreachable");
  const account = createUnleashedEmulator({
    clock,
    apiId: "bench",
    apiKey: "bench",
    seed: {
      ...unleashedCatalogue(usualCatalogue),
      customers: [{ code: "SHOPIFY", name: "Shopify orders" }],
    },
  });
  const host = await startEmulatorHost({ emulators: [shop, press, account], clock, logLimit: 10 });
  const delay = options.targetAnswersAfterMs;
  host.setFaults("unleashed", { slowMs: [delay, delay] });

  const hubFile = fileURLToPath(new URL("hub-process.ts", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, hubFile], {
    env: { ...process.env, WAYBILL_DATA: folder, PORT: "0", LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  const token = (await readFile(join(folder, "token"), "utf8")).trim();
  const hub = createHttpHub({ url, token });
  await hub.apply({
    stores: [
      {
        name: "bench",
        domain,
        auth: { clientId: "bench", clientSecret: secret },
        baseUrl: `${host.url}/shopify/bench`,
      },
    ],
    connections: [
      {
        name: "bench-unleashed",
        store: "bench",
        connector: "unleashed",
        preset: "recommended",
        credentials: { baseUrl: `${host.url}/unleashed`, apiId: "bench", apiKey: "bench" },
        settings: layered({ orders: { currency: { account: "AUD" } } }, options.settings),
      },
    ],
  });
  // What is sent is sent by the load below, at its own pace.
  await control(host.url, "/shopify/bench/webhooks", { deleteSubscriptions: true });
  const postgres = JSON.parse(await readFile(join(folder, "run", "postgres.json"), "utf8")) as {
    pid: number;
    port: number;
  };
  const password = (await readFile(join(folder, "postgres-password"), "utf8")).trim();

  return {
    hub,
    url,
    hubPid: child.pid ?? 0,
    postgresPid: postgres.pid,
    databaseUrl: `postgresql://waybill:${password}@127.0.0.1:${postgres.port}/waybill`,
    host,
    makeDeliveries: (orders, topics, body = {}) => catchDeliveries(host.url, orders, topics, body),
    send: (deliveries, atOnce) => sendTo(url, deliveries, atOnce),
    settled: async (count) => {
      for (;;) {
        const { counts } = await hub.connection("bench-unleashed");
        const done = (counts["synced"] ?? 0) + (counts["unchanged"] ?? 0);
        if (done >= count) return;
        const stuck = (counts["attention"] ?? 0) + (counts["failed"] ?? 0);
        if (stuck > 0)
          throw new Error(`${stuck} records did not arrive: ${JSON.stringify(await hub.attention())}`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
      process.kill(postgres.pid, "SIGINT");
      await host.close();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lets the shop announce new orders to a receiver of ours and keeps what it sent for the given topics. */
async function catchDeliveries(
  hostUrl: string,
  orders: number,
  topics: readonly string[],
  body: Readonly<Record<string, unknown>>,
): Promise<Delivery[]> {
  const caught: Delivery[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.end();
      const topic = String(request.headers["x-shopify-topic"]);
      caught.push(signed(topic, Buffer.concat(chunks)));
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  await subscribe(hostUrl, topics, address);
  await control(hostUrl, "/shopify/press/orders", { count: orders, ...body });
  while (caught.length < orders * topics.length) await new Promise((resolve) => setTimeout(resolve, 50));
  await control(hostUrl, "/shopify/press/webhooks", { deleteSubscriptions: true });
  receiver.closeAllConnections();
  receiver.close();
  return caught;
}

async function subscribe(hostUrl: string, topics: readonly string[], uri: string): Promise<void> {
  const shop = `${hostUrl}/shopify/press/admin`;
  const signIn = await fetch(`${shop}/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials", client_id: "bench", client_secret: secret }),
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  for (const topic of topics) {
    const enumName = topic.toUpperCase().replaceAll(/[/.]/g, "_");
    const answer = await fetch(`${shop}/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": token },
      body: JSON.stringify({
        query: `mutation { webhookSubscriptionCreate(topic: ${enumName}, webhookSubscription: {uri: ${JSON.stringify(uri)}}) { userErrors { message } } }`,
      }),
    });
    const text = await answer.text();
    if (!text.includes('"userErrors":[]')) throw new Error(`no subscription: ${text}`);
  }
}

function signed(topic: string, body: Buffer): Delivery {
  return {
    topic,
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": domain,
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-api-version": "2026-10",
      "x-shopify-triggered-at": new Date().toISOString(),
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
  };
}

/** Sends deliveries to a receiver, so many at once; answers each request's milliseconds. */
export async function sendTo(
  url: string,
  deliveries: readonly Delivery[],
  atOnce: number,
): Promise<number[]> {
  const pool = new Pool(url, { connections: atOnce, pipelining: 1 });
  const times: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < deliveries.length; index = next++) {
      const delivery = deliveries[index];
      if (delivery === undefined) return;
      const started = performance.now();
      const { statusCode, body } = await pool.request({
        path: "/webhooks/shopify",
        method: "POST",
        headers: delivery.headers,
        body: delivery.body,
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`a delivery was answered with ${statusCode}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await pool.close();
  return times;
}

async function control(url: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/_control${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the hub has no output");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return line;
}
