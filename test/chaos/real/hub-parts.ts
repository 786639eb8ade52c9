import type { CrashWish } from "../tier.ts";
import { createHubPart, type HubPart, type HubPartOptions } from "./hub-part.ts";
import type { NumberedWish } from "./hub-reports.ts";

/** All processes of one hub: they are ended and started together or one by one, and share the wish for a crash. */
export interface HubParts {
  readonly parts: readonly HubPart[];
  /** Whether each of them runs. */
  areUp(): boolean;
  /** Starts those that do not run, one after the other. */
  start(): Promise<void>;
  /** Each process counts for itself; the first that gets there ends, and nothing is wished for any more. */
  crashAt(crash: CrashWish | null): Promise<void>;
  reached(): ReadonlyMap<string, number>;
  crashes(): readonly string[];
  logged(): readonly string[];
  /** Throws when one has ended although nobody ended it. */
  check(): void;
}

/** `onEnd`: told when a process has ended or is about to. */
export function createHubParts(
  all: readonly Omit<HubPartOptions, "onReport" | "onEnd">[],
  onEnd: () => void,
): HubParts {
  const reached = new Map<string, number>();
  const crashes: string[] = [];
  let id = 0;
  let crash: CrashWish | null = null;
  /** By parts: how often the wished point was reached. */
  const hits = new Map<number, number>();

  const parts = all.map((options, index) =>
    createHubPart({
      ...options,
      onEnd,
      onReport: (report) => {
        if ("reached" in report)
          for (const [point, count] of Object.entries(report.reached))
            reached.set(point, (reached.get(point) ?? 0) + count);
        if ("hit" in report && report.hit === id) hits.set(index, (hits.get(index) ?? 0) + 1);
        if ("crash" in report) {
          crashes.push(report.operation === null ? report.crash : `${report.crash} ${report.operation}`);
          if (report.wish === id) void tell(null);
        }
      },
    }),
  );
  const wishFor = (index: number): NumberedWish => ({
    id,
    crash: crash === null ? null : { ...crash, hit: Math.max(1, crash.hit - (hits.get(index) ?? 0)) },
  });
  const tell = (next: CrashWish | null): Promise<unknown> => {
    id += 1;
    crash = next;
    hits.clear();
    return Promise.all(parts.map((part, index) => part.wish(wishFor(index))));
  };
  const check = (): void => {
    for (const part of parts) {
      const failure = part.failure();
      if (failure !== null) throw failure;
    }
  };

  return {
    parts,
    areUp: () => parts.every((part) => part.url() !== null),
    start: async () => {
      check();
      for (const [index, part] of parts.entries()) await part.start(wishFor(index));
    },
    crashAt: async (next) => void (await tell(next)),
    reached: () => reached,
    crashes: () => crashes,
    logged: () => parts.flatMap((part) => part.logged()).flatMap((text) => text.split("\n").filter(Boolean)),
    check,
  };
}
