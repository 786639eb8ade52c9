import type { Interruption } from "./evidence.ts";

/** Notes from when to when a hub or its database was not there. */
export interface InterruptionNotes {
  /** It is not there from now on. Does nothing when that is noted already. */
  begin(what: Interruption["what"]): void;
  end(what: Interruption["what"]): void;
  /** All, oldest first; what still lasts ends now. */
  all(): readonly Interruption[];
}

/** `now`: milliseconds of the emulated clock. */
export function noteInterruptions(now: () => number): InterruptionNotes {
  const noted: { what: Interruption["what"]; at: number; until: number | null }[] = [];
  const open = (what: Interruption["what"]) =>
    noted.find((entry) => entry.what === what && entry.until === null);
  return {
    begin: (what) => {
      if (open(what) === undefined) noted.push({ what, at: now(), until: null });
    },
    end: (what) => {
      const entry = open(what);
      if (entry !== undefined) entry.until = now();
    },
    all: () =>
      noted.map(({ what, at, until }) => ({
        what,
        at: new Date(at).toISOString(),
        until: new Date(until ?? now()).toISOString(),
      })),
  };
}
