import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { answerForEmulator } from "./answer-request.ts";
import { controlBase, createControlPlane } from "./control-plane.ts";
import type { ControlAnswer, Mount } from "./control-plane.ts";
import { pathBelow } from "./control-route.ts";
import type { Emulator, EmulatorClock, EmulatorControl, Faults, LoggedRequest } from "./emulator.ts";
import { createFaultInjector, faultsSchema } from "./fault-injector.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";
import { createRequestLog, toLoggedRequest } from "./request-log.ts";

export interface EmulatorHostOptions {
  readonly emulators: readonly Emulator[];
  readonly clock: EmulatorClock;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Called, and awaited, after `POST /_control/clock` moved the emulators; moves the hub along. */
  readonly onAdvance?: (ms: number) => void | Promise<void>;
  /** Controls below `/_control` beside `/clock`, such as `/life`. They are searched before the built-in ones. */
  readonly controls?: readonly EmulatorControl[];
  /** Requests kept per emulator; default 50,000. */
  readonly logLimit?: number;
  /** Longest body in bytes, answered with 413 beyond; default 64 MiB. */
  readonly bodyLimitBytes?: number;
}

/** A running host. The methods by system do what the controls of the same name do; they throw for unknown systems. */
export interface EmulatorHost {
  /** Address without a trailing slash; an emulator answers below `url + emulator.basePath`. */
  readonly url: string;
  readonly port: number;
  setFaults(system: string, faults: Faults): void;
  requests(system: string, since?: number): { readonly requests: LoggedRequest[]; readonly next: number };
  /**
   * Takes no new connections, lets requests in flight end (they are cut after two seconds), then closes the emulators and
   * the clock. May be called twice.
   */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that reuse does not race with the host hanging up. */
const keepAliveTimeoutMs = 65_000;
const closeGraceMs = 2_000;

/** Serves emulators and their controls on one socket. Rejects when the port is taken or two emulators share a place. */
export async function startEmulatorHost(options: EmulatorHostOptions): Promise<EmulatorHost> {
  const { emulators, clock, host = "127.0.0.1", bodyLimitBytes = 64 * 1024 * 1024 } = options;
  refuseSharedPlaces(emulators);
  const mounts = emulators.map((emulator): Mount => ({
    emulator,
    log: createRequestLog(options.logLimit),
    injector: createFaultInjector(),
  }));
  // The longest base path comes first, so that one emulator may live below another.
  const byPath = [...mounts].sort((a, b) => b.emulator.basePath.length - a.emulator.basePath.length);
  const closing = new AbortController();
  let url = "";
  const controlPlane = createControlPlane({
    mounts,
    clock,
    controls: options.controls ?? [],
    url: () => url,
    onAdvance: options.onAdvance,
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? "" : target.slice(mark + 1);
    if (closing.signal.aborted) response.setHeader("connection", "close");
    if (pathBelow(controlBase, path) !== undefined) {
      const body = await readBody(request, bodyLimitBytes);
      return sendJson(response, await controlPlane(request.method ?? "GET", path, query, body));
    }
    for (const mount of byPath) {
      const below = pathBelow(mount.emulator.basePath, path);
      if (below === undefined) continue;
      const place = { path: below || "/", query, bodyLimitBytes, clock, closing: closing.signal };
      return answerForEmulator(mount, request, response, place);
    }
    request.resume();
    const places = emulators.map((emulator) => emulator.basePath).join(", ");
    const error = `nothing is served at ${path}; systems here: ${places}; controls: ${controlBase}`;
    return sendJson(response, { status: 404, json: [JSON.stringify({ error })] });
  };

  const server = createServer(
    { keepAlive: true, keepAliveTimeout: keepAliveTimeoutMs },
    (request, response) => {
      serve(request, response).catch((error: unknown) => {
        if (response.headersSent || request.socket.destroyed) return response.destroy();
        const tooLarge = error instanceof BodyTooLarge;
        response.writeHead(tooLarge ? 413 : 500, { "content-type": "application/json", connection: "close" });
        const message = error instanceof Error ? error.message : String(error);
        return response.end(JSON.stringify({ error: message }));
      });
    },
  );
  server.on("clientError", (_error, socket) => {
    if (socket.writable)
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

  const mountOf = (system: string): Mount => {
    const mount = mounts.find(({ emulator }) => emulator.system === system);
    if (!mount) throw new RangeError(`no emulated system is called ${system}`);
    return mount;
  };
  let closed: Promise<void> | undefined;
  const close = async () => {
    closing.abort();
    const grace = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    clearTimeout(grace);
    await Promise.all(emulators.map((emulator) => emulator.close()));
    clock.close();
  };

  return {
    url,
    port,
    setFaults(system, faults) {
      mountOf(system).injector = createFaultInjector(faultsSchema.parse(faults) as Faults);
    },
    requests(system, since) {
      const { requests, next } = mountOf(system).log.read(since);
      return { requests: requests.map((entry) => toLoggedRequest(entry)), next };
    },
    close: () => (closed ??= close()),
  };
}

function refuseSharedPlaces(emulators: readonly Emulator[]): void {
  for (const key of ["system", "basePath"] as const) {
    const seen = new Set<string>();
    for (const emulator of emulators) {
      if (seen.has(emulator[key])) throw new RangeError(`two emulators have the ${key} ${emulator[key]}`);
      seen.add(emulator[key]);
    }
  }
}

async function sendJson(response: ServerResponse, answer: ControlAnswer): Promise<void> {
  response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8" });
  for (const piece of answer.json) {
    if (response.destroyed) return;
    if (!response.write(piece)) await nextTurn();
  }
  response.end();
}
