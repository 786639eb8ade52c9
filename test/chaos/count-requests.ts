import type { EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";

/** Counts the requests that the emulated shop `acme` and an emulated account have answered. */
export function countRequests(host: EmulatorHost, account: string): () => number {
  const seen = new Map([
    ["shopify/acme", 0],
    [account, 0],
  ]);
  return () => {
    for (const [system, last] of seen) seen.set(system, host.requests(system, last).next);
    return [...seen.values()].reduce((all, count) => all + count, 0);
  };
}
