import { mkdtemp } from "node:fs/promises";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startTestPostgres } from "#test/support/test-postgres.ts";
import { migrateDatabase } from "#store/migrate.ts";
import { writeBulkFile } from "./support/bulk-file.ts";
import { startScriptedShop } from "./support/scripted-shop.ts";
const n = Number(process.argv[2]);
const pgp = await startTestPostgres();
const url = new URL(pgp.url);
url.pathname = "/postgres";
await migrateDatabase(pgp.url);
const file = await writeBulkFile("/tmp/wb/bulk.jsonl", n);
const shop = await startScriptedShop("/tmp/wb/bulk.jsonl", file);
const folder = await mkdtemp("/tmp/wb/scratch-");
const task = {
  way: process.argv[3] ?? "waybill",
  orders: n,
  databaseUrl: pgp.url,
  shopUrl: shop.url,
  fileUrl: shop.fileUrl,
  folder,
  peerFolder: "/work/main/.cache/bench-peer",
};
const child = spawn(
  process.execPath,
  [
    ...process.execArgv,
    "--cpu-prof",
    "--cpu-prof-dir=/tmp/wb/prof",
    "bench/support/history-child.ts",
    JSON.stringify(task),
  ],
  { stdio: "inherit" },
);
await once(child, "exit");
await pgp.stop();
process.exit(0);
