import type { Command } from "commander";
import type { Hub } from "#engine/use-cases/hub.ts";
import { lookOf, type Look } from "../output/look.ts";
import { CliError } from "./cli-error.ts";
import type { CliHost, HubNeed, OpenedHub, Running } from "./cli-host.ts";
import type { CliIo } from "./cli-io.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";

/** What came of a command. */
export interface CommandResult {
  /** The one document of `--json`. */
  readonly json: unknown;
  /** The same for people; without a line end. Empty: nothing is said. */
  readonly text: string | ((look: Look) => string);
  /** Default: `done`. */
  readonly exit?: ExitCode;
  /** What people should know besides; told on the error output, so that it never disturbs what is piped. */
  readonly notes?: readonly string[];
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly url: string | null;
  readonly token: string | null;
}

export interface HubCall {
  readonly hub: Hub;
  readonly where: OpenedHub["where"];
  readonly options: GlobalOptions;
}

/** What the commands share. One per call of the program. */
export interface Cli {
  readonly io: CliIo;
  readonly host: CliHost;
  /** Runs a command on a hub, which is closed afterwards, and prints what came of it. */
  withHub(
    command: Command,
    need: HubNeed,
    work: (call: HubCall) => Promise<CommandResult>,
    options?: WithHubOptions,
  ): Promise<void>;
  /** Runs a command that needs no hub. */
  without(command: Command, work: (options: GlobalOptions) => Promise<CommandResult>): Promise<void>;
  /** Starts something and keeps it until Ctrl-C. */
  keep(
    command: Command,
    start: () => Promise<Running>,
    describe: (running: Running) => CommandResult,
  ): Promise<void>;
  /** The exit code of the command that ran. */
  exit(): ExitCode;
}

export interface WithHubOptions {
  /** What to say when Ctrl-C cuts it short. */
  readonly interrupted?: (where: OpenedHub["where"]) => string;
}

export function createCli(io: CliIo, host: CliHost): Cli {
  let exit: ExitCode = exitCodes.done;

  const print = (result: CommandResult, { json }: GlobalOptions): void => {
    exit = result.exit ?? exitCodes.done;
    for (const note of result.notes ?? []) io.errors.write(`${note}\n`);
    if (json) {
      io.output.write(`${JSON.stringify(result.json)}\n`);
      return;
    }
    const text = typeof result.text === "string" ? result.text : result.text(lookOf(io));
    if (text !== "") io.output.write(`${text}\n`);
  };

  return {
    io,
    host,
    exit: () => exit,
    without: async (command, work) => {
      const options = globalOptions(command);
      print(await work(options), options);
    },
    withHub: async (command, need, work, { interrupted } = {}) => {
      const options = globalOptions(command);
      const opened = await host.openHub(options, need);
      const stop = interruption(io, () => interrupted?.(opened.where) ?? "Interrupted.");
      try {
        if (!options.json) for (const note of opened.notes) io.errors.write(`${note}\n`);
        print(
          await Promise.race([work({ hub: opened.hub, where: opened.where, options }), stop.happened]),
          options,
        );
      } finally {
        stop.forget();
        await opened.close();
      }
    },
    keep: async (command, start, describe) => {
      const options = globalOptions(command);
      const stop = interruption(io, () => "");
      try {
        const running = await start();
        print(describe(running), options);
        await stop.happened.catch(() => undefined);
        await running.stop();
      } finally {
        stop.forget();
      }
    },
  };
}

/** A promise that rejects on Ctrl-C. */
function interruption(
  io: CliIo,
  message: () => string,
): { readonly happened: Promise<never>; forget(): void } {
  let forget: () => void = () => undefined;
  const happened = new Promise<never>((_, reject) => {
    forget = io.onInterrupt(() =>
      reject(new CliError("INTERRUPTED", message(), { exit: exitCodes.interrupted })),
    );
  });
  // It may happen while nobody waits for it.
  happened.catch(() => undefined);
  return { happened, forget };
}

function globalOptions(command: Command): GlobalOptions {
  const { json, url, token } = command.optsWithGlobals<{ json?: boolean; url?: string; token?: string }>();
  return { json: json === true, url: url ?? null, token: token ?? null };
}
