import { decodeSegment } from "#connectors/kit/emulator/control-route.ts";
import type {
  Emulator,
  EmulatorClock,
  EmulatorRequest,
  EmulatorResponse,
} from "#connectors/kit/emulator/emulator.ts";
import type { WireError } from "../schema.ts";
import { createAccount } from "./account.ts";
import { createCallMeter } from "./call-meter.ts";
import { patchControls } from "./controls.ts";
import { dumpAccount } from "./dump-account.ts";
import { readJson } from "./read-fields.ts";
import { notModelled, Refusal, unreadable } from "./refusal.ts";
import { routes } from "./routes.ts";
import { seedAccount, usualAccount, type PatchCatalogue } from "./seed-account.ts";
import { defaultSwitches, switchesSchema, type PatchSwitches } from "./switches.ts";
import { createVendorSync } from "./vendor-sync.ts";

export interface PatchEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly apiKey: string;
  readonly accountId: string;
  /** What the account starts with; default `usualAccount`: automations and custom fields, but no contacts. */
  readonly catalogue?: PatchCatalogue;
  /** Single switches, over the defaults. */
  readonly switches?: Partial<PatchSwitches>;
  /** Same seed, same ids. Default 1. */
  readonly seed?: number;
}

export interface PatchEmulator extends Emulator {
  /** Adds to the account; `reset` restores it too. */
  seed(catalogue: PatchCatalogue): void;
  /** Changes switches until the next `reset`. */
  set(changes: Partial<PatchSwitches>): void;
}

/**
 * A loopback stand-in for Patch Retention's API v2 (Ruby client `patch_retention` 0.3.2, public snippets, help centre): contacts, events,
 * automations and what they sent, loyalty points, tags, products, memberships, calendar items. What no source settles is a switch; what is
 * not modelled answers 404 with the header `x-emulator-not-modelled`.
 */
export function createPatchEmulator(options: PatchEmulatorOptions): PatchEmulator {
  const { clock, apiKey, accountId, seed = 1 } = options;
  const catalogues = [options.catalogue ?? usualAccount];
  const create = () => {
    const switches = { ...defaultSwitches, ...options.switches };
    const fresh = createAccount({ clock, switches, apiKey, accountId, seed });
    for (const catalogue of catalogues) seedAccount(fresh, catalogue);
    return fresh;
  };
  let account = create();
  let meter = createCallMeter();
  const sync = createVendorSync(clock);

  const answer = (request: EmulatorRequest): EmulatorResponse => {
    checkCaller(request);
    meter.count(clock.now(), account.switches);
    const { template, id } = parsePath(request.path);
    const name = `${request.method} ${template}`;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!route) throw notModelled(`${request.method} ${request.path}`);
    const body = () => {
      if (!request.headers["content-type"]?.startsWith("application/json"))
        throw unreadable("the Content-Type header must be application/json");
      return readJson(request.body);
    };
    const { status, value } = route({ account, id, query: new URLSearchParams(request.query), body });
    return { status, body: value === undefined ? "" : JSON.stringify(value) };
  };

  /** Both headers, sent as they are: there is no token exchange, and the bearer alone is not enough. */
  const checkCaller = ({ headers }: EmulatorRequest) => {
    const isKnown = headers.authorization === `Bearer ${account.apiKey}`;
    if (!isKnown || headers["x-account-id"] !== account.accountId)
      throw new Refusal(account.switches.unauthorisedStatus, "Unauthorized");
  };

  return {
    system: "patch",
    basePath: "/patch/v2",
    get credentials() {
      return { apiKey: account.apiKey, accountId: account.accountId };
    },
    controls: patchControls(() => account, sync),
    operation: (request) => `${request.method} ${parsePath(request.path).template}`,
    handle(request) {
      try {
        return answer(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { status: error.status, headers: error.headers, body: wordError(error.message) };
      }
    },
    // A failure of the gateway has no body.
    faultAnswer: (status) => ({
      body: status === 502 ? "" : wordError(status === 429 ? "Too many requests" : "Something went wrong"),
    }),
    dump: () => dumpAccount(account),
    reset() {
      sync.stop();
      meter = createCallMeter();
      account = create();
    },
    seed(catalogue) {
      seedAccount(account, catalogue);
      catalogues.push(catalogue);
    },
    set(changes) {
      const checked = switchesSchema.partial().parse(changes) as Partial<PatchSwitches>;
      account.switches = { ...account.switches, ...checked };
    },
    close: () => {
      sync.stop();
      return Promise.resolve();
    },
  };
}

function wordError(message: string): string {
  const body: WireError = { error: message };
  return JSON.stringify(body);
}

/** `/contacts/…` as `/contacts/{id}` with its id. */
function parsePath(path: string): { readonly template: string; readonly id: string } {
  const [resource = "", id = "", ...more] = path.split("/").filter((segment) => segment !== "");
  const template = [resource, ...(id === "" ? [] : ["{id}"]), ...more].join("/");
  return { template: `/${template}`, id: decodeSegment(id) ?? id };
}
