import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { Agent } from "undici";
import { buildHub } from "#app/build-hub.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import type { RunningHub } from "#engine/hub/create-hub.ts";
import { createServer } from "#server/create-server.ts";
import { startCuttableProxy } from "../cuttable-proxy.ts";
import type { FaultWatch, Life } from "./fault-watch.ts";

export interface HubLifeOptions {
  readonly watch: FaultWatch;
  readonly databaseUrl: string;
  readonly secretKey: string;
  /** How far the emulated clock is ahead. */
  readonly clockMs: number;
  /** Takes a line of its log. */
  readonly write: (line: string) => void;
  /** Called when it ends, whatever the reason. */
  readonly onEnd: () => void;
  /** 0: any free port. */
  readonly port: number;
  /** The database cannot be reached from the start. */
  readonly databaseAway: boolean;
  /** Default: the connectors that Waybill comes with. */
  readonly targets?: ReadonlyMap<string, TargetConnector>;
}

/** A hub with its server in this process, all of whose ways out can be cut at once. */
export interface HubLife extends Life {
  readonly hub: RunningHub;
  readonly url: string;
  readonly port: number;
  databaseAway(): void;
  databaseBack(): void;
  /** Resolves once nothing of it is left in this process; false when something still is after a while. */
  readonly buried: () => Promise<boolean>;
}

/** A new connection costs more than most of what a short life does with it. */
const connections = 4;
/** Longest time for what has ended to let go of its timers and connections. */
const burialMs = 15_000;
/** Nothing in this process can be alive unseen, so another hub's end needs little confirmation. */
const signs = { confirmMs: 20 };

/** Starts one. Rejects when it cannot start or has ended meanwhile; nothing of it is left then. */
export async function startHubLife(options: HubLifeOptions): Promise<HubLife> {
  const { watch } = options;
  const target = new URL(options.databaseUrl);
  const proxy = await startCuttableProxy({ host: target.hostname, port: Number(target.port) });
  if (options.databaseAway) proxy.cut();
  const agent = new Agent({ connections: 64, headersTimeout: 0, bodyTimeout: 0 });
  let hub: RunningHub | null = null;
  let server: FastifyInstance | null = null;
  let isOver = false;
  const log = pino(
    { level: "info" },
    {
      write: (line: string) => {
        if (!isOver) options.write(line);
      },
    },
  );
  const grave: { burial: Promise<boolean> | null } = { burial: null };

  const end = (): void => {
    if (isOver) return;
    isOver = true;
    options.onEnd();
    proxy.cut();
    agent.destroy().catch(() => undefined);
    server?.server.close();
    server?.server.closeAllConnections();
    grave.burial ??= bury();
  };
  const bury = async (): Promise<boolean> => {
    const done = Promise.allSettled([hub?.stop(), server?.close(), starting.catch(() => undefined)]).then(
      async () => {
        await proxy.close();
        return true;
      },
    );
    return Promise.race([done, pause(burialMs, false, { ref: false })]);
  };
  const life: Life = {
    get isOver() {
      return isOver;
    },
    end,
  };

  const begin = async (): Promise<string> => {
    hub = await buildHub({
      databaseUrl: proxy.reach(options.databaseUrl),
      databaseConnections: connections,
      secretKey: options.secretKey,
      role: "all",
      log,
      sandboxClockMs: options.clockMs,
      dispatcher: agent,
      signs,
      ...(options.targets === undefined ? {} : { targets: options.targets }),
    });
    // What ended while it started was not there yet to be stopped.
    if (isOver) await hub.stop().catch(() => undefined);
    if (isOver) throw new Error("the hub ended while it started");
    server = await createServer({ hub, log, publicUrl: "http://127.0.0.1" });
    const url = await server.listen({ host: "127.0.0.1", port: options.port });
    if (isOver) await server.close();
    hub.listeningAt(`${url}/webhooks/shopify`).catch((error: unknown) => {
      log.warn({ err: error }, "the shops' subscriptions are checked later");
    });
    return url;
  };
  const starting = watch.live(life, begin);
  try {
    const url = await starting;
    if (hub === null) throw new Error("the hub is not there");
    return {
      hub,
      url,
      port: Number(new URL(url).port),
      get isOver() {
        return isOver;
      },
      end,
      databaseAway: () => proxy.cut(),
      databaseBack: () => {
        if (!isOver) proxy.mend();
      },
      buried: () => grave.burial ?? Promise.resolve(false),
    };
  } catch (error) {
    end();
    await grave.burial;
    throw error;
  }
}
