import { createHash } from "node:crypto";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import type { WireObject } from "../schema.ts";
import { ContactBook } from "./contact-book.ts";
import { EventLog } from "./event-log.ts";
import { PointsLedger } from "./points-ledger.ts";
import type { Automation, AutomationRun, CustomField } from "./records.ts";
import type { PatchSwitches } from "./switches.ts";

/** Resources that are little more than their fields. */
export type PlainResource = "tags" | "products" | "memberships" | "calendar_items";

/** Everything one emulated account holds. */
export interface Account {
  switches: PatchSwitches;
  apiKey: string;
  accountId: string;
  readonly contacts: ContactBook;
  /** Custom fields of contacts, by key. */
  readonly customFields: Map<string, CustomField>;
  readonly events: EventLog;
  /** By name. */
  readonly automations: Map<string, Automation>;
  readonly automationLog: AutomationRun[];
  readonly points: PointsLedger;
  /** By id, in the order they were made. */
  readonly plain: Readonly<Record<PlainResource, Map<string, WireObject>>>;
  /** The emulated time, as ISO 8601. */
  now(): string;
  /** 24 hexadecimal characters; a later one is greater. */
  newId(): string;
}

export interface AccountOptions {
  readonly clock: EmulatorClock;
  readonly switches: PatchSwitches;
  readonly apiKey: string;
  readonly accountId: string;
  /** Same seed, same ids. */
  readonly seed: number;
}

export function createAccount({ clock, switches, apiKey, accountId, seed }: AccountOptions): Account {
  const start = createHash("sha256").update(`patch\n${seed}`).digest("hex").slice(0, 12);
  let made = 0;
  return {
    switches,
    apiKey,
    accountId,
    contacts: new ContactBook(),
    customFields: new Map(),
    events: new EventLog(),
    automations: new Map(),
    automationLog: [],
    points: new PointsLedger(),
    plain: { tags: new Map(), products: new Map(), memberships: new Map(), calendar_items: new Map() },
    now: () => new Date(Math.round(clock.now())).toISOString(),
    newId: () => start + (++made).toString(16).padStart(12, "0"),
  };
}
