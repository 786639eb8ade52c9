import { onTestFinished } from "vitest";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import type { OrderWish } from "./controls/order-schema.ts";
import { createShopifyEmulator } from "./create-shopify-emulator.ts";
import type { ShopifyEmulatorOptions } from "./create-shopify-emulator.ts";
import type { ShopCatalogue } from "./seed/catalogue.ts";

/** A few products, buyers and a company. */
export const smallCatalogue: ShopCatalogue = {
  locations: [{ name: "Warehouse", address: { city: "Melbourne", countryCode: "AU" } }],
  products: [
    { title: "Tea", vendor: "Acme", variants: [{ sku: "TEA", price: "10.00", stock: 20 }] },
    { title: "Mug", vendor: "Acme", variants: [{ sku: "MUG", price: "7.50" }] },
    {
      title: "Shirt",
      optionNames: ["Size"],
      variants: [
        { sku: "SHIRT-S", price: "30.00", options: ["S"] },
        { sku: "SHIRT-M", price: "30.00", options: ["M"] },
      ],
    },
  ],
  customers: [
    {
      firstName: "Ada",
      lastName: "First",
      email: "ada@buyer.example",
      phone: "+61355550101",
      tags: ["vip"],
      addresses: [
        {
          firstName: "Ada",
          lastName: "First",
          address1: "1 High Street",
          city: "Ballarat",
          provinceCode: "VIC",
          countryCode: "AU",
          zip: "3350",
          phone: "+61355550101",
        },
      ],
    },
    { firstName: "Bo", lastName: "Second", email: "bo@buyer.example" },
  ],
  companies: [
    {
      name: "Harbour Cafe",
      externalId: "HC-1",
      locations: [
        {
          name: "Harbour Cafe, Geelong",
          shippingAddress: { address1: "2 Pier Road", city: "Geelong", countryCode: "AU", zip: "3220" },
        },
      ],
      contacts: [{ customer: { email: "bo@buyer.example" } }],
    },
  ],
};

/** Where the clock of test shops stands at first. */
export const testStart = Date.UTC(2026, 6, 15, 10);

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
    readonly locations?: unknown;
  }[];
  readonly extensions: {
    readonly cost: {
      readonly requestedQueryCost: number;
      readonly actualQueryCost: number | null;
      readonly throttleStatus: {
        readonly maximumAvailable: number;
        readonly currentlyAvailable: number;
        readonly restoreRate: number;
      };
      readonly fields?: readonly unknown[];
    };
    readonly search?: readonly Record<string, unknown>[];
  };
}

const staticToken = "shpat_static_for_tests";

/** An emulated shop behind a real socket, with a clock that only moves when told. Ends with the test. */
export async function startTestShop(options: Partial<ShopifyEmulatorOptions> = {}) {
  const clock = createEmulatorClock({ realNow: () => testStart });
  const emulator = createShopifyEmulator({
    clock,
    store: "acme",
    clientId: "client-id",
    clientSecret: "client-secret",
    staticToken,
    currency: "AUD",
    taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
    plan: "plus",
    catalogue: smallCatalogue,
    ...options,
  });
  const host = await startEmulatorHost({ emulators: [emulator], clock });
  onTestFinished(() => host.close());
  const base = host.url + emulator.basePath;

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const query = async (
    text: string,
    variables: Readonly<Record<string, unknown>> = {},
    call: {
      readonly version?: string;
      readonly token?: string;
      readonly headers?: Record<string, string>;
      readonly operationName?: string;
    } = {},
  ): Promise<GraphAnswer> => {
    const { version = "2026-10", token = staticToken, headers = {}, operationName } = call;
    const answer = await post(
      `/admin/api/${version}/graphql.json`,
      { query: text, variables, operationName },
      { "x-shopify-access-token": token, ...headers },
    );
    const body = (await answer.json()) as Partial<GraphAnswer>;
    return {
      status: answer.status,
      headers: answer.headers,
      data: body.data ?? null,
      errors: body.errors ?? [],
      extensions: body.extensions ?? ({} as GraphAnswer["extensions"]),
    };
  };
  const control = async (path: string, body: unknown = {}): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${host.url}/_control/${emulator.system}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const result = (await answer.json()) as Record<string, unknown>;
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(result)}`);
    return result;
  };
  const order = async (wish: OrderWish = {}): Promise<{ gid: string; id: string; name: string }> => {
    const { orders } = (await control("/orders", wish)) as { orders: { id: string; name: string }[] };
    const [first] = orders;
    if (!first) throw new Error("no order was placed");
    return { gid: first.id, id: first.id.split("/").at(-1) ?? "", name: first.name };
  };
  return { emulator, host, clock, base, post, query, control, order, staticToken };
}

export type TestShop = Awaited<ReturnType<typeof startTestShop>>;

/** Data of an answer that has to be free of errors. */
export function dataOf(answer: GraphAnswer): Record<string, unknown> {
  if (answer.errors.length > 0 || !answer.data) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** Value below a path of an answer: `read(data, "order.lineItems.nodes.0.sku")`. */
export function read(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split("."))
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return at;
}
