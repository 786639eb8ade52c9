import type { StoreFacts } from "#connectors/kit/source-system.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import { layered } from "#connectors/kit/layered.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { createPatchClient, type PatchClient } from "./client.ts";
import { createPatchEmulator } from "./emulator/create-patch-emulator.ts";
import type { AutomationRun, LedgerEntry } from "./emulator/records.ts";
import type { PatchSwitches } from "./emulator/switches.ts";
import { patchSettings, type PatchSettings } from "./settings.ts";

type Json = Readonly<Record<string, unknown>>;

export interface PatchDump {
  readonly contacts: readonly (Json & { readonly _id: string })[];
  readonly events: readonly (Json & {
    readonly _id: string;
    readonly event: string;
    readonly data: Json;
    readonly at: string;
    readonly contact_id: string;
    readonly silent: boolean;
  })[];
  readonly automationLog: readonly AutomationRun[];
  readonly pointsLedger: readonly LedgerEntry[];
}

/** An emulated account behind a real socket, and a client that is signed in to it. For tests. */
export async function startTestClient(
  options: {
    readonly switches?: Partial<PatchSwitches>;
    readonly settings?: Record<string, unknown>;
    readonly credentials?: Record<string, unknown>;
  } = {},
) {
  const clock = createEmulatorClock();
  const emulator = createPatchEmulator({
    clock,
    apiKey: "key",
    accountId: "account",
    switches: { callsPerSecond: null, ...options.switches },
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
  const settingsOf = (more: Record<string, unknown> = {}): PatchSettings =>
    patchSettings.parse(layered(options.settings ?? {}, more));
  const open = (more: { settings?: Record<string, unknown>; credentials?: object } = {}): PatchClient =>
    createPatchClient({
      settings: settingsOf(more.settings),
      credentials: {
        baseUrl: `${host.url}/patch/v2`,
        apiKey: "key",
        accountId: "account",
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
    settings: settingsOf(),
    settingsOf,
    /** Waits that were asked of the budget, in milliseconds. */
    pauses,
    setFaults: (faults: Parameters<typeof host.setFaults>[1]) => host.setFaults("patch", faults),
    /** Operations that arrived, in order: `GET /contacts/{id}`. */
    calls: (since = 0) => host.requests("patch", since).requests.map((request) => request.operation),
    requests: (since = 0) => host.requests("patch", since).requests,
    control: (path: string, body: unknown = {}, parameters: Record<string, string> = {}) => {
      const found = emulator.controls.find((entry) => entry.method === "POST" && entry.path === path);
      if (found === undefined) throw new Error(`no control ${path}`);
      return found.run(parameters, body) as Json & { readonly _id: string };
    },
    dump: () => emulator.dump() as PatchDump,
    close: () => host.close(),
  };
}

export type TestClient = Awaited<ReturnType<typeof startTestClient>>;

/** Facts of a shop in the United States. */
export const testStore: StoreFacts = {
  name: "acme",
  domain: "acme.myshopify.com",
  currency: "USD",
  timezone: "America/New_York",
  plan: null,
  scopes: [],
  protectedData: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
  checkedAt: "2026-01-01T00:00:00.000Z",
};

export const testAddress: NonNullable<Customer["billingAddress"]> = {
  firstName: "Ada",
  lastName: "Byron",
  company: null,
  address1: "1 High Street",
  address2: null,
  city: "New York",
  province: "New York",
  provinceCode: "NY",
  zip: "10001",
  country: "United States",
  countryCode: "US",
  phone: "(212) 555-0100",
};

/** A customer of the shop of whom everything is known. */
export function testCustomer(changes: Partial<Customer> = {}): Customer {
  return {
    kind: "customers",
    id: "207119551",
    origin: "customer",
    updatedAt: "2026-01-01T00:00:00.000Z",
    firstName: "Ada",
    lastName: "Byron",
    companyName: null,
    externalId: null,
    email: "ada@buyer.example",
    phone: "+12125550123",
    note: null,
    tags: [],
    taxExempt: false,
    billingAddress: testAddress,
    shippingAddress: testAddress,
    ...changes,
  };
}
