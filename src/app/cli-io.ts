import { userInfo } from "node:os";
import type { CliIo, CliOutput } from "#cli/running/cli-io.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A terminal sends Ctrl-C to all processes of a command, and the starter passes it on: twice within this time is once. */
const sameSignalMs = 1_000;

/** The process itself as the world of a command. */
export function createProcessIo(): CliIo {
  const listeners = new Set<() => void>();
  let firstSignal = 0;
  const onSignal = (): void => {
    const now = Date.now();
    if (firstSignal !== 0 && now - firstSignal > sameSignalMs) process.exit(130);
    firstSignal ||= now;
    for (const listener of listeners) listener();
  };
  return {
    output: outputOf(process.stdout),
    errors: outputOf(process.stderr),
    environment: process.env,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: userName(),
    progress: process.stderr.isTTY ? process.stderr : null,
    now: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    readInput,
    onInterrupt: (listener) => {
      if (listeners.size === 0) for (const signal of signals) process.on(signal, onSignal);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) for (const signal of signals) process.off(signal, onSignal);
      };
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): CliOutput {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    isTerminal: stream.isTTY,
    columns: stream.columns,
    write: (text) => void stream.write(text),
  };
}

async function readInput(limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) break;
  }
  return Buffer.concat(chunks);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "command line";
  }
}
