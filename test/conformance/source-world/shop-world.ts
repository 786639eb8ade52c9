import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { EmulatorClock, LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import type { HttpCaller } from "#connectors/kit/http-caller.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import type { TokenVault } from "#connectors/kit/token-vault.ts";
import type { Buyer, ShopHandle, SourceSubject } from "../source-subject.ts";
import { createTampering, tamperedEmulator, type Tampering } from "../world/tampered-emulator.ts";
import { listen, type Listener } from "./listen.ts";
import { createPeople } from "./people.ts";
import { createSharedVault } from "./shared-vault.ts";

/** A connector, opened on its emulated shop, without a hub around it. */
export interface ShopWorld {
  readonly subject: SourceSubject;
  readonly clock: EmulatorClock;
  readonly shop: ShopHandle;
  readonly tampering: Tampering;
  /** What the connector told the journal, from every opened system. */
  readonly told: readonly { readonly code: string; readonly message: string; readonly detail?: unknown }[];
  readonly newBuyer: () => Buyer;
  /** Opens the shop as another process would: with memory of its own, and the token of all. Nothing was asked of it yet. */
  readonly open: (options?: OpenOptions) => OpenedShop;
  /** Starts to watch the shop; the result answers what was asked of it since. */
  readonly watch: () => Watch;
  /** Has everything that the shop announces from now on sent to a listener. */
  readonly listen: () => Promise<Listener>;
}

export interface OpenOptions {
  readonly credentials?: Readonly<Record<string, string>>;
  /** Longest time that a call may take, asked for each; undefined: as long as the connector says. */
  readonly timeoutMs?: () => number | undefined;
  /** Default: one in memory that all opened systems of the world share. */
  readonly tokens?: TokenVault;
}

export interface OpenedShop {
  readonly system: SourceSystem;
  /** Waits that every process was told of, in milliseconds. */
  readonly waits: readonly number[];
}

export interface Watch {
  readonly all: () => readonly LoggedRequest[];
  /** Requests of these operations. */
  readonly of: (...operations: readonly (string | undefined)[]) => readonly LoggedRequest[];
}

/** Starts a world, lets a guarantee look at it, and ends it in any case. */
export async function withShopWorld(
  subject: SourceSubject,
  tell: (world: ShopWorld) => Promise<void>,
): Promise<void> {
  const clock = createEmulatorClock();
  const tampering = createTampering();
  const emulator = tamperedEmulator(subject.emulator({ clock }), tampering);
  const host = await startEmulatorHost({ emulators: [emulator], clock });
  const shop = shopHandle(host, emulator);
  const told: ShopWorld["told"][number][] = [];
  const tokens = createSharedVault();
  const opened: SourceSystem[] = [];
  const listeners: Listener[] = [];
  const open: ShopWorld["open"] = (options = {}) => {
    const waits: number[] = [];
    const budget = {
      take: () => Promise.resolve(() => undefined),
      throttled: (ms: number) => {
        waits.push(ms);
        return Promise.resolve();
      },
    };
    const system = subject.connector.open({
      connection: "acme",
      settings: { ...subject.settings, baseUrl: shop.url },
      credentials: options.credentials ?? subject.credentials,
      clock,
      http: withTimeout(createHttpCaller({ budget }), options.timeoutMs),
      tokens: options.tokens ?? tokens.open(),
      tell: (entry) => told.push(entry),
    });
    opened.push(system);
    return { system, waits };
  };
  try {
    await tell({
      subject,
      clock,
      shop,
      tampering,
      told,
      newBuyer: createPeople(),
      open,
      watch: () => watch(host, emulator.system),
      listen: async () => {
        const listener = await listen(subject, shop);
        listeners.push(listener);
        await open().system.ensureSubscriptions(listener.address, null);
        return listener;
      },
    });
  } finally {
    await Promise.all(opened.map((system) => system.close()));
    await host.close();
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}

/** The emulated shop as a probe sees it. */
export function shopHandle(
  host: EmulatorHost,
  { system, basePath }: { readonly system: string; readonly basePath: string },
): ShopHandle {
  return {
    url: host.url + basePath,
    control: async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(
        `${host.url}/_control/${system}${path}`,
        body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
      );
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as T;
    },
    faults: (faults) => host.setFaults(system, faults),
  };
}

/** Starts to watch a system. */
export function watch(host: EmulatorHost, system: string): Watch {
  const { next } = host.requests(system);
  const all = (): readonly LoggedRequest[] => host.requests(system, next).requests;
  return { all, of: (...operations) => all().filter(({ operation }) => operations.includes(operation)) };
}

function withTimeout(http: HttpCaller, timeoutMs: OpenOptions["timeoutMs"]): HttpCaller {
  return {
    ...http,
    call: (call) => {
      const ms = timeoutMs?.();
      return http.call(ms === undefined ? call : { ...call, timeoutMs: ms });
    },
  };
}
