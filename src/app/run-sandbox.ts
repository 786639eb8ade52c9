import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "#sandbox/start-sandbox.ts";
import { lockFolder } from "#store/embedded/lock-folder.ts";
import { openDataFolder, readSecretFile, type DataFolder } from "./data-folder.ts";
import { given } from "./environment.ts";
import { sandboxFile } from "./sandbox-clock.ts";

export interface RunSandboxOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Only this system: `unleashed`, `shopify/acme`. Default: all. */
  readonly only?: string;
  /** Default: `SANDBOX_PORT`, else 7430. 0: any free port. */
  readonly port?: number;
}

const defaultPort = 7430;

/**
 * Starts the sandbox of a data folder: one process with every emulated system on one port. One sandbox per folder; a single
 * system alone (`only`) belongs to no folder. Rejects when the port is taken or the folder has a sandbox already.
 */
export async function runSandbox(options: RunSandboxOptions): Promise<Sandbox> {
  const { environment } = options;
  const port = options.port ?? Number(given(environment, "SANDBOX_PORT") ?? defaultPort);
  const drawn = given(environment, "SANDBOX_SEED");
  const seed = drawn === null ? {} : { seed: Number(drawn) };
  if (options.only !== undefined) return startSandbox({ port, only: options.only, ...seed });

  const folder = await openDataFolder(environment);
  const unlock = await lockFolder(folder.path, "sandbox");
  const memory = join(folder.path, "sandbox.json");
  try {
    const sandbox = await startSandbox({
      port,
      ...seed,
      orderNumbers: await readNumbers(memory),
      rememberOrderNumbers: (numbers) => writeFile(memory, JSON.stringify(numbers)),
      onAdvance: (ms) => moveHub(folder, ms),
    });
    await writeFile(join(folder.run, "sandbox.pid"), `${process.pid}\n`);
    await writeFile(sandboxFile(folder), JSON.stringify({ pid: process.pid, url: sandbox.url }));
    return {
      ...sandbox,
      close: async () => {
        await sandbox.close();
        await rm(sandboxFile(folder), { force: true });
        await rm(join(folder.run, "sandbox.pid"), { force: true });
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
      throw new Error(
        `PORT_TAKEN: port ${port} of this machine is in use. Choose another one for the sandbox with SANDBOX_PORT.`,
        { cause: error },
      );
    throw error;
  }
}

/** Last order numbers by store, so that a shop that starts anew does not give a number twice. */
async function readNumbers(file: string): Promise<Readonly<Record<string, number>>> {
  try {
    const read: unknown = JSON.parse(await readFile(file, "utf8"));
    return Object.fromEntries(
      Object.entries(read ?? {}).filter((entry): entry is [string, number] => Number.isInteger(entry[1])),
    );
  } catch {
    return {};
  }
}

/** Moves the clock of the hub that works on the folder, so that tokens, schedules and retries follow. */
async function moveHub(folder: DataFolder, ms: number): Promise<void> {
  const written = await readFile(folder.hubFile, "utf8").catch(() => null);
  if (written === null) return;
  const { url } = JSON.parse(written) as { url: string };
  const token = await readSecretFile(folder.tokenFile);
  const answer = await fetch(`${url}/api/v1/sandbox/clock`, {
    method: "POST",
    headers: { authorization: `Bearer ${token ?? ""}`, "content-type": "application/json" },
    body: JSON.stringify({ ms }),
  }).catch(() => null);
  // A hub that is away takes the sandbox's time when it starts again.
  if (answer !== null && !answer.ok)
    throw new Error(`the hub at ${url} did not move its clock (${answer.status})`);
}
