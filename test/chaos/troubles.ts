import { parseDurationMs } from "#connectors/kit/emulator/duration.ts";
import type { FaultStep } from "./schedule.ts";
import type { ChaosSubject } from "./subjects/chaos-subject.ts";
import type { Tier } from "./tier.ts";

/** What goes wrong in a run, and when it is over again. */
export interface Troubles {
  begin(step: FaultStep, index: number): Promise<void>;
  /** To be called before each step: ends what has lasted long enough, and starts a hub that was down for long enough. */
  pass(index: number): Promise<void>;
  /** Ends everything; the hub runs afterwards. */
  endAll(): Promise<void>;
  /** Whether PostgreSQL is away at this moment. */
  readonly isDatabaseAway: boolean;
}

/** Time does not jump further than this in all before the faults end: a record is tried again for a day at most. */
const longestJumpsMs = 20 * 60 * 60 * 1000;

const goodWebhooks = { duplicate: 0, reorder: 0, lose: 0, delay: 0 };

export function createTroubles(tier: Tier, subject: ChaosSubject): Troubles {
  const systems = { account: subject.controls, shop: "/shopify/acme" } as const;
  /** What lasts, by what it is about; another of the same takes its place. */
  const lasting = new Map<string, { readonly until: number; readonly end: () => Promise<unknown> }>();
  /** For how many steps the hub stays down when the armed crash comes, or has come. */
  let downFor = 0;
  let upAt: number | null = null;
  let jumpedMs = 0;

  const last = (about: string, index: number, lasts: number, end: () => Promise<unknown>): void => {
    lasting.set(about, { until: index + 1 + lasts, end });
  };
  const endWhere = async (isOver: (until: number) => boolean): Promise<void> => {
    for (const [about, { until, end }] of lasting) {
      if (!isOver(until)) continue;
      lasting.delete(about);
      await end();
    }
  };

  const begin = async (step: FaultStep, index: number): Promise<void> => {
    switch (step.do) {
      case "crash": {
        const { point, hit, operation } = step;
        downFor = step.lasts;
        await tier.crashAt(operation === undefined ? { point, hit } : { point, hit, operation });
        return;
      }
      case "kill":
        downFor = step.lasts;
        await tier.kill();
        return;
      case "database":
        await tier.databaseAway();
        last("database", index, step.lasts, () => tier.databaseBack());
        return;
      case "trouble": {
        const faults = `${systems[step.system]}/faults`;
        await tier.control(faults, step.faults);
        last(step.system, index, step.lasts, () => tier.control(faults, {}));
        return;
      }
      case "webhooks":
        await tier.control("/shopify/acme/webhooks", { ...goodWebhooks, ...step.behaviour });
        last("webhooks", index, step.lasts, () => tier.control("/shopify/acme/webhooks", goodWebhooks));
        return;
      case "lag": {
        const { delayMs } = step;
        const set = (ms: number): Promise<unknown> =>
          step.system === "shop"
            ? tier.control("/shopify/acme/index-delay", { delay: ms })
            : (subject.lag?.((path, body) => tier.control(path, body), ms) ?? Promise.resolve());
        await set(delayMs);
        last(`lag of ${step.system}`, index, step.lasts, () => set(0));
        return;
      }
      case "unsubscribe":
        await tier.control("/shopify/acme/webhooks", { delete: step.topics });
        return;
      case "clock": {
        const ms = parseDurationMs(step.advance) ?? 0;
        if (jumpedMs + ms > longestJumpsMs) return;
        jumpedMs += ms;
        await tier.advance(ms);
        return;
      }
      case "revoke":
        await tier.control("/shopify/acme/tokens/revoke", {});
        return;
      case "limit":
        if (step.system === "shop") {
          const throttle = "/shopify/acme/throttle";
          const size = { restoreRate: 400, maximumAvailable: 2_000 };
          await tier.control(throttle, { size, currentlyAvailable: step.points });
          last("limit of the shop", index, step.lasts, () => tier.control(throttle, { size: null }));
        } else {
          const limit = (callsPerSecond: number | null): Promise<void> =>
            subject.limit((path, body) => tier.control(path, body), callsPerSecond);
          await limit(step.callsPerSecond);
          last("limit of the account", index, step.lasts, () => limit(null));
        }
    }
  };

  return {
    begin,
    pass: async (index) => {
      await endWhere((until) => until <= index);
      if (tier.isUp()) {
        upAt = null;
        return;
      }
      upAt ??= index + downFor;
      // Without its database no hub starts; whoever looks after it tries again.
      if (upAt <= index && !lasting.has("database")) await tier.start().catch(() => undefined);
    },
    endAll: async () => {
      await tier.crashAt(null);
      await endWhere(() => true);
      // It may have ended while it started, by a crash that was armed until just now.
      if (!tier.isUp()) await tier.start();
    },
    get isDatabaseAway() {
      return lasting.has("database");
    },
  };
}
