import { pino, stdSerializers, type Logger } from "pino";
import { SyncError } from "#domain/sync-error.ts";
import { given } from "./environment.ts";

/**
 * The log of a process, as JSON lines on standard error. Errors are written with code, message and stack of the cause; never
 * with request bodies, records or credentials, which no caller hands over.
 */
export function createLog(environment: NodeJS.ProcessEnv, name: string): Logger {
  return pino(
    {
      name,
      level: given(environment, "LOG_LEVEL") ?? "warn",
      serializers: {
        // Failures that are part of daily life are told in a line; their stack says nothing that the code does not.
        err: (error: unknown) =>
          error instanceof SyncError
            ? { type: error.name, message: error.message }
            : stdSerializers.err(error as Error),
      },
      redact: { paths: ["err.config", "err.parameters", "err.detail", "*.credentials"], remove: true },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
