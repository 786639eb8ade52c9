import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#store/migrate.ts";
import { writeBulkFile } from "./support/bulk-file.ts";
import { root } from "./support/root.ts";
import {
  runHistoryChild,
  type HistoryChildResult,
  type HistoryChildTask,
} from "./support/run-history-child.ts";
import { startScriptedShop } from "./support/scripted-shop.ts";

export type HistoryRound = Readonly<Record<HistoryChildTask["way"], HistoryChildResult>>;

/** Waybill's peer in getting a history into PostgreSQL; fetched on demand, and part of nothing else. */
const peer = { "@supabase/stripe-sync-engine": "0.48.5", stripe: "23.1.0" };
const peerFolder = join(root, ".cache", "bench-peer");
/** It reads these in about the time in which Waybill reads all. */
const peerShare = 0.02;

/**
 * A history of so many orders from one bulk file into the mirror, beside a bare parse and COPY of the same orders and beside the
 * peer's backfill, all into one PostgreSQL, one after the other, each in a process of its own, so many times.
 */
export async function measureHistory(orders: number, rounds: number): Promise<readonly HistoryRound[]> {
  await installPeer();
  const folder = await mkdtemp(join(tmpdir(), "waybill-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
  try {
    // The peer's tables belong to this role.
    await onServer(postgres.connectionString, "create role postgres");
    const path = join(folder, "bulk.jsonl");
    const shop = await startScriptedShop(path, await writeBulkFile(path, orders));
    try {
      const measured: HistoryRound[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const run = async (way: HistoryChildTask["way"], count: number): Promise<HistoryChildResult> => {
          const databaseUrl = await freshDatabase(postgres.connectionString, `${way}_${round}`);
          const scratch = await mkdtemp(join(folder, "scratch-"));
          const task = { way, orders: count, databaseUrl, shopUrl: shop.url, fileUrl: shop.fileUrl };
          const result = await runHistoryChild({ ...task, folder: scratch, peerFolder });
          if (result.rows !== count) throw new Error(`${way}: ${result.rows} rows instead of ${count}`);
          await dropDatabase(postgres.connectionString, `${way}_${round}`);
          await rm(scratch, { recursive: true, force: true });
          return result;
        };
        measured.push({
          bare: await run("bare", orders),
          waybill: await run("waybill", orders),
          peer: await run("peer", Math.ceil(orders * peerShare)),
        });
      }
      return measured;
    } finally {
      shop.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function freshDatabase(base: string, name: string): Promise<string> {
  await onServer(base, `create database ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  await migrateDatabase(url.toString());
  return url.toString();
}

const dropDatabase = (base: string, name: string): Promise<void> =>
  onServer(base, `drop database ${name} with (force)`);

async function onServer(base: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: base });
  await client.connect();
  try {
    await client.query(statement);
    // Writing left over from one measurement is not to slow the next.
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

async function installPeer(): Promise<void> {
  if (existsSync(join(peerFolder, "node_modules", "@supabase", "stripe-sync-engine"))) return;
  await mkdir(peerFolder, { recursive: true });
  await writeFile(join(peerFolder, "package.json"), JSON.stringify({ private: true, dependencies: peer }));
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: peerFolder,
  });
}
