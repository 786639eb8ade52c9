import { sandboxShops } from "./shops.ts";

/** What `GET /_control` of a sandbox says, as far as it is needed to connect. */
interface Overview {
  readonly systems: readonly {
    readonly name: string;
    readonly baseUrl: string;
    readonly credentials: Readonly<Record<string, string>>;
  }[];
  readonly stores: readonly {
    readonly name: string;
    readonly domain: string;
    readonly baseUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  }[];
}

/**
 * Configuration that connects every emulated shop with every emulated back office, from what `GET /_control` answers. The first
 * shop's orders keep their numbers (`#1001`); those of the second get a prefix of their own, since two shops on one account need
 * different numbers. Throws when the answer is not a sandbox's.
 */
export function sandboxConfiguration(answer: unknown) {
  if (!isOverview(answer)) throw new Error("the address does not answer like a sandbox");
  const backOffices = answer.systems.filter(({ name }) => name === "unleashed");
  return {
    stores: answer.stores.map(({ name, domain, baseUrl, clientId, clientSecret }) => ({
      name,
      domain,
      auth: { clientId, clientSecret },
      baseUrl,
    })),
    connections: answer.stores.flatMap((store) =>
      backOffices.map(({ name, baseUrl, credentials }) => ({
        name: `${store.name}-${name}`,
        store: store.name,
        connector: name,
        preset: "recommended" as const,
        credentials: { baseUrl, ...credentials },
        settings: sandboxShops.find((shop) => shop.store === store.name)?.unleashed ?? {},
      })),
    ),
  };
}

function isOverview(answer: unknown): answer is Overview {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "systems" in answer &&
    Array.isArray(answer.systems) &&
    "stores" in answer &&
    Array.isArray(answer.stores)
  );
}
