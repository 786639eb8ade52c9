import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import type { PlacedOrder, SmallWorld } from "./small-world.ts";

/** How the second store is connected. */
export interface SecondConnection {
  /** Default: the second store. */
  readonly store?: string;
  /** Default: the account of the first store. */
  readonly apiId?: string;
  /** Settings of its orders beside the base currency. */
  readonly orders?: Readonly<Record<string, unknown>>;
  readonly customers?: Readonly<Record<string, unknown>>;
}

/** Another shop of the same merchant, `bella`, beside the one of a small world. */
export interface SecondStore {
  /** What connects it (`bella-unleashed`) to the Unleashed account of the first, or as told. */
  configuration(connection?: SecondConnection): Configuration;
  place(body?: Readonly<Record<string, unknown>>): Promise<PlacedOrder>;
  close(): Promise<void>;
}

/** Starts the second shop; it is empty of orders, sells the same goods, and numbers its orders from #1001 as the first does. */
export async function startSecondStore(world: SmallWorld): Promise<SecondStore> {
  const clock = createEmulatorClock();
  const shop = createShopifyEmulator({
    clock,
    store: "bella",
    domain: "bella.myshopify.com",
    name: "Bella",
    currency: "AUD",
    taxesIncluded: true,
    timezone: "Australia/Sydney",
    taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
    plan: "plus",
    seed: 8,
    catalogue: usualCatalogue,
    clientId: "bella-id",
    clientSecret: "bella-secret",
  });
  const host = await startEmulatorHost({ emulators: [shop], clock });
  return {
    configuration: ({ store = "bella", apiId = "test-api-id", orders = {}, customers } = {}) => ({
      stores: [
        {
          name: "bella",
          domain: "bella.myshopify.com",
          auth: { clientId: "bella-id", clientSecret: "bella-secret" },
          baseUrl: `${host.url}/shopify/bella`,
        },
      ],
      connections: [
        {
          name: "bella-unleashed",
          store,
          connector: "unleashed",
          preset: "recommended",
          credentials: { baseUrl: `${world.host.url}/unleashed`, apiId, apiKey: "test-api-key" },
          settings: {
            orders: { currency: { account: "AUD" }, ...orders },
            ...(customers === undefined ? {} : { customers }),
          },
        },
      ],
    }),
    place: async (body = {}) => {
      const answer = await fetch(`${host.url}/_control/shopify/bella/orders`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${text}`);
      const [order] = (JSON.parse(text) as { orders: readonly PlacedOrder[] }).orders;
      if (order === undefined) throw new Error("no order was placed");
      return order;
    },
    close: () => host.close(),
  };
}
