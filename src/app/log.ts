import { pino, stdSerializers, type Logger, type LoggerOptions } from "pino";
import { SyncError } from "#domain/sync-error.ts";
import { given } from "./environment.ts";

/**
 * The log of a process, as JSON lines on standard error. Errors are written with code, message and stack of the cause; never
 * with request bodies, records or credentials, which no caller hands over.
 */
export function createLog(environment: NodeJS.ProcessEnv, name: string): Logger {
  return pino(logOptions(environment, name), pino.destination({ dest: 2, sync: false }));
}

/** How the log of a process looks, wherever it is written to. */
export function logOptions(environment: NodeJS.ProcessEnv, name: string): LoggerOptions {
  return {
    name,
    level: given(environment, "LOG_LEVEL") ?? "warn",
    serializers: { err: (error: unknown) => (error instanceof Error ? plainError(error) : error) },
    redact: { paths: ["*.credentials"], remove: true },
  };
}

interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly errors?: readonly unknown[];
}

/**
 * Nothing else of an error is written: a broken connection of the database carries all that it was, keys included. Failures that are
 * part of daily life are told in a line; their stack says nothing that the code does not.
 */
function plainError(error: Error): PlainError {
  if (error instanceof SyncError) return { type: error.name, message: error.message };
  const { type, message, stack } = stdSerializers.err(error);
  return {
    type,
    message,
    ...("code" in error ? { code: error.code } : {}),
    stack,
    ...(error instanceof AggregateError
      ? { errors: error.errors.map((one: unknown) => (one instanceof Error ? plainError(one) : String(one))) }
      : {}),
  };
}
