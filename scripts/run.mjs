// Runs a program of the project on its own Node and passes signals and the exit code through.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { projectNode, root } from "./node.mjs";

/**
 * A hub's records live for milliseconds. A small young generation and a heap that grows in small steps keep the process small where
 * Node would let garbage lie around. Measured with `npm run bench`.
 */
const lean = ["--max-semi-space-size=8", "--heap-growing-percent=30"];

/**
 * Runs `entry` with `args` in the folder of the caller; resolves with the exit code. What Node made of the TypeScript files is kept
 * in `.cache`, so that later starts neither strip nor compile them again.
 */
export function runOnProjectNode(entry, args, options = {}) {
  const child = spawn(projectNode(), [...(options.lean === true ? lean : []), entry, ...args], {
    stdio: "inherit",
    env: { NODE_COMPILE_CACHE: join(root, ".cache", "compiled"), ...process.env, ...options.env },
    cwd: options.cwd ?? process.cwd(),
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => pass(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

export { root };
