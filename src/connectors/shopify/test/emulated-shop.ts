import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import {
  createShopifyEmulator,
  type ShopifyEmulator,
  type ShopifyEmulatorOptions,
} from "../emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "../emulator/seed/usual-catalogue.ts";
import type { ShopifyCredentials } from "../credentials.ts";
import type { ApiVersion } from "../settings.ts";
import { openShopifySystem } from "../system/open-shopify-system.ts";
import { fakeVaults } from "./fake-vault.ts";

export interface PlacedOrder {
  readonly id: string;
  readonly name: string;
  readonly total: string;
  readonly currency: string;
}

export interface EmulatedShop {
  readonly host: EmulatorHost;
  readonly emulator: ShopifyEmulator;
  readonly told: { readonly code: string; readonly message: string }[];
  /** Opens the shop as another process would: same vault, own memory. */
  readonly open: (options?: {
    readonly apiVersion?: ApiVersion;
    readonly credentials?: ShopifyCredentials;
    /** Awaited before a file is fetched. */
    readonly beforeFetch?: () => Promise<unknown>;
  }) => SourceSystem;
  /** `POST /_control/shopify/acme<path>`. */
  readonly control: (path: string, body?: object) => Promise<unknown>;
  /** Places orders; answers numeric ids. */
  readonly place: (order?: object) => Promise<readonly string[]>;
  /** Moves the emulator's clock and the client's, which is the same. */
  readonly advance: (ms: number) => void;
  readonly close: () => Promise<void>;
}

const unmetered = { take: () => Promise.resolve(() => undefined), throttled: () => Promise.resolve() };

/** The emulated shop on a free port, with the client that is tested against it. */
export async function startEmulatedShop(
  options: Partial<ShopifyEmulatorOptions> = {},
): Promise<EmulatedShop> {
  const clock = createEmulatorClock();
  const emulator = createShopifyEmulator({
    clock,
    store: "acme",
    clientId: "client-1",
    clientSecret: "secret-1",
    currency: "AUD",
    timezone: "Australia/Sydney",
    catalogue: usualCatalogue,
    ...options,
  });
  const host = await startEmulatorHost({ emulators: [emulator], clock });
  const vaults = fakeVaults();
  const told: EmulatedShop["told"] = [];
  const systems: SourceSystem[] = [];
  const control: EmulatedShop["control"] = async (path, body = {}) => {
    const answer = await fetch(`${host.url}/_control/${emulator.system}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    host,
    emulator,
    told,
    control,
    open: ({ apiVersion = "2026-10", credentials, beforeFetch } = {}) => {
      const http = createHttpCaller({ budget: unmetered });
      const fetchFile = http.fetchFile?.bind(http);
      if (fetchFile === undefined) throw new Error("files cannot be fetched here");
      const system = openShopifySystem({
        connection: "acme",
        settings: {
          domain: "acme.myshopify.com",
          apiVersion,
          baseUrl: `${host.url}${emulator.basePath}`,
        },
        credentials: credentials ?? { clientId: "client-1", clientSecret: "secret-1" },
        clock,
        http: {
          ...http,
          fetchFile: async (file) => {
            await beforeFetch?.();
            return fetchFile(file);
          },
        },
        tokens: vaults.open(),
        tell: (entry) => told.push(entry),
      });
      systems.push(system);
      return system;
    },
    place: async (order = {}) => {
      const { orders } = (await control("/orders", order)) as { readonly orders: readonly PlacedOrder[] };
      return orders.map(({ id }) => id.slice(id.lastIndexOf("/") + 1));
    },
    advance: (ms) => clock.advance(ms),
    close: async () => {
      await Promise.all(systems.map((system) => system.close()));
      await host.close();
    },
  };
}
