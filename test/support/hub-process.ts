import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { createHttpHub, type HttpHub } from "#cli/http-hub.ts";
import { findEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { hubFolderPrefix } from "./remove-data-folder.ts";

/** A hub in a process of its own. */
export interface HubProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has written to standard error. */
  errors(): string;
  /** Resolves once it is gone and everything that it said has been read, however it ended. */
  readonly gone: Promise<void>;
  /** Sends it a message; nothing when it is gone. Only with `onReport`. */
  tell(message: Readonly<Record<string, unknown>>): void;
  /** Ends it and resolves once it is gone. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/** What a hub that could not start left behind. */
export class HubDidNotStart extends Error {
  readonly code: number | null;
  readonly errors: string;
  constructor(code: number | null, errors: string) {
    super(`the hub ended with ${String(code)}:\n${errors}`);
    this.code = code;
    this.errors = errors;
  }
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface HubProcessOptions {
  /** For Node itself, such as `--import` of a module that is to be loaded first. */
  readonly execArgv?: readonly string[];
  /** Told each line that such a module writes to file descriptor 3. What was written before the process ended is not lost. */
  readonly onReport?: (line: string) => void;
}

/** `waybill serve` with this environment and no other; resolves once it listens, rejects with `HubDidNotStart`. */
export async function startHubProcess(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  { execArgv = [], onReport }: HubProcessOptions = {},
): Promise<HubProcess> {
  const child = spawn(process.execPath, [...execArgv, "src/app/cli.ts", "serve", "--json", ...args], {
    stdio: ["ignore", "pipe", "pipe", ...(onReport === undefined ? [] : (["pipe", "ipc"] as const))],
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...environment },
  });
  const [, output, errorOutput, reports] = child.stdio;
  if (!(output instanceof Readable && errorOutput instanceof Readable))
    throw new Error("the hub has no output");
  running.add(child);
  const exited = once(child, "exit").finally(() => running.delete(child));
  const gone = once(child, "close").then(() => undefined);
  // It may be gone at any moment that it is spoken to.
  child.on("error", () => undefined);
  if (onReport !== undefined && reports instanceof Readable)
    createInterface({ input: reports }).on("line", onReport);
  let errors = "";
  errorOutput.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  const line = await Promise.race([
    once(createInterface({ input: output }), "line").then(([text]) => String(text)),
    exited.then(() => null),
  ]);
  const said = (line === null ? {} : JSON.parse(line)) as { readonly url?: string; readonly pid?: number };
  const { url, pid } = said;
  if (url === undefined || pid === undefined) {
    await gone;
    throw new HubDidNotStart(child.exitCode, errors);
  }
  return {
    url,
    pid,
    errors: () => errors,
    gone,
    tell: (message) => void (child.connected && child.send(message, () => undefined)),
    end: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}

/** Ends every hub that was started and is not gone yet. */
export async function endAllHubs(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
      child.kill("SIGKILL");
      await gone;
    }),
  );
}

/** A data folder of a test. */
export interface HubFolder {
  readonly path: string;
  /** A hub on it over HTTP, as its owner. */
  connect(hub: Pick<HubProcess, "url">): Promise<HttpHub>;
  /** Ends the folder's PostgreSQL and removes the folder. */
  remove(): Promise<void>;
}

export async function createHubFolder(): Promise<HubFolder> {
  const path = await mkdtemp(join(tmpdir(), hubFolderPrefix));
  // PostgreSQL's own user has to get in, or its data is put elsewhere and outlives the folder.
  await chmod(path, 0o755);
  return {
    path,
    connect: async ({ url }) =>
      createHttpHub({ url, token: (await readFile(join(path, "token"), "utf8")).trim() }),
    remove: async () => {
      await (await findEmbeddedPostgres(path))?.stop();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at this moment, for a hub that has to come back where it was. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  return address.port;
}
