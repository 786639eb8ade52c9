import assert from "node:assert/strict";
import type { ChangePage, ReadAnswer, SourceSystem } from "#connectors/kit/source-system.ts";
import {
  keyText,
  type AnnouncedKey,
  type AnnouncedKind,
  type AnnouncedRecord,
} from "#domain/source-record.ts";
import type { ShopWorld } from "./shop-world.ts";

/** Before anything that a world makes. */
export const longAgo = "2000-01-01T00:00:00.000Z";

/** The record of an answer; fails when it is not there. */
export function presentIn(answer: ReadAnswer | undefined, what: string): AnnouncedRecord {
  assert.equal(answer?.state, "present", `${what} was read as ${stateOf(answer)}`);
  return answer.record;
}

/** What an answer says, without its content. */
export function stateOf(answer: ReadAnswer | undefined): string {
  if (answer === undefined) return "nothing at all";
  return answer.state === "failed" ? `failed (${answer.error.message})` : answer.state;
}

/** Reads one record; fails when it is not there. */
export async function readOne(system: SourceSystem, key: AnnouncedKey): Promise<AnnouncedRecord> {
  return presentIn((await system.read(key.kind, [key.id])).get(key.id), keyText(key));
}

/** Every page of what changed, from a cursor on. */
export async function walkPages(
  system: SourceSystem,
  kind: AnnouncedKind,
  since: string = longAgo,
  from: string | null = null,
): Promise<readonly ChangePage[]> {
  const pages: ChangePage[] = [];
  for (let cursor: string | null = from; ;) {
    const page = await system.changedSince(kind, since, cursor);
    pages.push(page);
    if (page.next === null) return pages;
    assert.ok(pages.length < 1_000, "the walk over changed records does not come to an end");
    cursor = page.next;
  }
}

export function recordsOf(pages: readonly ChangePage[]): readonly AnnouncedRecord[] {
  return pages.flatMap(({ records }) => records.map(({ record }) => record));
}

export function idsOf(records: readonly { readonly id: string }[]): readonly string[] {
  return records.map(({ id }) => id).sort();
}

/** A record as it is kept: what is unknown is absent. */
export function kept(record: AnnouncedRecord): unknown {
  return JSON.parse(JSON.stringify(record));
}

/** Fails when two tellings of a record are not the same in every field, known and unknown ones. */
export function assertSame(left: AnnouncedRecord, right: AnnouncedRecord, what: string): void {
  assert.deepEqual(kept(left), kept(right), what);
}

/**
 * Fails when an announcement and a read do not tell the same in every field, but for what announcements never carry (see
 * `Customer.emailConsent`).
 */
export function assertSameAnnounced(announced: AnnouncedRecord, read: AnnouncedRecord, what: string): void {
  assertSame(announced, read.kind === "customers" ? { ...read, emailConsent: undefined } : read, what);
}

/** Fails unless an entry says what the shop does; when it was changed last is no part of it. */
export function assertCarried(
  entry: AnnouncedRecord | undefined,
  record: AnnouncedRecord,
  what: string,
): void {
  assert.ok(entry !== undefined, `${what}: it was not carried over`);
  assert.deepEqual(withoutTimes(entry), withoutTimes(record), what);
}

function withoutTimes(record: AnnouncedRecord): unknown {
  return JSON.parse(
    JSON.stringify(record, (name, value: unknown) => (name === "updatedAt" ? undefined : value)),
  );
}

/** The rejection of a call; fails when it was answered. */
export async function failureOf(call: Promise<unknown>, what: string): Promise<Error> {
  const answered = await call.then(
    () => true,
    (error: unknown) => error,
  );
  assert.ok(answered instanceof Error, `${what} was taken for a good answer`);
  return answered;
}

/** The order and the customer of a new buyer. */
export async function placeOne(
  world: Pick<ShopWorld, "subject" | "shop" | "newBuyer">,
): Promise<{ readonly orders: AnnouncedKey; readonly customers: AnnouncedKey }> {
  const { key, buyer } = await world.subject.shop.place(world.shop, { buyer: world.newBuyer() });
  return { orders: key, customers: buyer };
}

export const kinds: readonly AnnouncedKind[] = ["orders", "customers"];
