import { SyncError } from "#domain/sync-error.ts";
import { UseCaseError } from "#engine/use-cases/hub.ts";
import { CliError } from "./cli-error.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";

/** An error as it is told. */
export interface DescribedError {
  readonly code: string;
  /** What happened and what to do. */
  readonly message: string;
  readonly exit: ExitCode;
  /** Facts for programs. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Finds code, message and exit code of whatever was thrown. Never shows records, credentials or rows. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof CliError)
    return { code: error.code, message: error.message, exit: error.exit, detail: error.detail };
  if (error instanceof UseCaseError)
    return {
      code: error.code,
      message: error.message,
      exit: exitOfUseCase(error),
      detail: error.detail === undefined ? {} : { detail: error.detail },
    };
  if (error instanceof SyncError) return failed(error.reason.code, error.reason.message);
  if (!(error instanceof Error)) return defect("something that is not an error was thrown");
  return ofDatabase(error) ?? ofSystem(error) ?? ofNamed(error) ?? defect(error.message);
}

function exitOfUseCase(error: UseCaseError): ExitCode {
  if (error.code === "RUN_UNDER_WAY") return exitCodes.alreadyRunning;
  return error.status === 400 || error.status === 422 ? exitCodes.wrongUsage : exitCodes.failed;
}

/** Errors of Waybill that carry a code, as a property or at the start of the message. */
function ofNamed(error: Error): DescribedError | null {
  const detail = "detail" in error && isRecord(error.detail) ? error.detail : {};
  const prefixed = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+): (.+)$/s.exec(error.message);
  const code = "code" in error && typeof error.code === "string" ? error.code : prefixed?.[1];
  if (code === undefined || !/^[A-Z][A-Z0-9_]+$/.test(code)) return null;
  const exit = code === "FOLDER_IN_USE" ? exitCodes.alreadyRunning : exitCodes.failed;
  return { code, message: prefixed?.[2] ?? error.message, exit, detail };
}

/** What PostgreSQL refuses. Its texts may quote rows, so only those about signing in and being away are passed on. */
function ofDatabase(error: Error): DescribedError | null {
  if (!("severity" in error) || !("code" in error) || typeof error.code !== "string") return null;
  const { code } = error;
  if (code.startsWith("28"))
    return failed(
      "DATABASE_REFUSED",
      `PostgreSQL refused the user or the password (${code}). Check DATABASE_URL.`,
    );
  if (code === "3D000")
    return failed("DATABASE_MISSING", `${error.message}. Create it, or check DATABASE_URL.`);
  if (/^(08|53|57)/.test(code))
    return failed("DATABASE_AWAY", `The database cannot be used now: ${error.message} (${code}).`);
  return failed(
    "DATABASE_FAILED",
    `The database refused a statement (${code}). LOG_LEVEL=debug shows where; nothing of that step was kept.`,
  );
}

/** What the operating system refuses. */
function ofSystem(error: Error): DescribedError | null {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return ofSystem(error.errors[0]);
  if (!("syscall" in error) || !("code" in error)) return null;
  const code = String(error.code);
  const at = "path" in error ? String(error.path) : null;
  if (code === "EADDRINUSE")
    return {
      ...failed(
        "PORT_TAKEN",
        `The port ${"port" in error ? String(error.port) : ""} is in use by another program. Choose another one with PORT.`,
      ),
    };
  if (error.syscall === "connect" || error.syscall === "getaddrinfo")
    return failed(
      "DATABASE_UNREACHABLE",
      `The database cannot be reached (${code}). Check that PostgreSQL runs and that DATABASE_URL is right.`,
    );
  if (at === null) return null;
  const what: Readonly<Record<string, string>> = {
    ENOENT: "does not exist",
    EACCES: "may not be read or written by this user",
    EPERM: "may not be read or written by this user",
    EISDIR: "is a folder",
    ENOTDIR: "lies below something that is not a folder",
    ENOSPC: "cannot be written: the disk is full",
    EROFS: "cannot be written: the disk is read-only",
  };
  return failed("FILE_TROUBLE", `${at} ${what[code] ?? `cannot be used (${code})`}.`);
}

function failed(code: string, message: string): DescribedError {
  return { code, message, exit: exitCodes.failed, detail: {} };
}

function defect(message: string): DescribedError {
  return failed(
    "INTERNAL_DEFECT",
    `A mistake of Waybill's own: ${message}. Run it again with LOG_LEVEL=debug to see where, and report it.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
