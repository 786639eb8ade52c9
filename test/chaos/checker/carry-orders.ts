import { createSeededRandom, type SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import { drawChange, mixedPeople } from "#test/support/order-mix.ts";
import {
  clientSecret,
  startSmallWorld,
  type SmallWorld,
  type SmallWorldOptions,
} from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";
import { recommendedSettings, type Evidence, type PromisedSettings } from "../evidence.ts";
import { gatherEvidence } from "../gather-evidence.ts";
import { keepVersions, type VersionKeeper } from "../keep-versions.ts";

/** A small world whose shop is watched, so that what becomes of it can be judged. */
export interface WatchedWorld {
  readonly world: SmallWorld;
  readonly random: SeededRandom;
  /** Does something to the shop and keeps what it was afterwards. */
  readonly act: <T = unknown>(path: string, body?: unknown) => Promise<T>;
  /** Waits until everything is quiet, and gathers the evidence. */
  readonly evidence: () => Promise<Evidence>;
}

/** Runs a story in a small world with everything that is real: emulators, PostgreSQL, a hub with its server. */
export async function carryOrders(
  story: (watched: WatchedWorld) => Promise<void>,
  { seed = 1, ...options }: SmallWorldOptions & { readonly seed?: number } = {},
): Promise<Evidence> {
  const world = await startSmallWorld(options);
  try {
    const versions = await keepVersions((path, body) => world.control(path, body));
    const baseCurrency = options.shop?.currency ?? recommendedSettings.baseCurrency;
    const watched = watch(world, versions, seed, { ...recommendedSettings, baseCurrency });
    await versions.take(0);
    await story(watched);
    return await watched.evidence();
  } finally {
    await world.stop();
  }
}

/** Does something that people do to any order of the shop, or to its buyer; what the shop refuses is left alone. */
export async function changeSomething({ act, random, world }: WatchedWorld): Promise<void> {
  const { orders } = await world.control<{
    readonly orders: readonly { readonly id: string; readonly customer: { readonly id: string } | null }[];
  }>("/shopify/acme/dump?only=orders");
  const order = orders[Math.floor(random() * orders.length)];
  if (order === undefined) return;
  const { what, body } = drawChange(random);
  const id = (gid: string): string => gid.split("/").at(-1) ?? "";
  const path =
    what === "customer"
      ? order.customer && `/customers/${id(order.customer.id)}/update`
      : `/orders/${id(order.id)}/${what}`;
  if (path !== null) await act(path, body).catch(refused);
}

function refused(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes(" 400 ")) throw error;
}

function watch(
  world: SmallWorld,
  versions: VersionKeeper,
  seed: number,
  settings: PromisedSettings,
): WatchedWorld {
  let step = 0;
  return {
    world,
    random: createSeededRandom(seed),
    act: async <T>(path: string, body: unknown = {}) => {
      const answer = await world.control<T>(`/shopify/acme${path}`, body);
      step += 1;
      await versions.take(step);
      return answer;
    },
    evidence: async () => {
      await whenQuiet(world);
      await versions.take(step + 1);
      return gatherEvidence({
        control: (path, body) => world.control(path, body),
        rows: async (text, values = []) => (await world.database.pool.query(text, [...values])).rows,
        versions,
        settings,
        // The clock of the emulators is asked some milliseconds before that of the hub.
        clockSkewMs: 50,
        personalWords: [...mixedPeople, "Wattle Lane", "+61491570156"],
        secrets: [clientSecret, "test-api-key"],
      });
    },
  };
}
