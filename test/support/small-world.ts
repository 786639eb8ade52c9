import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pino, type Logger } from "pino";
import { buildHub } from "#app/build-hub.ts";
import type { Faults } from "#connectors/kit/emulator/emulator.ts";
import type { EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import type { RunningHub } from "#engine/hub/create-hub.ts";
import { layered } from "#connectors/kit/layered.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { createServer } from "#server/create-server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import {
  clientSecret,
  domain,
  startEmulatedSystems,
  type EmulatedSystemsOptions,
} from "./emulated-systems.ts";

export { clientSecret, domain };

/** An order as the sandbox's control answers it. */
export interface PlacedOrder {
  readonly id: string;
  readonly name: string;
  readonly total: string;
  readonly currency: string;
}

/** A sales order of the emulated account, as far as stories look at it. */
export interface SalesOrderView {
  readonly Guid: string;
  readonly OrderNumber: string;
  readonly OrderStatus: string;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly Comments: string | null;
  readonly Customer: { readonly CustomerCode: string; readonly CustomerName: string; readonly Guid: string };
  readonly SalesOrderLines: readonly {
    readonly LineType: string | null;
    readonly Product: { readonly ProductCode: string | null; readonly ProductDescription: string | null };
    readonly OrderQuantity: number;
    readonly UnitPrice: number;
    readonly LineTotal: number;
    readonly LineTax: number;
  }[];
}

export interface CustomerView {
  readonly Guid: string;
  readonly CustomerCode: string;
  readonly CustomerName: string;
  readonly Email: string | null;
  readonly Notes: string | null;
}

/** Everything there is, in one process: an emulated shop and account, a hub with its server, a database of its own. */
export interface SmallWorld {
  readonly hub: RunningHub;
  readonly host: EmulatorHost;
  readonly url: string;
  readonly database: TestDatabase;
  /** What was applied. */
  readonly configuration: Configuration;
  /** Uses a control of the sandbox: `control("/shopify/acme/orders", { paid: true })`. */
  control<T = unknown>(path: string, body?: unknown): Promise<T>;
  place(body?: Readonly<Record<string, unknown>>): Promise<PlacedOrder>;
  salesOrders(): Promise<readonly SalesOrderView[]>;
  customers(): Promise<readonly CustomerView[]>;
  faults(system: string, faults: Faults): void;
  /**
   * Posts a signed delivery to the hub as Shopify would; answers the status. `id` is the delivery's own (default: a new one),
   * `eventId` that of what happened in the shop (default: none), `at` when that was.
   */
  deliver(
    topic: string,
    body: string,
    options?: { readonly id?: string; readonly eventId?: string; readonly at?: string },
  ): Promise<number>;
  /** The order's record once it stands in one of these states. */
  standing(name: string, ...states: RecordView["outcome"]["state"][]): Promise<RecordView>;
  advance(duration: string): Promise<void>;
  /** Starts one more hub, on the same database or another one; it is moved along by `advance` and ends with the world. */
  beside(database?: TestDatabase): Promise<RunningHub>;
  stop(): Promise<void>;
}

export interface SmallWorldOptions extends Pick<EmulatedSystemsOptions, "shop" | "unleashed" | "target"> {
  readonly preset?: "documented" | "recommended";
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default false: the shop's webhooks reach the hub. True: nothing is subscribed, deliveries are made by hand. */
  readonly withoutWebhooks?: boolean;
  /** What is done in the shop and the account before they are connected. Default: nothing. */
  readonly beforehand?: (control: SmallWorld["control"]) => Promise<void>;
  /** Default: silent, or standard output at `LOG_LEVEL`. */
  readonly log?: Logger;
}

export async function startSmallWorld(options: SmallWorldOptions = {}): Promise<SmallWorld> {
  const database = await createTestDatabase();
  const hubs: RunningHub[] = [];
  let movedMs = 0;
  const {
    host,
    control,
    configuration: configure,
  } = await startEmulatedSystems({
    ...(options.shop === undefined ? {} : { shop: options.shop }),
    ...(options.unleashed === undefined ? {} : { unleashed: options.unleashed }),
    ...(options.target === undefined ? {} : { target: options.target }),
    onAdvance: async (ms) => {
      movedMs += ms;
      await Promise.all(hubs.map(async (each) => each.advanceClock?.(ms)));
    },
  });
  await options.beforehand?.(control);
  const log = options.log ?? pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  const secretKey = randomBytes(32).toString("base64");
  const open = async ({ url: databaseUrl } = database): Promise<RunningHub> => {
    const opened = await buildHub({
      databaseUrl,
      secretKey,
      role: "all",
      log,
      sandboxClockMs: movedMs,
      ...(options.target === undefined
        ? {}
        : { targets: new Map([[options.target.connector.name, options.target.connector]]) }),
    });
    hubs.push(opened);
    return opened;
  };
  const hub = await open();
  const server: FastifyInstance = await createServer({ hub, log, publicUrl: "http://127.0.0.1" });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  if (options.withoutWebhooks !== true) await hub.listeningAt(`${url}/webhooks/shopify`);
  const { settings = {} } = options;
  const usual = { orders: { currency: { account: options.shop?.currency ?? "AUD" } } };
  const configuration = configure({
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    settings: options.target === undefined ? layered(usual, settings) : settings,
  });
  await hub.apply(configuration);
  // The first sweep and checks are over before a story begins, so that they do not take part in it.
  await hub.advanceClock?.(0);

  return {
    hub,
    host,
    url,
    database,
    configuration,
    control,
    place: async (body = {}) => {
      const { orders } = await control<{ orders: readonly PlacedOrder[] }>("/shopify/acme/orders", body);
      const [order] = orders;
      if (order === undefined) throw new Error("no order was placed");
      return order;
    },
    salesOrders: async () =>
      (await control<{ SalesOrders: readonly SalesOrderView[] }>("/unleashed/dump?only=SalesOrders"))
        .SalesOrders,
    customers: async () =>
      (await control<{ Customers: readonly CustomerView[] }>("/unleashed/dump?only=Customers")).Customers,
    faults: (system, faults) => host.setFaults(system, faults),
    deliver: async (topic, body, { id = randomUUID(), eventId, at } = {}) => {
      const answer = await fetch(`${url}/webhooks/shopify`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-shopify-topic": topic,
          "x-shopify-shop-domain": domain,
          "x-shopify-webhook-id": id,
          ...(eventId === undefined ? {} : { "x-shopify-event-id": eventId }),
          ...(at === undefined ? {} : { "x-shopify-triggered-at": at }),
          "x-shopify-hmac-sha256": createHmac("sha256", clientSecret).update(body).digest("base64"),
        },
        body,
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    standing: async (name, ...states) => {
      const until = Date.now() + 20_000;
      let last: RecordView | undefined;
      while (Date.now() < until) {
        [last] = await hub.records({ q: name });
        if (last !== undefined && states.includes(last.outcome.state)) return last;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      throw new Error(`${name} stands as ${JSON.stringify(last?.outcome)}, not ${states.join(" or ")}`);
    },
    advance: async (duration) => {
      await control("/clock", { advance: duration });
    },
    beside: open,
    stop: async () => {
      await server.close();
      await Promise.all(hubs.map((each) => each.stop()));
      await host.close();
      await database.drop();
    },
  };
}
