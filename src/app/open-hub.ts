import { existsSync } from "node:fs";
import { createHttpHub } from "#cli/http-hub.ts";
import { CliError, wrongUsage } from "#cli/running/cli-error.ts";
import type { HubAddress, HubNeed, OpenedHub } from "#cli/running/cli-host.ts";
import { dataFolderPath, openDataFolder, readSecretFile, secretKey, type DataFolder } from "./data-folder.ts";
import { given } from "./environment.ts";
import { findHub } from "./find-hub.ts";
import { createLog } from "./log.ts";

/**
 * Finds the hub that a command speaks to: the one at `--url`, else the one that runs on the data folder, else one that is opened
 * in this process on the database.
 */
export async function openHub(
  environment: NodeJS.ProcessEnv,
  address: HubAddress,
  need: HubNeed,
): Promise<OpenedHub> {
  const token = address.token ?? given(environment, "WAYBILL_TOKEN");
  if (address.url !== null) {
    const known = token ?? (await ownTokenFor(environment, address.url));
    if (known === null)
      throw wrongUsage(
        "--url needs a token: give --token, or set WAYBILL_TOKEN. `waybill keys create` on that hub makes one.",
      );
    return overHttp(address.url, known);
  }
  refuseMissingFolder(environment, need);
  const folder = await openDataFolder(environment);
  const url = await findHub(folder);
  if (url === null) return openHere(environment, folder, need);
  return overHttp(url, token ?? (await readSecretFile(folder.tokenFile)) ?? "");
}

function overHttp(url: string, token: string): OpenedHub {
  const hub = createHttpHub({ url, token });
  return { hub, where: "server", notes: [], close: () => hub.close() };
}

/** The data folder's token is only ever given to the data folder's hub. */
async function ownTokenFor(environment: NodeJS.ProcessEnv, url: string): Promise<string | null> {
  if (!existsSync(dataFolderPath(environment))) return null;
  const folder = await openDataFolder(environment);
  const own = await findHub(folder);
  const isOwn = own !== null && URL.canParse(url) && new URL(own).origin === new URL(url).origin;
  return isOwn ? readSecretFile(folder.tokenFile) : null;
}

/** A command that looks at something makes no data folder where nobody asked for one: it is more likely the wrong folder. */
function refuseMissingFolder(environment: NodeJS.ProcessEnv, need: HubNeed): void {
  const isNamed = given(environment, "WAYBILL_DATA") !== null || given(environment, "DATABASE_URL") !== null;
  if (need === "configure" || isNamed || existsSync(dataFolderPath(environment))) return;
  throw new CliError(
    "NO_DATA_FOLDER",
    `There is no Waybill data in ${dataFolderPath(environment)}. Change to the folder that holds .waybill, name it with WAYBILL_DATA, or begin with \`waybill apply -f FILE\` or \`waybill serve\`.`,
  );
}

async function openHere(
  environment: NodeJS.ProcessEnv,
  folder: DataFolder,
  need: HubNeed,
): Promise<OpenedHub> {
  const key = await secretKey(environment, folder);
  // Loaded only here: with a hub that runs, a command has no use for connectors, queue and database.
  const [{ buildHub }, { reachDatabase }, { sandboxClockOffset }] = await Promise.all([
    import("./build-hub.ts"),
    import("./reach-database.ts"),
    import("./sandbox-clock.ts"),
  ]);
  const database = await reachDatabase(environment, folder);
  try {
    const offset = await sandboxClockOffset(folder);
    const hub = await buildHub({
      databaseUrl: database.url,
      secretKey: key,
      role: need === "work" ? "all" : "web",
      // What went wrong is told by the command itself; the log is for who asks for it.
      log: createLog({ LOG_LEVEL: "silent", ...environment }, "waybill"),
      ...(offset === null ? {} : { sandboxClockMs: offset }),
    });
    return {
      hub,
      where: "here",
      notes: [],
      close: async () => {
        await hub.stop();
        await database.release();
      },
    };
  } catch (error) {
    await database.release();
    throw error;
  }
}
