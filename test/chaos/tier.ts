import type { Interruption } from "./evidence.ts";
import type { Connected } from "./subjects/chaos-subject.ts";

/**
 * What the runner needs of a world: emulators with their controls, a database, and a hub that can be ended and started. Both tiers
 * run the same schedules, the same way to quiet and the same checker; they differ in what a crash and a lost database are.
 */
export interface Tier {
  readonly name: "simulated" | "real";
  /**
   * Uses a control of the sandbox: `control("/shopify/acme/orders", { paid: true })`; without a body it is asked by GET. Rejects
   * with `ControlRefused` when the control refuses.
   */
  control<T = unknown>(path: string, body?: unknown): Promise<T>;
  /** Rows of a question to the hub's database, past the hub and past whatever cuts it off. */
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;

  /** Whether a hub runs. Turns false by itself when an armed crash was reached. */
  isUp(): boolean;
  /** Starts a hub on the same database at the same address; resolves once it listens. Does nothing while one runs. */
  start(): Promise<void>;
  /** Ends the hub at once, wherever it is: what is not committed is gone, what is under way reaches nobody. */
  kill(): Promise<void>;
  /**
   * Has the hub end at the n-th time from now that it comes to a fault point. Counting goes on in the next hub if this one ends
   * before. Replaces what was armed before; null disarms.
   */
  crashAt(crash: CrashWish | null): Promise<void>;
  /** PostgreSQL cannot be reached by the hub any more; resolves when that is so. */
  databaseAway(): Promise<void>;
  /** It can be reached again. Does nothing when it can. */
  databaseBack(): Promise<void>;
  /** Moves the clock of the emulators and of the hub forward. */
  advance(ms: number): Promise<void>;

  /** How many requests the emulators have answered so far. */
  requests(): number;
  /** How often each fault point was reached so far, as far as the tier can tell. */
  reached(): ReadonlyMap<string, number>;
  /** Where hubs ended so far by an armed crash, in order. */
  crashes(): readonly string[];
  /** When hubs ended unasked or the database was away, so far; what still lasts ends now. Times are emulated. */
  interruptions(): readonly Interruption[];
  /** How far the clocks of hub and emulators may be apart, in milliseconds. */
  readonly clockSkewMs: number;
  /** Every line that hubs have logged so far, as it was written. */
  logged(): readonly string[];
  /** Words that sign in somewhere, and may be told to nobody. */
  readonly secrets: readonly string[];
  /** Ends everything and removes what was made. */
  stop(): Promise<void>;
}

export interface CrashWish {
  readonly point: string;
  /** From 1. */
  readonly hit: number;
  /** Of points around remote calls: only those of this operation count. */
  readonly operation?: string;
}

export interface TierOptions {
  /** Of what the emulated shop draws. */
  readonly seed: number;
  /** What the shop is connected to. */
  readonly connected: Connected;
}

/** Starts a fresh world with a configured hub that runs. */
export type StartTier = (options: TierOptions) => Promise<Tier>;

/** A control refused what it was asked for: the body does not fit the state, such as a second cancellation. */
export class ControlRefused extends Error {
  override readonly name = "ControlRefused";
  readonly status: number;

  constructor(path: string, status: number, text: string) {
    super(`${path}: ${status} ${text}`);
    this.status = status;
  }
}
