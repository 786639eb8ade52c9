const secondsByAttempt = [5, 15, 45, 120, 300, 900, 1800, 3600];
/** Tries end when a record has failed for this long; a person may still retry it. */
export const retryForMs = 24 * 60 * 60 * 1000;

/**
 * When to try again: 5 s, 15 s, 45 s, 2 min, 5 min, 15 min, 30 min, then hourly, each spread by ±20 % so that records that
 * failed together do not return together. Null once `retryForMs` has passed since the first failure.
 *
 * @param attempts failed tries so far, this one included
 * @param random 0…1
 */
export function retryAt(now: number, attempts: number, firstFailedAt: number, random: number): number | null {
  if (now - firstFailedAt >= retryForMs) return null;
  const seconds = secondsByAttempt[Math.min(attempts, secondsByAttempt.length) - 1] ?? 5;
  return now + Math.round(seconds * 1000 * (0.8 + 0.4 * random));
}
