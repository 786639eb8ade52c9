import type { HubDeps } from "./hub-deps.ts";

/** What a step of a run works with. */
export interface RunStep {
  readonly deps: HubDeps;
  /** Who works on the run. */
  readonly worker: string;
  /** Waits until there is room for more records; false when the run is to be left: it was paused, cancelled, or is another's. */
  readonly mayFeed: () => Promise<boolean>;
  /** The process is to end. */
  readonly ending: AbortSignal;
}
