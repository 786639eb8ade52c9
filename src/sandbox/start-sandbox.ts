import { randomInt } from "node:crypto";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { Emulator } from "#connectors/kit/emulator/emulator.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createPatchEmulator } from "#connectors/patch/emulator/create-patch-emulator.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import { createLife } from "./life.ts";
import { sandboxShops } from "./shops.ts";
import { unleashedCatalogue } from "./unleashed-catalogue.ts";

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Only this system: `unleashed`, `patch`, `shopify/acme`. Default: all, and the shops' own life. */
  readonly only?: string;
  /** Same seed, same ids and same life. Default: another one at each start, so that no id is ever given twice. */
  readonly seed?: number;
  /** Number of the last order by store; a shop goes on from there. */
  readonly orderNumbers?: Readonly<Record<string, number>>;
  /** Told the numbers now and then, and at the end. */
  rememberOrderNumbers?(numbers: Readonly<Record<string, number>>): Promise<void>;
  /** Told after the clock was moved by its control. */
  readonly onAdvance?: (ms: number) => Promise<void>;
}

export interface Sandbox {
  readonly url: string;
  close(): Promise<void>;
}

const rememberEveryMs = 2_000;

/** Starts emulated shops and back offices on one port of the loopback interface, with customers who go on buying. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { only, orderNumbers = {} } = options;
  const seed = options.seed ?? randomInt(2 ** 32 - 1);
  const clock = createEmulatorClock();
  const shops = sandboxShops.map((shop, index) => {
    const { share: _share, unleashed: _unleashed, ...settings } = shop;
    return createShopifyEmulator({
      clock,
      ...settings,
      seed: (seed + index) >>> 0,
      catalogue: usualCatalogue,
      lastOrderNumber: orderNumbers[shop.store] ?? 1000,
      clientId: `${shop.store}-client-id`,
      clientSecret: `${shop.store}-client-secret`,
    });
  });
  const unleashed = createUnleashedEmulator({
    clock,
    apiId: "acme-api-id",
    apiKey: "acme-api-key",
    seed: unleashedCatalogue(usualCatalogue),
  });
  const patch = createPatchEmulator({
    clock,
    apiKey: "acme-patch-key",
    accountId: "acme-patch-account",
    seed,
  });
  const all: readonly Emulator[] = [...shops, unleashed, patch];
  const emulators = only === undefined ? all : all.filter(({ system }) => system === only);
  if (emulators.length === 0)
    throw new Error(
      `UNKNOWN_SYSTEM: there is no emulated system ${JSON.stringify(only)}. Known: ${all.map(({ system }) => system).join(", ")}.`,
    );

  const life = createLife({ seed, shops: sandboxShops });
  const host = await startEmulatorHost({
    emulators,
    clock,
    port: options.port,
    controls: only === undefined ? life.controls : [],
    ...(options.onAdvance === undefined ? {} : { onAdvance: options.onAdvance }),
  });
  if (only === undefined) life.start(host.url);

  let told = "";
  const remember = async (): Promise<void> => {
    const numbers = Object.fromEntries(shops.map((shop) => [shop.store, shop.lastOrderNumber()]));
    const text = JSON.stringify(numbers);
    if (text === told) return;
    told = text;
    await options.rememberOrderNumbers?.(numbers);
  };
  const timer = setInterval(() => {
    remember().catch(() => {
      told = "";
    });
  }, rememberEveryMs);
  timer.unref();

  return {
    url: host.url,
    close: async () => {
      clearInterval(timer);
      life.stop();
      await host.close();
      await remember();
    },
  };
}
