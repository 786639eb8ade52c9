import { cpus, totalmem } from "node:os";
import { measureAcknowledgements } from "./acknowledgements.ts";
import { measureHistory, type HistoryRound } from "./history.ts";
import { measureMemory } from "./memory.ts";
import { measureOrderCost, type OrderCost } from "./order-cost.ts";
import { measureFreshClone, measureWarmStart } from "./start.ts";
import type { HistoryChildResult } from "./support/run-history-child.ts";
import { median } from "./support/statistics.ts";
import { measureTargetBudget } from "./target-budget.ts";

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
}

const rounds = Number(process.env["WAYBILL_BENCH_ROUNDS"] ?? 3);
const historyOrders = Number(process.env["WAYBILL_BENCH_ORDERS"] ?? 1_000_000);
const oneCustomer = {
  account: { callsAtOnce: 48 },
  customers: { mode: "one-customer", oneCustomerCode: "SHOPIFY" },
};

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  orders: async () => {
    const runs: OrderCost[] = [];
    for (let round = 0; round < rounds; round += 1)
      runs.push(await measureOrderCost({ orders: 4_000, settings: oneCustomer }));
    const own = await measureOrderCost({ orders: 2_000, settings: { account: { callsAtOnce: 48 } } });
    const of = (pick: (run: OrderCost) => number): number => median(runs.map(pick));
    const total = of((run) => run.hubMs + run.postgresMs);
    return [
      {
        what: "CPU per order, from its webhook to the document read back (hub + PostgreSQL)",
        measured: `${total.toFixed(2)} ms (${of((run) => run.hubMs).toFixed(2)} + ${of((run) => run.postgresMs).toFixed(2)})`,
        goal: "≤ 2.5 ms",
      },
      {
        what: "the same with a customer of its own carried over or found first",
        measured: `${(own.hubMs + own.postgresMs).toFixed(2)} ms (${own.hubMs.toFixed(2)} + ${own.postgresMs.toFixed(2)})`,
        goal: "",
      },
      {
        what: "orders per second, load and emulators on the same cores",
        measured: of((run) => run.ordersPerSecond).toFixed(0),
        goal: "",
      },
    ];
  },
  acknowledgements: async () => {
    const { perSecond, barePerSecond, p99Ms } = await measureAcknowledgements();
    return [
      {
        what: "durable acknowledgements, beside a bare batched insert of the same bodies",
        measured: `${((perSecond / barePerSecond) * 100).toFixed(0)} % (${perSecond.toFixed(0)}/s of ${barePerSecond.toFixed(0)}/s)`,
        goal: "≥ 80 %",
      },
      {
        what: "time to acknowledge, 50 at once, 99th percentile",
        measured: `${p99Ms.toFixed(0)} ms`,
        goal: "< 100 ms",
      },
    ];
  },
  memory: async () => {
    const seen = await measureMemory(20_000);
    const [half, end] = [seen[Math.floor(seen.length / 2) - 1], seen.at(-1)];
    if (half === undefined || end === undefined) throw new Error("nothing was measured");
    return [
      {
        what: "hub, resident after 20,000 orders (after 10,000)",
        measured: `${end.hubMb.toFixed(0)} MB (${half.hubMb.toFixed(0)} MB)`,
        goal: "≤ 200 MB, flat",
      },
      {
        what: "PostgreSQL, all processes, after 20,000 orders (after 10,000)",
        measured: `${end.postgresMb.toFixed(0)} MB (${half.postgresMb.toFixed(0)} MB)`,
        goal: "≤ 300 MB, flat",
      },
    ];
  },
  history: async () => {
    const measured = await measureHistory(historyOrders, rounds);
    const of = (pick: (round: HistoryRound) => number): number => median(measured.map(pick));
    const rate = ({ rows, seconds }: HistoryChildResult): number => rows / seconds;
    return [
      {
        what: `${historyOrders.toLocaleString("en")} orders of 1.5 lines each from one bulk file into the mirror, beside a bare parse and COPY of them`,
        measured: `${(of(({ waybill, bare }) => rate(waybill) / rate(bare)) * 100).toFixed(0)} % (${of(({ waybill }) => rate(waybill)).toFixed(0)}/s of ${of(({ bare }) => rate(bare)).toFixed(0)}/s)`,
        goal: "≥ 40 %",
      },
      {
        what: "the same, beside the backfill of @supabase/stripe-sync-engine 0.48.5",
        measured: `${of(({ waybill, peer }) => rate(waybill) / rate(peer)).toFixed(1)} × (${of(({ peer }) => rate(peer)).toFixed(0)}/s)`,
        goal: "≥ 10 ×",
      },
      {
        what: "largest resident set of who reads it",
        measured: `${Math.max(...measured.map(({ waybill }) => waybill.peakMb)).toFixed(0)} MB`,
        goal: "≤ 256 MB, flat",
      },
    ];
  },
  budget: async () => {
    const { allowed, perSecond, refused, callsPerOrder, eventCallsPerOrder } = await measureTargetBudget(600);
    return [
      {
        what: `calls to an account that takes ${allowed} a second, while work waits`,
        measured: `${((perSecond / allowed) * 100).toFixed(0)} % (${perSecond.toFixed(1)}/s), ${refused} refused`,
        goal: "≥ 95 %, none refused",
      },
      {
        what: "calls per order of a history to Patch Retention: for its event, and with those for people",
        measured: `${eventCallsPerOrder.toFixed(2)} and ${callsPerOrder.toFixed(2)}`,
        goal: "2 for an event: written, read back",
      },
    ];
  },
  start: async () => [
    {
      what: "warm `npm start` to ready",
      measured: `${(await measureWarmStart()).toFixed(1)} s`,
      goal: "≤ 5 s",
    },
  ],
  clone: async () => [
    {
      what: "fresh clone with an empty home to the first order in Unleashed",
      measured: `${(await measureFreshClone()).toFixed(0)} s`,
      goal: "≤ 180 s",
    },
  ],
};

/** `npm run bench [-- orders acknowledgements memory history budget start clone]`: prints the README's table for this machine. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0)
    throw new Error(`There is no bench ${unknown.join(", ")}. Known: ${Object.keys(benches).join(", ")}.`);
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    process.stderr.write(`${name} …\n`);
    rows.push(...((await benches[name]?.()) ?? []));
  }
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  process.stdout.write(
    [
      `${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${memory} GB, Linux, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`,
      "",
      "| what | measured | goal |",
      "| --- | --- | --- |",
      ...rows.map((row) => `| ${row.what} | ${row.measured} | ${row.goal} |`),
      "",
    ].join("\n"),
  );
}

await main(process.argv.slice(2));
process.exit(0);
