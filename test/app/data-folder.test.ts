import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDataFolder, secretKey } from "#app/data-folder.ts";
import { restore } from "#app/keep-data.ts";
import { serve } from "#app/serve.ts";
import { backupDatabase } from "#store/backup/backup-database.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { findEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import type * as locks from "#store/embedded/lock-folder.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase } from "#test/support/database.ts";

/** What stood in the folder's key file each time that the folder was given back for a hub. */
const keyWhenGivenBack: (string | null)[] = [];

vi.mock("#store/embedded/lock-folder.ts", async (original) => {
  const actual = await original<typeof locks>();
  return {
    ...actual,
    lockFolder: async (folder: string, role: string) => {
      const unlock = await actual.lockFolder(folder, role);
      return async () => {
        const key = readFile(join(folder, "secret-key"), "utf8").catch(() => null);
        if (role === "hub") keyWhenGivenBack.push(await key);
        await unlock();
      };
    },
  };
});

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "waybill-data-"));
});
afterEach(async () => {
  await (await findEmbeddedPostgres(path))?.stop();
  await rm(path, { recursive: true, force: true });
});

describe("the key of a data folder", () => {
  it("is one, however many begin on a fresh folder at the same moment", async () => {
    const environment = { WAYBILL_DATA: path };
    const folder = await openDataFolder(environment);
    const keys = await Promise.all(Array.from({ length: 20 }, () => secretKey(environment, folder)));
    expect(new Set(keys)).toEqual(new Set([(await readFile(folder.secretKeyFile, "utf8")).trim()]));
    expect((await stat(folder.secretKeyFile)).mode & 0o777).toBe(0o600);
    expect((await readdir(path)).toSorted()).toEqual(["run", "secret-key"]);
  });

  it("is there before a hub may start on what was restored", async () => {
    const key = randomBytes(32).toString("base64");
    const file = join(path, "all.waybill");
    const source = await createTestDatabase();
    try {
      const store = createEngineStore({
        pool: source.pool,
        box: createSecretBox(key),
        connect: () => Promise.reject(new Error("no process is registered here")),
      });
      const shop = { name: "acme", connector: "shopify", domain: "acme.example", settings: {} };
      await store.saveConfiguration({ stores: [{ ...shop, credentials: { secret: "s" } }], connections: [] });
      await backupDatabase({
        connectionString: source.url,
        file,
        version: "0.0.0",
        createdAt: new Date().toISOString(),
        secretKey: key,
      });
    } finally {
      await source.drop();
    }
    const folder = await openDataFolder({ WAYBILL_DATA: path });
    keyWhenGivenBack.length = 0;
    await restore(
      { WAYBILL_DATA: path, DATABASE_URL: "", WAYBILL_SECRET_KEY: "" },
      { file, force: false, withoutSecrets: false, onProgress: () => undefined },
    );
    expect(new Set(keyWhenGivenBack)).toEqual(new Set([`${key}\n`]));
    expect(await readFile(folder.secretKeyFile, "utf8")).toBe(`${key}\n`);
  }, 30_000);
});

it("variables that are set to nothing count as not set", async () => {
  const serving = await serve({
    role: "all",
    environment: {
      WAYBILL_DATA: path,
      DATABASE_URL: "",
      HOST: "",
      PORT: "0",
      WAYBILL_PUBLIC_URL: "",
      LOG_LEVEL: "",
    },
  });
  try {
    expect((await fetch(`${serving.url}/healthz`)).status).toBe(200);
  } finally {
    await serving.stop();
  }
}, 30_000);
