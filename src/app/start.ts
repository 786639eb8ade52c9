import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createHttpHub } from "#cli/http-hub.ts";
import { FolderInUseError, lockFolder } from "#store/embedded/lock-folder.ts";
import { findEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { sandboxConfiguration } from "#sandbox/sandbox-configuration.ts";
import { openDataFolder, readSecretFile, type DataFolder } from "./data-folder.ts";
import { given } from "./environment.ts";
import { showLife } from "./show-life.ts";
import type { Configuration, Hub } from "#engine/use-cases/hub.ts";

/**
 * `npm start`: PostgreSQL, the hub and the sandbox as processes of their own, connected, with orders flowing. Each can be
 * stopped by its pid and the others go on. Ctrl-C stops all three.
 */
async function start(): Promise<void> {
  const environment = process.env;
  const folder = await openDataFolder(environment);
  const children: ChildProcess[] = [];
  let ending = false;

  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    for (const child of [...children].reverse()) await endChild(child);
    if (given(environment, "DATABASE_URL") === null) await stopPostgres(folder);
    process.exit(code);
  };
  const onSignal = (): void => {
    end(0).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);

  try {
    const withSandbox = environment["SANDBOX"] !== "off";
    const sandboxUrl = withSandbox ? await startSandbox(children) : null;
    if (sandboxUrl !== null)
      say(`sandbox: a Shopify shop, Unleashed and Patch Retention, emulated, at ${sandboxUrl}`);
    const hubUrl = await startHub(children, (code) => {
      if (ending) return;
      say(`the hub stopped (${code}); sandbox and database go on. Start it again with: npx waybill serve`);
    });
    say(`hub: database and engine ready at ${hubUrl}`);
    const hub = createHttpHub({ url: hubUrl, token: (await readSecretFile(folder.tokenFile)) ?? "" });
    if (sandboxUrl !== null) await connect(hub, sandboxUrl);
    process.stdout.write(`ready ${hubUrl}\n`);
    await showLife(hub, process.stdout);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await end(1);
  }
}

async function startSandbox(children: ChildProcess[]): Promise<string> {
  const child = launch("src/app/cli.ts", ["sandbox", "--json"], children);
  const { url } = await firstLine<{ url: string }>(child, "sandbox");
  return url;
}

async function startHub(children: ChildProcess[], onExit: (code: string) => void): Promise<string> {
  const child = launch("src/app/cli.ts", ["serve", "--json"], children);
  const { url } = await firstLine<{ url: string }>(child, "hub");
  child.on("exit", (code, signal) => onExit(signal ?? String(code)));
  return url;
}

/** Ends the folder's PostgreSQL, unless a hub that somebody else started works on it. */
async function stopPostgres(folder: DataFolder): Promise<void> {
  try {
    const unlock = await lockFolder(folder.path, "hub");
    try {
      await (await findEmbeddedPostgres(folder.path))?.stop();
    } finally {
      await unlock();
    }
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
  }
}

/** Connects the emulated shops with the emulated back office, unless that was done on an earlier start. */
async function connect(hub: Hub, sandboxUrl: string): Promise<void> {
  const answer: unknown = await (await fetch(`${sandboxUrl}/_control`)).json();
  const configuration: Configuration = sandboxConfiguration(answer);
  const { changed, findings } = await hub.apply(configuration);
  say(changed.length > 0 ? `connected: ${changed.join(", ")}` : "connected: as before");
  for (const finding of findings.filter(({ level }) => level === "error")) say(`! ${finding.message}`);
}

function launch(entry: string, args: readonly string[], children: ChildProcess[]): ChildProcess {
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: process.env,
    detached: true,
  });
  children.push(child);
  return child;
}

/** The line of JSON that a child prints once it listens. */
async function firstLine<T>(child: ChildProcess, name: string): Promise<T> {
  if (child.stdout === null) throw new Error(`the ${name} has no output`);
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    once(child, "exit").then(([code]) => {
      throw new Error(`The ${name} could not start (exit ${String(code)}); what it said stands above.`);
    }),
  ]);
  lines.on("line", () => undefined);
  const said = JSON.parse(line) as T | { readonly error: { readonly message: string } };
  // It has told it on its error output too, which is ours.
  if (typeof said === "object" && said !== null && "error" in said)
    throw new Error(`The ${name} could not start; what it said stands above.`);
  return said;
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(timer);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await start();
