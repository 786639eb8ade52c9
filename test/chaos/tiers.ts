import type { StartTier, Tier } from "./tier.ts";

/** Loads a tier only when it is asked for: each has needs of its own. */
export async function loadTier(name: Tier["name"]): Promise<StartTier> {
  return name === "real"
    ? (await import("./real/start-real-tier.ts")).startRealTier
    : (await import("./simulated/start-simulated-tier.ts")).startSimulatedTier;
}
