import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Tier } from "../tier.ts";
import type { WorkerAnswer, WorkerOrder } from "./messages.ts";

export interface WorkersOptions {
  readonly count: number;
  readonly tier: Tier["name"];
  /** Name of the subject. */
  readonly subject: string;
  readonly shrinkMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the workers at once. */
  readonly signal: AbortSignal;
  /** The next order; null: there are no more. */
  readonly next: () => WorkerOrder | null;
  readonly onAnswer: (answer: WorkerAnswer) => void;
  /** A worker died in the middle of an order; another takes its place. */
  readonly onLost: (order: WorkerOrder, how: string) => void;
}

const script = fileURLToPath(new URL("worker.ts", import.meta.url));
/** A worker that has done so much makes room for a fresh one, so that nothing heaps up. */
const mostOrders = 150;

/** Has orders carried out by processes beside each other; resolves once there are no more. */
export async function runWorkers(options: WorkersOptions): Promise<void> {
  const running = new Set<ChildProcess>();
  const end = (): void => {
    // Not at once: a worker of the real tier has processes and folders to take with it.
    for (const worker of running) worker.kill("SIGTERM");
  };
  process.once("exit", end);
  options.signal.addEventListener("abort", end);
  try {
    await Promise.all(Array.from({ length: options.count }, () => workOn(options, running)));
  } finally {
    process.off("exit", end);
    end();
  }
}

async function workOn(options: WorkersOptions, running: Set<ChildProcess>): Promise<void> {
  let worker: ChildProcess | null = null;
  let done = 0;
  for (let order = options.next(); order !== null; order = options.next()) {
    if (worker === null || done >= mostOrders) {
      worker?.disconnect();
      worker = startWorker(options, running);
      done = 0;
    }
    done += 1;
    const answer = await ask(worker, order);
    if (typeof answer === "string") {
      options.onLost(order, answer);
      worker = null;
    } else options.onAnswer(answer);
  }
  worker?.disconnect();
}

function startWorker(
  { tier, shrinkMs, subject, environment }: WorkersOptions,
  running: Set<ChildProcess>,
): ChildProcess {
  const worker = fork(script, [tier, String(shrinkMs), subject], {
    env: { ...process.env, ...environment },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running.add(worker);
  worker.once("exit", () => running.delete(worker));
  return worker;
}

/** Its answer, or how it ended without one. */
function ask(worker: ChildProcess, order: WorkerOrder): Promise<WorkerAnswer | string> {
  return new Promise((resolve) => {
    const answered = (answer: unknown): void => {
      worker.off("exit", ended);
      resolve(answer as WorkerAnswer);
    };
    const ended = (code: number | null, signal: string | null): void => {
      worker.off("message", answered);
      resolve(`the process of the run ended with ${signal ?? String(code)}`);
    };
    worker.once("message", answered);
    worker.once("exit", ended);
    worker.send(order);
  });
}
