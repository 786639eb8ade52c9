import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { Evidence, Violation } from "../evidence.ts";

/** How long a call that was under way when the answer came may still arrive, and how many of them there may be. */
const underWayMs = 1_000;
const atOnce = 8;

/** What is waited for where an account is told to slow down without being told how long. */
const usualWaitMs = 2_000;

/** After a 429 the whole connection waits as long as it was told; limits of calls that are set are kept. */
export function noStorm(evidence: Evidence): readonly Violation[] {
  const { account, shop } = evidence.log;
  const { callsPerSecond, callsPerMonth } = evidence.settings;
  return [
    ...impatient(account, "the account", usualWaitMs, evidence),
    ...impatient(shop.filter(isCounted), "the shop", null, evidence),
    ...(callsPerSecond === null ? [] : tooFast(account, callsPerSecond)),
    ...(callsPerMonth === null ? [] : tooMany(account, callsPerMonth)),
  ].map((violation) => ({ rule: "no-storm", ...violation }));
}

type Found = Omit<Violation, "rule">;

/** Signing in is not counted with other calls. */
function isCounted({ path }: LoggedRequest): boolean {
  return !path.includes("/oauth/");
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
