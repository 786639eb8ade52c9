import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { HistoryPage, HistoryReader, HistoryState } from "#connectors/kit/history-reader.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import type { ShopifyEmulatorOptions } from "../emulator/create-shopify-emulator.ts";
import { startEmulatedShop, type EmulatedShop } from "../test/emulated-shop.ts";

/** The emulated shop for one test. */
export async function startShop(options?: Partial<ShopifyEmulatorOptions>): Promise<EmulatedShop> {
  const shop = await startEmulatedShop(options);
  onTestFinished(() => shop.close());
  return shop;
}

/** A folder for large files, for one test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-history-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function historyOf({ history }: SourceSystem): HistoryReader {
  if (history === undefined) throw new Error("the shop prepares no history");
  return history;
}

let marks = 0;

/** Has a history prepared; its ticket, once it is ready. */
export async function prepare(
  shop: EmulatedShop,
  history: HistoryReader,
  kind: AnnouncedKind = "orders",
  since: string | null = null,
): Promise<string> {
  marks += 1;
  const { ticket } = await history.begin(kind, since, `run-${marks}/0`);
  const { state } = await outcome(shop, history, ticket);
  if (state !== "ready") throw new Error(`the history is ${state}`);
  return ticket;
}

/** What becomes of a history that is being prepared. */
export async function outcome(
  shop: EmulatedShop,
  history: HistoryReader,
  ticket: string,
): Promise<HistoryState> {
  shop.advance(2_000);
  for (let looks = 0; looks < 5_000; looks += 1) {
    const state = await history.look(ticket);
    if (state.state !== "preparing") return state;
    await turn();
  }
  throw new Error("it is prepared for ever");
}

export async function allPages(pages: AsyncIterable<HistoryPage>): Promise<HistoryPage[]> {
  const all: HistoryPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** Records of pages by their id; a record that comes twice fails the test. */
export function byId(pages: readonly HistoryPage[]): Map<string, HistoryPage["records"][number]> {
  const records = new Map<string, HistoryPage["records"][number]>();
  for (const entry of pages.flatMap((page) => page.records)) {
    if (records.has(entry.record.id)) throw new Error(`${entry.record.id} came twice`);
    records.set(entry.record.id, entry);
  }
  return records;
}

/** The same as a read by id gives, for comparison. */
export async function readAll(
  system: SourceSystem,
  kind: AnnouncedKind,
  ids: readonly string[],
): Promise<Map<string, HistoryPage["records"][number]>> {
  const answers = await system.read(kind, ids);
  return new Map(
    [...answers].flatMap(([id, answer]) =>
      answer.state === "present"
        ? [[id, { record: answer.record, alongside: answer.alongside }] as const]
        : [],
    ),
  );
}
