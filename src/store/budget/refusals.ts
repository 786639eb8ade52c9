import { SyncError } from "#domain/sync-error.ts";

/** Calls that are left of a day's and a month's quota; null where there is none, or it is not known yet. */
export interface QuotaLeft {
  readonly day: number | null;
  readonly month: number | null;
}

/** Why a call is not made: the quota is spent, or what is left of it is not for sweeps. Says when it is counted anew. */
export function quotaRefusal(of: {
  readonly owner: string;
  readonly now: number;
  readonly spent: boolean;
  readonly quota: QuotaLeft;
}): SyncError {
  const { owner, now, spent, quota } = of;
  const day = quota.day !== null && (quota.day === 0 || quota.month === null);
  return new SyncError(
    "throttled",
    {
      code: spent ? "QUOTA_SPENT" : "QUOTA_RESERVED",
      message: spent
        ? `The ${day ? "day" : "month"}'s calls of ${owner} are used up. Work goes on when they are counted anew.`
        : `The last tenth of the ${day ? "day" : "month"}'s calls of ${owner} is kept for live work.`,
    },
    { retryAfterMs: untilReset(now, day) },
  );
}

export function stopping(): SyncError {
  return new SyncError("unavailable", {
    code: "STOPPING",
    message: "Waybill is stopping; this is tried again after the start.",
  });
}

function untilReset(now: number, day: boolean): number {
  const date = new Date(now);
  const next = day
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1)
    : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return next - now;
}
