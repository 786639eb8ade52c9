import { z } from "zod";
import { ControlError } from "./control-error.ts";
import { matchTemplate, pathBelow } from "./control-route.ts";
import { parseDurationMs } from "./duration.ts";
import type { Emulator, EmulatorClock, EmulatorControl, Faults } from "./emulator.ts";
import { createFaultInjector, faultsSchema } from "./fault-injector.ts";
import type { FaultInjector } from "./fault-injector.ts";
import type { RequestLog } from "./request-log.ts";
import { toLoggedRequest } from "./request-log.ts";

/** An emulator with what the host keeps for it. */
export interface Mount {
  readonly emulator: Emulator;
  readonly log: RequestLog;
  injector: FaultInjector;
}

export interface ControlPlaneOptions {
  readonly mounts: readonly Mount[];
  readonly clock: EmulatorClock;
  /** Controls of the host itself, below `/_control`. */
  readonly controls: readonly EmulatorControl[];
  /** Address of the host without a trailing slash. */
  readonly url: () => string;
  /** Told after the clock was advanced through the control; awaited before the control answers. */
  readonly onAdvance: ((ms: number) => void | Promise<void>) | undefined;
}

/** JSON text in pieces, so that a long log does not block the emulators while it is written. */
export interface ControlAnswer {
  readonly status: number;
  readonly json: Iterable<string>;
}

export const controlBase = "/_control";

/** Answers everything below `/_control`. Never throws. */
export function createControlPlane(options: ControlPlaneOptions) {
  const hostControls = [...options.controls, ...clockControls(options)];
  const routes = options.mounts.flatMap((mount) =>
    [...mount.emulator.controls, ...generalControls(mount)].map((control) => ({
      control,
      base: `${controlBase}/${mount.emulator.system}`,
    })),
  );
  routes.push(...hostControls.map((control) => ({ control, base: controlBase })));
  routes.push({ control: overviewControl(options, routes), base: controlBase });

  return async (method: string, path: string, query: string, body: Buffer): Promise<ControlAnswer> => {
    try {
      const found = findRoute(routes, options.mounts, method, path.replace(/\/+$/, ""));
      const parameters = { ...Object.fromEntries(new URLSearchParams(query)), ...found.parameters };
      const result = await found.control.run(parameters, parseBody(body));
      if (result instanceof JsonPieces) return { status: 200, json: result.pieces };
      return { status: 200, json: [JSON.stringify(result ?? {})] };
    } catch (error) {
      const status = error instanceof ControlError ? error.status : error instanceof z.ZodError ? 400 : 500;
      const message = error instanceof z.ZodError ? describeIssues(error) : describe(error);
      return { status, json: [JSON.stringify({ error: message })] };
    }
  };
}

interface Route {
  readonly control: EmulatorControl;
  readonly base: string;
}

function findRoute(routes: readonly Route[], mounts: readonly Mount[], method: string, path: string) {
  const otherMethods = new Set<string>();
  for (const { control, base } of routes) {
    const below = pathBelow(base, path);
    const parameters = below === undefined ? undefined : matchTemplate(control.path, below);
    if (!parameters) continue;
    if (control.method === method) return { control, parameters };
    otherMethods.add(control.method);
  }
  if (otherMethods.size > 0)
    throw new ControlError(404, `${path} takes ${[...otherMethods].join(" or ")}, not ${method}`);
  const known = mounts.map((mount) => mount.emulator.system).join(", ");
  throw new ControlError(
    404,
    `no control ${method} ${path}; systems here: ${known || "none"}; GET ${controlBase} lists every control`,
  );
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ControlError(400, "the body is not JSON");
  }
}

class JsonPieces {
  readonly pieces: Iterable<string>;

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces;
  }
}

function generalControls(mount: Mount): EmulatorControl[] {
  const { emulator, log } = mount;
  return [
    {
      method: "POST",
      path: "/reset",
      example: {},
      run: () => {
        emulator.reset();
        log.clear();
        mount.injector = createFaultInjector();
        return { system: emulator.system, reset: true };
      },
    },
    {
      method: "GET",
      path: "/dump",
      example: {},
      run: ({ only }) => new JsonPieces(dumpPieces(emulator.dump(), only?.split(","))),
    },
    {
      method: "GET",
      path: "/log",
      example: {},
      run: ({ since = "0" }) => {
        if (!/^\d+$/.test(since)) throw new ControlError(400, "since is the number of a request");
        return new JsonPieces(logPieces(log, Number(since)));
      },
    },
    {
      method: "POST",
      path: "/faults",
      example: { seed: 7, answerLost: 0.05, http500: 0.02, http429: { rate: 0.02, retryAfter: 2 } },
      run: (_parameters, body) => {
        mount.injector = createFaultInjector(faultsSchema.parse(body) as Faults);
        return showFaults(mount);
      },
    },
    { method: "GET", path: "/faults", example: {}, run: () => showFaults(mount) },
  ];
}

function showFaults(mount: Mount) {
  return { faults: mount.injector.faults, injected: mount.injector.injected };
}

/**
 * One piece per collection, all taken at once: what is written later does not tear the picture. `only` (the query
 * parameter of that name, a comma list) leaves out the other collections.
 */
function dumpPieces(dump: unknown, only: readonly string[] | undefined): string[] {
  if (typeof dump !== "object" || dump === null || Array.isArray(dump)) return [JSON.stringify(dump ?? null)];
  const members = Object.entries(dump)
    .filter(([name, value]) => value !== undefined && (only?.includes(name) ?? true))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return ["{", ...members.map((member, index) => (index === 0 ? member : `,${member}`)), "}"];
}

function* logPieces(log: RequestLog, since: number): Iterable<string> {
  const { requests, next } = log.read(since);
  yield '{"requests":[';
  for (let start = 0; start < requests.length; start += 200) {
    const lines = requests.slice(start, start + 200).map((entry) => JSON.stringify(toLoggedRequest(entry)));
    yield `${start === 0 ? "" : ","}${lines.join(",")}`;
  }
  yield `],"next":${next}}`;
}

const advanceSchema = z.strictObject({ advance: z.string() });

function clockControls({ clock, onAdvance }: ControlPlaneOptions): EmulatorControl[] {
  return [
    {
      method: "POST",
      path: "/clock",
      example: { advance: "PT1H" },
      run: async (_parameters, body) => {
        const { advance } = advanceSchema.parse(body);
        const ms = parseDurationMs(advance);
        if (ms === undefined)
          throw new ControlError(400, `advance is not a duration such as PT1H or P2DT30M: ${advance}`);
        clock.advance(ms);
        await onAdvance?.(ms);
        return { now: new Date(clock.now()).toISOString() };
      },
    },
    {
      method: "GET",
      path: "/clock",
      example: {},
      // A hub that starts takes over how far this clock is ahead of the real one.
      run: () => ({
        now: new Date(clock.now()).toISOString(),
        offsetMs: Math.round(clock.ahead()),
      }),
    },
  ];
}

function overviewControl({ mounts, url }: ControlPlaneOptions, routes: readonly Route[]): EmulatorControl {
  return {
    method: "GET",
    path: "",
    example: {},
    run: () => ({
      systems: mounts.map(({ emulator }) => ({
        name: emulator.system,
        baseUrl: url() + emulator.basePath,
        credentials: emulator.credentials,
      })),
      stores: mounts
        .filter(({ emulator }) => emulator.system.startsWith("shopify/"))
        .map(({ emulator }) => ({
          name: emulator.system.slice("shopify/".length),
          domain: emulator.credentials["domain"],
          baseUrl: url() + emulator.basePath,
          clientId: emulator.credentials["clientId"],
          clientSecret: emulator.credentials["clientSecret"],
        })),
      controls: routes.map(({ control, base }) => ({
        method: control.method,
        path: base + control.path,
        example: control.example,
      })),
    }),
  };
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
