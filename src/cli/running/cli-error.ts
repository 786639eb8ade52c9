import { exitCodes, type ExitCode } from "./exit-codes.ts";

/** A command that cannot be carried out, for a reason of the command line itself. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly exit: ExitCode;
  /** Facts for programs; part of the JSON document. */
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(
    code: string,
    message: string,
    options: { readonly exit?: ExitCode; readonly detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.code = code;
    this.exit = options.exit ?? exitCodes.failed;
    this.detail = options.detail ?? {};
  }
}

/** The command was not understood; nothing was done. */
export function wrongUsage(message: string): CliError {
  return new CliError("WRONG_USAGE", message, { exit: exitCodes.wrongUsage });
}
