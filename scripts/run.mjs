// Runs a program of the project on its own Node and passes signals and the exit code through.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { projectNode, root } from "./node.mjs";

/** Runs `entry` with `args` in the folder of the caller; resolves with the exit code. */
export function runOnProjectNode(entry, args, options = {}) {
  const child = spawn(projectNode(), [entry, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...options.env },
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
