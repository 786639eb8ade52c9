import { pino, type Logger } from "pino";
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
      redact: { paths: ["err.config", "err.parameters", "err.detail", "*.credentials"], remove: true },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
