import { CommanderError } from "commander";
import { ConfigurationError } from "./configuration/configuration-error.ts";
import { createProgram } from "./create-program.ts";
import { lookOf } from "./output/look.ts";
import { createCli } from "./running/cli.ts";
import type { CliHost } from "./running/cli-host.ts";
import type { CliIo } from "./running/cli-io.ts";
import { describeError, type DescribedError } from "./running/describe-error.ts";
import { exitCodes, type ExitCode } from "./running/exit-codes.ts";

/**
 * Runs one command. What it found goes to the output, what went wrong to the error output, in plain words with a stable code.
 * With `--json` the output is exactly one JSON document, `{"error":{"code","message",…}}` when it failed. Never rejects.
 */
export async function runCli(args: readonly string[], io: CliIo, host: CliHost): Promise<ExitCode> {
  const cli = createCli(io, host);
  let said = "";
  const program = createProgram(cli, {
    writeOut: (text) => io.output.write(text),
    // Commander's own words on wrong usage; told below, once, in the form of all other errors.
    writeErr: (text) => {
      said += text;
    },
    getOutHelpWidth: () => io.output.columns ?? 100,
    getErrHelpWidth: () => io.errors.columns ?? 100,
    getOutHasColors: () => lookOf(io).colours,
    getErrHasColors: () => false,
  });
  const json = isJsonWanted(args);
  try {
    await program.parseAsync([...args], { from: "user" });
    return cli.exit();
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.done;
      return report(usageError(error, said), json, io);
    }
    const described = describe(error);
    if (io.environment["LOG_LEVEL"] === "debug" && error instanceof Error)
      io.errors.write(`${error.stack ?? ""}\n`);
    return report(described, json, io);
  }
}

function describe(error: unknown): DescribedError {
  if (!(error instanceof ConfigurationError)) return describeError(error);
  return {
    code: error.code,
    message: error.message,
    exit: exitCodes.wrongUsage,
    detail: { file: error.file, problems: error.problems },
  };
}

function report(error: DescribedError, json: boolean, io: CliIo): ExitCode {
  const { code, message, detail, exit } = error;
  if (json) io.output.write(`${JSON.stringify({ error: { code, message, ...detail } })}\n`);
  if (message !== "") {
    const look = lookOf({ ...io, output: io.errors });
    const [first = "", ...rest] = message.split("\n");
    const lines = [`${look.paint("red", "error:")} ${first} ${look.paint("dim", `(${code})`)}`, ...rest];
    io.errors.write(`${lines.join("\n")}\n`);
  }
  return exit;
}

function usageError(error: CommanderError, said: string): DescribedError {
  // Without a command, commander prints its help; everything else is one line about what was wrong.
  const message =
    error.code === "commander.help"
      ? "Say what to do; `waybill --help` lists the commands."
      : said.trim().replace(/^error: /, "");
  return { code: "WRONG_USAGE", message, exit: exitCodes.wrongUsage, detail: {} };
}

/** Also for a command line that could not be read. */
function isJsonWanted(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).includes("--json");
}
