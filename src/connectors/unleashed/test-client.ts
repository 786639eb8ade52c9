import type { StoreFacts } from "#connectors/kit/source-system.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { createUnleashedClient, type UnleashedClient } from "./client.ts";
import { createUnleashedEmulator } from "./emulator/create-unleashed-emulator.ts";
import type { UnleashedSettings as EmulatorSettings } from "./emulator/settings.ts";
import { unleashedSettings } from "./settings.ts";

/** An emulated account behind a real socket, and a client that is signed in to it. For tests. */
export async function startTestClient(
  options: {
    readonly emulator?: Partial<EmulatorSettings>;
    readonly settings?: Record<string, unknown>;
    readonly credentials?: Record<string, unknown>;
  } = {},
) {
  const clock = createEmulatorClock();
  const emulator = createUnleashedEmulator({
    clock,
    apiId: "id",
    apiKey: "key",
    settings: options.emulator ?? {},
  });
  const host = await startEmulatorHost({ emulators: [emulator], clock });
  const pauses: number[] = [];
  const http = createHttpCaller({
    budget: {
      take: () => Promise.resolve(() => undefined),
      throttled: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
  });
  const settings = unleashedSettings.parse(options.settings ?? {});
  const open = (more: { settings?: Record<string, unknown>; credentials?: object } = {}): UnleashedClient =>
    createUnleashedClient({
      settings: more.settings === undefined ? settings : unleashedSettings.parse(more.settings),
      credentials: {
        baseUrl: `${host.url}/unleashed`,
        apiId: "id",
        apiKey: "key",
        ...options.credentials,
        ...more.credentials,
      },
      http,
      clock,
    });
  return {
    client: open(),
    open,
    emulator,
    host,
    clock,
    settings,
    /** Waits that were asked of the budget, in milliseconds. */
    pauses,
    setFaults: (faults: Parameters<typeof host.setFaults>[1]) => host.setFaults("unleashed", faults),
    /** Operations that arrived, in order: `GET /Customers/{guid}`. */
    calls: (since = 0) => host.requests("unleashed", since).requests.map((request) => request.operation),
    requests: (since = 0) => host.requests("unleashed", since).requests,
    customers: () => (emulator.dump() as { Customers: Record<string, unknown>[] }).Customers,
    close: () => host.close(),
  };
}

/** Facts of a shop in Australia. */
export const testStore: StoreFacts = {
  name: "acme",
  domain: "acme.myshopify.com",
  currency: "AUD",
  timezone: "Australia/Sydney",
  plan: null,
  scopes: [],
  protectedData: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
  checkedAt: "2026-01-01T00:00:00.000Z",
};

export const testAddress: NonNullable<Customer["billingAddress"]> = {
  firstName: "Jane",
  lastName: "Doe",
  company: null,
  address1: "1 High Street",
  address2: null,
  city: "Newtown",
  province: "New South Wales",
  provinceCode: "NSW",
  zip: "2042",
  country: "Australia",
  countryCode: "AU",
  phone: null,
};

/** A customer of the shop of whom everything is known. */
export function testCustomer(changes: Partial<Customer> = {}): Customer {
  return {
    kind: "customers",
    id: "207119551",
    origin: "customer",
    updatedAt: "2026-01-01T00:00:00.000Z",
    firstName: "Jane",
    lastName: "Doe",
    companyName: null,
    externalId: null,
    email: "jane@customer.example",
    phone: "+61255501234",
    note: "Prefers e-mail",
    tags: [],
    taxExempt: false,
    billingAddress: testAddress,
    shippingAddress: testAddress,
    ...changes,
  };
}

export type TestClient = Awaited<ReturnType<typeof startTestClient>>;
