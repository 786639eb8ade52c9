/**
 * Preloaded into a hub process by `node --import`: has it live by the clock of the run, counts how often each fault point is
 * reached, and ends the process at the hit that the harness wished for. See `hub-reports.ts`. When the harness is gone, the process ends and takes its database with it.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import { removeDataFolderNow } from "#test/support/remove-data-folder.ts";
import { parseWish, wishVariable, type HubReport, type NumberedWish } from "./hub-reports.ts";
import { clockVariable, followSharedClock } from "./shared-clock.ts";

const reportsTo = 3;
const reportEveryMs = 200;
/** By then everything that a hub needs is loaded. A killed process would never keep what was compiled for the next one. */
const keepCompiledAfterMs = 2_000;

const clockFile = process.env[clockVariable];
if (clockFile !== undefined) followSharedClock(clockFile);

let wish = startingWish();
let hits = 0;
let reached = new Map<string, number>();

function startingWish(): NumberedWish {
  const text = process.env[wishVariable];
  return text === undefined ? { id: 0, crash: null } : parseWish(JSON.parse(text));
}

function report(said: HubReport): void {
  try {
    writeSync(reportsTo, `${JSON.stringify(said)}\n`);
  } catch {
    // Nobody reads it any more.
    endWithHarness();
  }
}

function endWithHarness(): void {
  removeDataFolderNow(process.env["WAYBILL_DATA"] ?? "");
  process.kill(process.pid, "SIGKILL");
}

function reportReached(): void {
  if (reached.size === 0) return;
  report({ reached: Object.fromEntries(reached) });
  reached = new Map();
}

armFaultPoints((point, operation) => {
  reached.set(point, (reached.get(point) ?? 0) + 1);
  const { id, crash } = wish;
  if (crash?.point !== point || (crash.operation !== undefined && crash.operation !== operation)) return;
  hits += 1;
  report({ hit: id });
  if (hits < crash.hit) return;
  reportReached();
  report({ crash: point, operation, wish: id });
  process.kill(process.pid, "SIGKILL");
});

process.on("message", (message) => {
  wish = parseWish(message);
  hits = 0;
  report({ armed: wish.id });
});
process.on("disconnect", endWithHarness);
// None of this keeps a process going that has nothing else to do.
process.channel?.unref();
setInterval(reportReached, reportEveryMs).unref();
setTimeout(flushCompileCache, keepCompiledAfterMs).unref();
