import type { EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";

/** Counts the requests that the emulated shop `acme` and the emulated account have answered. */
export function countRequests(host: EmulatorHost): () => number {
  const seen = new Map([
    ["shopify/acme", 0],
    ["unleashed", 0],
  ]);
  return () => {
    for (const [system, last] of seen) seen.set(system, host.requests(system, last).next);
    return [...seen.values()].reduce((all, count) => all + count, 0);
  };
}
