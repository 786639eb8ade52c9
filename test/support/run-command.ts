import { runCli } from "#cli/run-cli.ts";
import type { CliHost, HubNeed, OpenedHub } from "#cli/running/cli-host.ts";
import type { CliIo } from "#cli/running/cli-io.ts";
import type { Hub } from "#engine/use-cases/hub.ts";

export interface RunCommandOptions {
  readonly hub?: Hub;
  readonly where?: OpenedHub["where"];
  readonly host?: Partial<CliHost>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Set: the outputs are a terminal of that many columns. */
  readonly columns?: number;
  readonly timeZone?: string;
  /** Given the function that presses Ctrl-C, before the command begins. */
  readonly onReady?: (interrupt: () => void) => void;
  /** Called on each wait of the command, instead of waiting. `interrupt` is Ctrl-C. */
  readonly onWait?: (interrupt: () => void) => void;
}

export interface RanCommand {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  /** How hubs were opened, and whether each was closed. */
  readonly opened: readonly { readonly need: HubNeed; readonly url: string | null; closed: boolean }[];
}

/** The moment at which every command of a test runs. */
export const testNow = Date.parse("2026-11-25T04:00:00.000Z");

/** Runs a command line in this process against a test's hub and host. */
export async function runCommand(
  args: readonly string[],
  options: RunCommandOptions = {},
): Promise<RanCommand> {
  let output = "";
  let errors = "";
  const opened: { need: HubNeed; url: string | null; closed: boolean }[] = [];
  const interrupts = new Set<() => void>();
  const interrupt = (): void => interrupts.forEach((listener) => listener());
  const terminal = { isTerminal: options.columns !== undefined, columns: options.columns };
  const io: CliIo = {
    output: { ...terminal, write: (text) => void (output += text) },
    errors: { ...terminal, write: (text) => void (errors += text) },
    environment: options.environment ?? {},
    timeZone: options.timeZone ?? "Australia/Sydney",
    user: "olga",
    progress: null,
    now: () => testNow,
    wait: async () => {
      options.onWait?.(interrupt);
      await new Promise((resolve) => setImmediate(resolve));
    },
    readInput: () => Promise.resolve(Buffer.from(options.input ?? "")),
    onInterrupt: (listener) => {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
  };
  options.onReady?.(interrupt);
  const refuse = (): never => {
    throw new Error("the test's host was not to be asked");
  };
  const host: CliHost = {
    version: "9.9.9",
    settingsSchema: refuse,
    serve: refuse,
    runSandbox: refuse,
    backup: refuse,
    restore: refuse,
    openHub: ({ url }, need) => {
      if (options.hub === undefined) return refuse();
      const entry = { need, url, closed: false };
      opened.push(entry);
      return Promise.resolve({
        hub: options.hub,
        where: options.where ?? "server",
        notes: [],
        close: () => {
          entry.closed = true;
          return Promise.resolve();
        },
      });
    },
    ...options.host,
  };
  const code = await runCli(args, io, host);
  return { code, output, errors, opened };
}
