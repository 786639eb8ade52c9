import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { ConnectionView, Hub } from "#engine/use-cases/hub.ts";
import { processMetrics } from "./process-metrics.ts";

/** What Prometheus is told. Names of connections and counts; never a record, a person or an address. */
export interface Metrics {
  /** Counts one webhook, with the seconds until its answer. */
  webhook(status: number, seconds: number): void;
  api(method: string, route: string, status: number, seconds: number): void;
  /** Event streams that are open. */
  streams(count: number): void;
  readonly contentType: string;
  /** The text of a scrape. Counts of records are at most `freshMs` old, however often it is asked for. */
  text(): Promise<string>;
}

const freshMs = 5_000;
const states = ["running", "paused", "throttled", "store-unavailable"] as const;

export function createMetrics(hub: Pick<Hub, "connections" | "ready">, log: EngineLog): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const webhooks = new Counter({
    name: "waybill_webhooks_total",
    help: "Webhooks by the status they were answered with.",
    labelNames: ["status"],
    registers,
  });
  const webhookSeconds = new Histogram({
    name: "waybill_webhook_seconds",
    help: "Time from a webhook's arrival to its answer.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const apiSeconds = new Histogram({
    name: "waybill_api_seconds",
    help: "Time that requests of the API took.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
    registers,
  });
  const streams = new Gauge({
    name: "waybill_event_streams",
    help: "Open streams of /api/v1/events.",
    registers,
  });
  const database = new Gauge({
    name: "waybill_database_up",
    help: "1 when the database answered this scrape.",
    registers,
  });
  const records = new Gauge({
    name: "waybill_records",
    help: "Records by connection and outcome.",
    labelNames: ["connection", "outcome"],
    registers,
  });
  const queued = new Gauge({
    name: "waybill_queue_depth",
    help: "Records of a connection that wait for a worker or are with one.",
    labelNames: ["connection"],
    registers,
  });
  const state = new Gauge({
    name: "waybill_connection_state",
    help: "1 for the state that a connection is in.",
    labelNames: ["connection", "state"],
    registers,
  });
  const calls = new Gauge({
    name: "waybill_target_calls_today",
    help: "Calls to a connection's system since midnight UTC.",
    labelNames: ["connection"],
    registers,
  });

  const show = (connections: readonly ConnectionView[]): void => {
    for (const gauge of [records, queued, state, calls]) gauge.reset();
    for (const connection of connections) {
      const { name } = connection;
      for (const [outcome, count] of Object.entries(connection.counts))
        records.labels(name, outcome).set(count);
      for (const one of states) state.labels(name, one).set(one === connection.state ? 1 : 0);
      queued.labels(name).set(connection.waiting);
      calls.labels(name).set(connection.budget.callsToday);
    }
  };

  let freshUntil = 0;
  let refreshing: Promise<void> | null = null;
  const refresh = async (): Promise<void> => {
    try {
      show(await hub.connections());
      database.set(1);
    } catch (error) {
      database.set(0);
      log.warn({ err: error }, "the counts of records could not be read for metrics");
    }
    freshUntil = performance.now() + freshMs;
    refreshing = null;
  };

  const answered = new Map<number, Counter.Internal>();
  return {
    webhook: (status, seconds) => {
      let counter = answered.get(status);
      if (counter === undefined) answered.set(status, (counter = webhooks.labels(String(status))));
      counter.inc();
      webhookSeconds.observe(seconds);
    },
    api: (method, route, status, seconds) =>
      apiSeconds.labels(method, route, String(status)).observe(seconds),
    streams: (count) => streams.set(count),
    contentType: registry.contentType,
    text: async () => {
      if (performance.now() >= freshUntil) await (refreshing ??= refresh());
      return `${await processMetrics().metrics()}\n${await registry.metrics()}`;
    },
  };
}
