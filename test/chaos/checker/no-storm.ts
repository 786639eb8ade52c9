import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { Evidence, Violation } from "../evidence.ts";

/** How long a call that was under way when the answer came may still arrive, and how many of them there may be. */
const underWayMs = 1_000;
const atOnce = 8;

/** What is waited for where an account is told to slow down without being told how long. */
const usualWaitMs = 2_000;

/**
 * After a 429 the whole connection waits as long as it was told; limits of calls that are set are kept; what failed is not tried
 * again at once; and nobody signs in while the sign-in that there is does.
 */
export function noStorm(evidence: Evidence): readonly Violation[] {
  const { account, shop } = evidence.log;
  const { callsPerSecond, callsPerMonth } = evidence.settings;
  return [
    ...impatient(account, "the account", usualWaitMs, evidence),
    ...impatient(shop.filter(isCounted), "the shop", null, evidence),
    ...needlessSignIns(shop, evidence),
    ...hasty(evidence),
    ...(callsPerSecond === null ? [] : tooFast(account, callsPerSecond)),
    ...(callsPerMonth === null ? [] : tooMany(account, callsPerMonth)),
  ].map((violation) => ({ rule: "no-storm", ...violation }));
}

type Found = Omit<Violation, "rule">;

/** Signing in is not counted with other calls. */
function isCounted({ path }: LoggedRequest): boolean {
  return !path.includes("/oauth/");
}

/** Tokens hold for an hour at least, and are renewed a little before their end. */
const renewedAfterMs = 50 * 60 * 1000;

/** A token that was given out is good until a call that carries it is refused, or its time is over. */
function needlessSignIns(requests: readonly LoggedRequest[], { interruptions }: Evidence): readonly Found[] {
  const given = requests.filter(
    (request) => !isCounted(request) && request.status === 200 && request.fault === null,
  );
  return given.slice(1).flatMap((request, index): readonly Found[] => {
    const before = given[index];
    if (before === undefined) return [];
    const [from, to] = [Date.parse(before.time), Date.parse(request.time)];
    const wasRefused = requests.some(
      ({ number, status }) => number > before.number && number < request.number && status === 401,
    );
    // A hub that died, or had no database, may not have kept what it was given.
    const wasForgotten = interruptions.some(
      ({ at, until }) => Date.parse(at) <= to && Date.parse(until) >= from,
    );
    return wasRefused || wasForgotten || to - from > renewedAfterMs
      ? []
      : [
          {
            about: `request ${request.number}`,
            what: `the hub signed in again, although the token of request ${before.number} was good`,
          },
        ];
  });
}

/** The first pause after a failure is five seconds, spread by a fifth. Where somebody asked to wait, it is as they said. */
const shortestPauseMs = 3_900;
const askedToWait = /THROTTLED|QUOTA|POINTS_SPENT/;

function hasty({ hub }: Evidence): readonly Found[] {
  return hub.records.flatMap(({ title, kind, recordId, journal }) =>
    journal.flatMap(({ id, at, code, detail }): readonly Found[] => {
      const retryAt = detail?.["retryAt"];
      if (typeof retryAt !== "string" || askedToWait.test(code)) return [];
      const pauseMs = Date.parse(retryAt) - Date.parse(at);
      return pauseMs >= shortestPauseMs
        ? []
        : [
            {
              about: title ?? `${kind}:${recordId}`,
              what: `after it had failed (line ${id}) it was to be tried again within ${pauseMs} ms`,
            },
          ];
    }),
  );
}

function impatient(
  requests: readonly LoggedRequest[],
  system: string,
  otherwiseMs: number | null,
  { interruptions, clockSkewMs }: Evidence,
): readonly Found[] {
  return requests.flatMap((told, index): readonly Found[] => {
    const waitMs = told.retryAfter === null ? otherwiseMs : told.retryAfter * 1_000;
    if (told.status !== 429 || waitMs === null) return [];
    const from = Date.parse(told.answeredAt ?? told.time);
    const until = Date.parse(told.time) + waitMs - clockSkewMs;
    // A hub that died, or had no database, may not have kept what it was told.
    const wasForgotten = interruptions.some(
      ({ at, until: back }) => Date.parse(at) <= from + underWayMs && Date.parse(back) >= from,
    );
    if (wasForgotten) return [];
    const within = requests
      .slice(index + 1)
      .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < until);
    const late = within.filter(({ time }) => Date.parse(time) > from + underWayMs);
    const [first] = late;
    const about = `request ${told.number}`;
    const asked = `${system} asked to wait ${waitMs / 1000} s at ${told.time}`;
    if (first !== undefined)
      return [
        {
          about,
          what: `${asked}, and ${late.length} calls came before, the first, ${first.number}, at ${first.time}`,
        },
      ];
    return within.length >= atOnce
      ? [{ about, what: `${asked}, and ${within.length} calls came at once after it` }]
      : [];
  });
}

/** A bucket of so many calls that fills again by so many a second. */
function tooFast(requests: readonly LoggedRequest[], perSecond: number): readonly Found[] {
  const size = Math.max(1, perSecond);
  let held = size;
  let last = -Infinity;
  return requests.flatMap(({ time, number }): readonly Found[] => {
    const now = Date.parse(time);
    held = Math.min(size, held + (Math.max(0, now - last) / 1_000) * perSecond) - 1;
    last = now;
    // Calls are stamped when they arrive, not when they were allowed.
    if (held >= -size) return [];
    held = 0;
    return [
      { about: `request ${number}`, what: `more than ${perSecond} calls a second were made around ${time}` },
    ];
  });
}

function tooMany(requests: readonly LoggedRequest[], perMonth: number): readonly Found[] {
  const months = Map.groupBy(requests, ({ time }) => time.slice(0, 7));
  return [...months].flatMap(([month, calls]) =>
    calls.length <= perMonth
      ? []
      : [{ about: month, what: `${calls.length} calls were made, and ${perMonth} a month are allowed` }],
  );
}
