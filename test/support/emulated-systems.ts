import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";

export const clientSecret = "test-client-secret";
export const domain = "acme.myshopify.com";

export interface EmulatedSystemsOptions {
  readonly shop?: Partial<Parameters<typeof createShopifyEmulator>[0]>;
  readonly unleashed?: Partial<Parameters<typeof createUnleashedEmulator>[0]>;
  /** Called after the clock was moved by its control. */
  readonly onAdvance?: (ms: number) => Promise<void>;
}

/** An emulated shop and an emulated account on a free port, with everything that stories ask of both. */
export interface EmulatedSystems {
  readonly host: EmulatorHost;
  /** Uses a control of the sandbox: `control("/shopify/acme/orders", { paid: true })`. */
  readonly control: <T = unknown>(path: string, body?: unknown) => Promise<T>;
  /** Connects the one with the other. */
  readonly configuration: (
    connection?: Partial<Pick<Configuration["connections"][number], "preset" | "settings">>,
  ) => Configuration;
}

export async function startEmulatedSystems(options: EmulatedSystemsOptions = {}): Promise<EmulatedSystems> {
  const clock = createEmulatorClock();
  const shop = createShopifyEmulator({
    clock,
    store: "acme",
    domain,
    name: "Acme",
    currency: "AUD",
    taxesIncluded: true,
    timezone: "Australia/Sydney",
    taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
    plan: "plus",
    exchangeRates: { NZD: "1.09", USD: "0.65", JPY: "97.3", KWD: "0.2" },
    seed: 7,
    catalogue: usualCatalogue,
    clientId: "test-client-id",
    clientSecret,
    ...options.shop,
  });
  const unleashed = createUnleashedEmulator({
    clock,
    apiId: "test-api-id",
    apiKey: "test-api-key",
    seed: unleashedCatalogue(usualCatalogue),
    ...options.unleashed,
  });
  const host = await startEmulatorHost({
    emulators: [shop, unleashed],
    clock,
    ...(options.onAdvance === undefined ? {} : { onAdvance: options.onAdvance }),
  });
  return {
    host,
    control: async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(
        `${host.url}/_control${path}`,
        body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
      );
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as T;
    },
    configuration: ({ preset = "recommended", settings = {} } = {}) => ({
      stores: [
        {
          name: "acme",
          domain,
          auth: { clientId: "test-client-id", clientSecret },
          baseUrl: `${host.url}/shopify/acme`,
        },
      ],
      connections: [
        {
          name: "acme-unleashed",
          store: "acme",
          connector: "unleashed",
          preset,
          credentials: { baseUrl: `${host.url}/unleashed`, apiId: "test-api-id", apiKey: "test-api-key" },
          settings,
        },
      ],
    }),
  };
}
