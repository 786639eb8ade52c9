import type {
  Emulator,
  EmulatorClock,
  EmulatorRequest,
  EmulatorResponse,
} from "#connectors/kit/emulator/emulator.ts";
import { signQuery } from "../signature.ts";
import { changeSettings, createAccount } from "./account.ts";
import { createCallMeter } from "./call-meter.ts";
import type { UnleashedCatalogue } from "./catalogue.ts";
import { usualAccount } from "./catalogue.ts";
import { unleashedControls } from "./controls.ts";
import { dumpAccount } from "./dump-account.ts";
import { parsePath } from "./parse-path.ts";
import { errorAnswer, invalid, notModelled, Refusal } from "./refusal.ts";
import { readJson } from "./request-body.ts";
import { routes } from "./routes.ts";
import { seedAccount } from "./seed-account.ts";
import type { UnleashedSettings } from "./settings.ts";
import { defaultSettings, settingsSchema, strictSettings } from "./settings.ts";
import { createWebhookSender } from "./webhook-sender.ts";

export interface UnleashedEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly apiId: string;
  readonly apiKey: string;
  /** What the account starts with; default `usualAccount`: lists, but no products and no customers. */
  readonly seed?: UnleashedCatalogue;
  /** Starts with `strictSettings`. Default false. */
  readonly strict?: boolean;
  /** Single switches, over the defaults or the strict ones. */
  readonly settings?: Partial<UnleashedSettings>;
}

export interface UnleashedEmulator extends Emulator {
  /** Adds to the account; `reset` restores it too. */
  seed(catalogue: UnleashedCatalogue): void;
  /** Changes switches until the next `reset`. */
  set(changes: Partial<UnleashedSettings>): void;
}

/**
 * A loopback stand-in for the Unleashed REST API after the vendor's documentation and recordings of live accounts:
 * sales orders, customers, products, stock, shipments, free credits, invoices, lists and webhooks. What is not modelled
 * answers 404 with the header `x-emulator-not-modelled`.
 */
export function createUnleashedEmulator(options: UnleashedEmulatorOptions): UnleashedEmulator {
  const { clock, apiId, apiKey } = options;
  const startSettings = {
    ...defaultSettings,
    ...(options.strict ? strictSettings : {}),
    ...options.settings,
  };
  const catalogues = [options.seed ?? usualAccount];
  const webhooks = createWebhookSender(clock, () => account.settings);
  const create = () => {
    const fresh = createAccount(clock, startSettings, webhooks);
    for (const catalogue of catalogues) seedAccount(fresh, catalogue);
    return fresh;
  };
  let account = create();
  let meter = createCallMeter();

  const answer = (request: EmulatorRequest): EmulatorResponse => {
    checkCaller(request);
    meter.count(account.now(), account.settings);
    const path = parsePath(request.path);
    const name = `${request.method} ${path.template}`;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    const isList = request.method === "GET" && !path.template.endsWith("}");
    if (!route || (path.page !== undefined && !isList))
      throw notModelled(`${request.method} ${request.path}`);
    const { status, value } = route({
      account,
      guid: path.guids[0] ?? "",
      lineGuid: path.guids[1] ?? "",
      list: {
        resource: path.resource,
        parameters: new URLSearchParams(request.query),
        page: path.page ?? 1,
      },
      body: () => readJson(request.body),
    });
    return { status, body: value === undefined ? "" : JSON.stringify(value) };
  };

  /** Sign-in and headers, in the order in which a wrong one is noticed (vendor's documentation, AuthenticationHelp). */
  const checkCaller = ({ headers, query, method }: EmulatorRequest) => {
    const signature = headers["api-auth-signature"];
    if (headers["api-auth-id"] !== apiId || signature !== signQuery(query, apiKey))
      throw new Refusal(403, "The API id or the signature is wrong");
    const accept = headers.accept ?? "";
    if (accept.includes("application/xml")) throw notModelled("replies in XML");
    if (!accept.includes("application/json")) throw invalid("The Accept header must be application/json");
    const hasBody = method === "POST" || method === "PUT";
    if (hasBody && !headers["content-type"]?.startsWith("application/json"))
      throw invalid("The Content-Type header must be application/json");
    if (account.settings.requireClientType && !headers["client-type"])
      throw invalid("The client-type header is missing");
  };

  return {
    system: "unleashed",
    basePath: "/unleashed",
    credentials: { apiId, apiKey },
    controls: unleashedControls(
      () => account,
      () => meter,
    ),
    operation: (request) => `${request.method} ${parsePath(request.path).template}`,
    handle(request) {
      try {
        return answer(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const form = error.isBare ? "empty" : account.settings.errorBody;
        const worded = errorAnswer(error.status, error.message, form);
        return { ...worded, headers: { ...worded.headers, ...error.headers } };
      }
    },
    faultAnswer: (status) =>
      errorAnswer(
        status,
        status === 429 ? "Too many requests" : "An error has occurred",
        account.settings.errorBody,
      ),
    dump: () => dumpAccount(account),
    reset() {
      webhooks.reset();
      meter = createCallMeter();
      account = create();
    },
    seed(catalogue) {
      seedAccount(account, catalogue);
      catalogues.push(catalogue);
    },
    set(changes) {
      changeSettings(account, settingsSchema.partial().parse(changes) as Partial<UnleashedSettings>);
    },
    close: () => webhooks.close(),
  };
}

/** Adds products, customers and lists to an emulated account, for good: `reset` restores them. */
export function seedUnleashed(emulator: UnleashedEmulator, catalogue: UnleashedCatalogue): void {
  emulator.seed(catalogue);
}
