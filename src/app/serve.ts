import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { createServer } from "#server/create-server.ts";
import { lockFolder } from "#store/embedded/lock-folder.ts";
import { startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { buildHub } from "./build-hub.ts";
import { keepSecretFile, openDataFolder, secretKey, type DataFolder } from "./data-folder.ts";
import { given } from "./environment.ts";
import { createLog } from "./log.ts";
import { sandboxClockOffset } from "./sandbox-clock.ts";

export interface ServeOptions {
  readonly role: "all" | "web" | "worker";
  readonly environment: NodeJS.ProcessEnv;
}

export interface Serving {
  readonly url: string;
  /** Resolves once everything is settled and closed. PostgreSQL goes on. */
  stop(): Promise<void>;
}

const defaultPort = 7420;

/** Starts the hub of a data folder: database, engine and server. One hub per folder. */
export async function serve({ role, environment }: ServeOptions): Promise<Serving> {
  const folder = await openDataFolder(environment);
  const log = createLog(environment, "waybill");
  const unlock = await lockFolder(folder.path, "hub");
  try {
    const key = await secretKey(environment, folder);
    const databaseUrl =
      given(environment, "DATABASE_URL") ??
      (await startEmbeddedPostgres({ dataDir: folder.path })).connectionString;
    const token = await ownerToken(folder);
    const host = given(environment, "HOST") ?? "127.0.0.1";
    const port = Number(given(environment, "PORT") ?? defaultPort);
    const offset = await sandboxClockOffset(folder);
    const hub = await buildHub({
      databaseUrl,
      secretKey: key,
      role,
      log,
      ownerToken: token,
      ...(offset === null ? {} : { sandboxClockMs: offset }),
      ...sweepOf(environment),
    });
    const server = await createServer({
      hub,
      log,
      publicUrl: given(environment, "WAYBILL_PUBLIC_URL") ?? `http://${host}:${port}`,
    });
    await server.listen({ host, port }).catch(async (error: unknown) => {
      await hub.stop();
      throw portTaken(error, port);
    });
    const address = server.server.address();
    const listening = typeof address === "object" && address !== null ? address.port : port;
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${listening}`;
    // A worker takes deliveries too, but without a public address it is not the one that shops should send to.
    const publicUrl = given(environment, "WAYBILL_PUBLIC_URL") ?? (role === "worker" ? null : url);
    if (publicUrl !== null)
      hub.listeningAt(`${publicUrl}/webhooks/shopify`).catch((error: unknown) => {
        log.warn({ err: error }, "the shops' subscriptions are checked later");
      });
    await writeFile(join(folder.run, "hub.pid"), `${process.pid}\n`);
    await writeFile(folder.hubFile, JSON.stringify({ pid: process.pid, url }));
    return {
      url,
      stop: async () => {
        await server.close();
        await hub.stop();
        await rm(folder.hubFile, { force: true });
        await rm(join(folder.run, "hub.pid"), { force: true });
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function ownerToken(folder: DataFolder): Promise<string> {
  return keepSecretFile(folder.tokenFile, `wb_${randomBytes(32).toString("base64url")}`);
}

/** `WAYBILL_SWEEP_SECONDS`: how often the shop is compared; default 300. */
function sweepOf(environment: NodeJS.ProcessEnv): { sweepMs?: number } {
  const seconds = Number(environment["WAYBILL_SWEEP_SECONDS"]);
  return Number.isFinite(seconds) && seconds > 0 ? { sweepMs: seconds * 1000 } : {};
}

function portTaken(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) return error;
  return new Error(`PORT_TAKEN: port ${port} of this machine is in use. Choose another one with PORT.`, {
    cause: error,
  });
}
