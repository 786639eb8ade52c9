import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** What a process that reads a history is to do. */
export interface HistoryChildTask {
  /** `bare`: parse and COPY, nothing else. */
  readonly way: "waybill" | "bare" | "peer";
  readonly orders: number;
  readonly databaseUrl: string;
  /** Where the shop's API is. */
  readonly shopUrl: string;
  readonly fileUrl: string;
  /** For files in between. */
  readonly folder: string;
  /** Where the peer is installed. */
  readonly peerFolder: string;
}

export interface HistoryChildResult {
  readonly rows: number;
  readonly seconds: number;
  /** Largest resident set. */
  readonly peakMb: number;
}

/** Runs it in a process of its own, with the flags of this one. Rejects when it fails. */
export async function runHistoryChild(task: HistoryChildTask): Promise<HistoryChildResult> {
  const file = fileURLToPath(new URL("history-child.ts", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, file, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`${task.way}: it ended with ${String(code)}`);
  return JSON.parse(output) as HistoryChildResult;
}
