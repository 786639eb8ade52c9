// Installs what is missing: npm packages as the lockfile says, and Shopify's published schema. Plain JavaScript, Node 20.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectNode, root } from "./node.mjs";

// Shopify publishes its Admin schema inside this package; the two files are all that is taken from it.
const schemaPackage = {
  name: "@shopify/dev-mcp",
  version: "1.16.0",
  integrity:
    "sha512-tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==",
  files: ["admin_2026-07.json.gz", "admin_2026-10.json.gz"],
};
const cache = join(root, ".cache");
const schemaFolder = join(cache, "shopify-schema");
const schemaMarker = join(schemaFolder, "version");
const schemaVersion = `${schemaPackage.name}@${schemaPackage.version}`;
const packagesMarker = join(root, "node_modules", ".waybill-lock");

/** Makes sure that everything is there; prints one line per step that had something to do. */
export async function ensureSetUp() {
  if (hasPackages() && hasSchema()) return;
  const unlock = await takeTurn();
  try {
    if (!hasPackages()) installPackages();
    if (!hasSchema()) await fetchSchema();
  } finally {
    unlock();
  }
}

/** Two set-ups in one clone would take each other's files away: the second waits for the first. */
async function takeTurn() {
  const lock = join(cache, "setup.lock");
  mkdirSync(cache, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isStale(lock)) rmSync(lock, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A lock of a process that is gone; one that was just made may not have its number yet. */
function isStale(lock) {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - made > 2_000 && !isAlive(Number(readFileIfThere(lock)));
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readFileIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function lockfileHash() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function hasPackages() {
  return readFileIfThere(packagesMarker) === lockfileHash();
}

function hasSchema() {
  return readFileIfThere(schemaMarker) === schemaVersion;
}

function installPackages() {
  say("installing packages");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], root);
  writeFileSync(packagesMarker, lockfileHash());
}

async function fetchSchema() {
  const wanted = schemaVersion;
  say("fetching Shopify's schema");
  const temporary = mkdtempSync(join(tmpdir(), "waybill-schema-"));
  try {
    const packed = run("npm", ["pack", wanted, "--ignore-scripts", "--json", "--loglevel=error"], temporary);
    const { filename } = JSON.parse(packed)[0];
    const tarball = join(temporary, filename);
    const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    if (integrity !== schemaPackage.integrity)
      throw new Error(
        `The package ${wanted} is not the one that was expected (its checksum differs). Nothing was taken from it.`,
      );
    const { extract } = await import(
      pathToFileURL(join(root, "node_modules", "tar", "dist", "esm", "index.js")).href
    );
    const paths = schemaPackage.files.map((file) => `package/dist/data/${file}`);
    await extract({ file: tarball, cwd: temporary, strip: 3 }, paths);
    writeFileSync(join(temporary, "version"), wanted);
    mkdirSync(schemaFolder, { recursive: true });
    for (const file of [...schemaPackage.files, "version"]) {
      const target = join(schemaFolder, file);
      writeFileSync(`${target}.new`, readFileSync(join(temporary, file)));
      renameSync(`${target}.new`, target);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`\`${command} ${args[0]}\` failed; what it said stands above.`);
  return result.stdout;
}

function say(line) {
  process.stderr.write(`${line} …\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureSetUp();
  projectNode();
}
