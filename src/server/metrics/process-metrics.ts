import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | null = null;

/** Memory, CPU, event loop and garbage collection. One for the process: the collectors of it cannot be taken down again. */
export function processMetrics(): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
