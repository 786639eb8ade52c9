import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { Emulator, EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createPatchEmulator } from "#connectors/patch/emulator/create-patch-emulator.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { unleashedConnector } from "#connectors/unleashed/connector.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";

export const clientSecret = "test-client-secret";
export const domain = "acme.myshopify.com";

/** What the shop is connected to. */
export interface EmulatedTarget {
  readonly connector: TargetConnector;
  readonly emulator: (clock: EmulatorClock) => Emulator;
  /** Credentials of a connection to the emulator at this address, which has no slash at its end. */
  readonly credentials: (baseUrl: string) => Readonly<Record<string, unknown>>;
}

export interface EmulatedSystemsOptions {
  readonly shop?: Partial<Parameters<typeof createShopifyEmulator>[0]>;
  readonly unleashed?: Partial<Parameters<typeof createUnleashedEmulator>[0]>;
  /** Default: an emulated account of Unleashed. */
  readonly target?: EmulatedTarget;
  /** Further systems that are served beside the shop and what it is connected to. */
  readonly beside?: readonly ((clock: EmulatorClock) => Emulator)[];
  /** Called after the clock was moved by its control. */
  readonly onAdvance?: (ms: number) => Promise<void>;
}

/** An emulated account of Unleashed that has the products of the shop. */
export function emulatedUnleashed(options: EmulatedSystemsOptions["unleashed"] = {}): EmulatedTarget {
  return {
    connector: unleashedConnector,
    emulator: (clock) =>
      createUnleashedEmulator({
        clock,
        apiId: "test-api-id",
        apiKey: "test-api-key",
        seed: unleashedCatalogue(usualCatalogue),
        ...options,
      }),
    credentials: (baseUrl) => ({ baseUrl, apiId: "test-api-id", apiKey: "test-api-key" }),
  };
}

/** Signs in to the emulated account of Patch Retention. */
export const patchSignIn = { apiKey: "test-patch-key", accountId: "test-patch-account" } as const;

/** An emulated account of Patch Retention, as `usualAccount` fills it and without a limit of calls, at `/patch/v2`. */
export function emulatedPatch(
  options: Partial<Parameters<typeof createPatchEmulator>[0]> = {},
): (clock: EmulatorClock) => Emulator {
  return (clock) =>
    createPatchEmulator({
      clock,
      ...patchSignIn,
      ...options,
      switches: { callsPerSecond: null, ...options.switches },
    });
}

/** Name of the connection to a target, as `configuration` gives it. */
export function connectionOf({ connector }: EmulatedTarget): string {
  return `acme-${connector.name}`;
}

/** Secret words of a target's credentials. */
export function secretsOf({ connector, credentials }: EmulatedTarget): readonly string[] {
  const all = credentials("http://127.0.0.1");
  return connector.secrets.map((name) => String(all[name]));
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
  const target = options.target ?? emulatedUnleashed(options.unleashed);
  const { name: connector } = target.connector;
  const account = target.emulator(clock);
  const host = await startEmulatorHost({
    emulators: [shop, account, ...(options.beside ?? []).map((create) => create(clock))],
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
          name: connectionOf(target),
          store: "acme",
          connector,
          preset,
          credentials: { ...target.credentials(host.url + account.basePath) },
          settings,
        },
      ],
    }),
  };
}
