import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { startSimulatedTier } from "#test/chaos/simulated/start-simulated-tier.ts";
import type { Tier } from "#test/chaos/tier.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import type { ProbedDocument, TargetSubject } from "../subject.ts";
import { createShopper } from "./create-shopper.ts";
import { idOf, nameOf } from "./purchases.ts";
import { underTest } from "./start-target-world.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";

/** A world whose hub ends in the middle of things and is started again. */
export interface CrashWorld extends Pick<Tier, "crashAt" | "crashes" | "reached" | "rows"> {
  readonly flows: readonly FlowUnderTest[];
  readonly buy: TargetWorld["buy"];
  /** Resolves once everything of a purchase stands as synced; starts the hub where it has ended, moves the clock where it waits. */
  arrived(purchase: Purchase): Promise<void>;
  documentsOf(purchase: Purchase, flow: FlowUnderTest): Promise<readonly ProbedDocument[]>;
  requests(since?: number): Promise<{ readonly requests: readonly LoggedRequest[]; readonly next: number }>;
}

const patienceMs = 20_000;
/** What does not go on for so long waits for a time. */
const stallMs = 400;

/** Starts one, lets a guarantee look at it, and ends it in any case. Fault points are of the process: only one at a time. */
export async function withCrashWorld(
  subject: TargetSubject,
  tell: (world: CrashWorld) => Promise<void>,
): Promise<void> {
  let system = "";
  const tier = await startSimulatedTier({
    seed: 7,
    connected: {
      target: {
        connector: subject.connector,
        emulator: (clock) => {
          const emulator = subject.emulator({ clock, catalogue: usualCatalogue });
          ({ system } = emulator);
          return emulator;
        },
        credentials: (baseUrl) => subject.credentials(baseUrl),
      },
      settings: subject.settings,
    },
  });
  try {
    const flows = subject.flows.map((probe) => underTest(subject.connector, probe));
    const { buy } = createShopper({
      control: (path, body) => tier.control(path, body),
      place: async (body = {}) => {
        const { orders } = await tier.control<{ orders: readonly PlacedOrder[] }>(
          "/shopify/acme/orders",
          body,
        );
        return orders[0] ?? assert.fail("no order was placed");
      },
    });
    await tell({
      crashAt: (crash) => tier.crashAt(crash),
      crashes: () => tier.crashes(),
      reached: () => tier.reached(),
      rows: (text, values) => tier.rows(text, values),
      flows,
      buy,
      arrived: (purchase) => arrived(tier, purchase, flows),
      documentsOf: async (purchase, flow) => {
        const all = flow.documents(await tier.control(`/${system}/dump`));
        return all.filter(({ of }) => of === nameOf(purchase, flow));
      },
      requests: (since = 0) => tier.control(`/${system}/log?since=${since}`),
    });
  } finally {
    await tier.stop();
  }
}

async function arrived(tier: Tier, purchase: Purchase, flows: readonly FlowUnderTest[]): Promise<void> {
  const until = performance.now() + patienceMs;
  let last = { text: "", at: performance.now() };
  for (;;) {
    if (!tier.isUp()) await tier.start().catch(() => undefined);
    const rows = await tier.rows<{ kind: string; state: string; busy: boolean }>(
      `select kind, state, dirty or holder is not null as busy from waybill.record_state
       where (kind, record_id) in (select * from unnest($1::text[], $2::text[])) order by kind`,
      [flows.map(({ kind }) => kind), flows.map(({ kind }) => idOf(purchase, kind))],
    );
    const isThere = ({ state, busy }: (typeof rows)[number]): boolean =>
      !busy && (state === "synced" || state === "unchanged");
    if (tier.isUp() && rows.length === flows.length && rows.every(isThere)) return;
    const text = JSON.stringify(rows);
    assert.ok(performance.now() < until, `${purchase.order.name} does not arrive; it stands as ${text}`);
    if (text !== last.text) last = { text, at: performance.now() };
    if (performance.now() - last.at > stallMs) {
      await tier.advance(5 * 60_000 + 1_000);
      last = { text: "", at: performance.now() };
    } else await pause(15);
  }
}
