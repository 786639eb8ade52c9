import type { SmallWorld } from "./small-world.ts";

/** A delivery as the emulated shop notes it: what it sent, how often it tried, and how that ended. */
export interface Attempted {
  readonly topic: string;
  readonly outcome: string;
  readonly attempts: number;
  readonly lastStatus: number | null;
}

/** The latest deliveries of the shop, oldest first. */
export async function listAttempts(world: SmallWorld): Promise<readonly Attempted[]> {
  return (await world.control<{ deliveries: readonly Attempted[] }>("/shopify/acme/webhooks")).deliveries;
}
