import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

/** The real program on a real database: what a test with a made-up hub cannot see. */
const entry = fileURLToPath(new URL("../../src/app/cli.ts", import.meta.url));
const key = randomBytes(32).toString("base64");

let folder: string;
let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-process-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function environment(change: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    DATABASE_URL: database.url,
    WAYBILL_SECRET_KEY: key,
    WAYBILL_DATA: join(folder, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
    ...change,
  };
}

function start(args: readonly string[], change: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: environment(change),
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

async function waybill(args: readonly string[], change: NodeJS.ProcessEnv = {}) {
  const child = start(args, change);
  let [output, errors] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number];
  return { code, output, errors };
}

describe("the program", () => {
  it("opens the database itself when no hub runs, and answers one JSON document", async () => {
    const { code, output, errors } = await waybill(["connections", "--json"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toBe('{"connections":[]}\n');
  });

  it("makes no data folder for somebody who only looks in the wrong place", async () => {
    const { code, errors } = await waybill(["connections"], {
      DATABASE_URL: undefined,
      WAYBILL_DATA: undefined,
    });
    expect(code).toBe(1);
    expect(errors).toContain("NO_DATA_FOLDER");
    await expect(stat(join(folder, ".waybill"))).rejects.toThrow();
  });

  it("says what is wrong with the database's address or the key", async () => {
    const away = new URL(database.url);
    away.port = "1";
    const unreachable = await waybill(["runs", "--json"], { DATABASE_URL: away.toString() });
    expect(JSON.parse(unreachable.output)).toMatchObject({ error: { code: "DATABASE_UNREACHABLE" } });
    const keyless = await waybill(["runs"], { WAYBILL_SECRET_KEY: "" });
    expect(keyless).toMatchObject({ code: 1 });
    expect(keyless.errors).toContain("(SECRET_KEY_MISSING)");
  });

  it(
    "serves, is spoken to, is backed up, and is restored once it has ended",
    { timeout: 120_000 },
    async () => {
      const hub = start(["serve", "--json"]);
      if (hub.stdout === null) throw new Error("no output");
      const [line] = (await once(createInterface({ input: hub.stdout }), "line")) as [string];
      const { url } = JSON.parse(line) as { url: string };
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

      const second = await waybill(["serve"]);
      expect(second).toMatchObject({ code: 4, output: "" });
      expect(second.errors).toContain("FOLDER_IN_USE");

      // No database is given, so the answer can only be the hub's.
      const asked = await waybill(["keys", "create", "--role", "viewer", "--json"], {
        DATABASE_URL: undefined,
        WAYBILL_SECRET_KEY: undefined,
      });
      expect(asked).toMatchObject({ code: 0 });
      const { token } = JSON.parse(asked.output) as { token: string };
      const elsewhere = { WAYBILL_DATA: join(folder, "elsewhere"), DATABASE_URL: undefined };
      const byAddress = await waybill(["runs", "--url", url, "--token", token, "--json"], elsewhere);
      expect(byAddress).toMatchObject({ code: 0, output: '{"runs":[]}\n' });
      const strange = await waybill(["runs", "--url", url, "--token", "wb_wrong"], elsewhere);
      expect(strange).toMatchObject({ code: 1, output: "" });
      const tokenless = await waybill(["runs", "--url", url], elsewhere);
      expect(tokenless).toMatchObject({ code: 2 });
      expect(tokenless.errors).toContain("--url needs a token");

      const file = join(folder, "backup.tar.gz");
      expect(await waybill(["backup", file, "--json"])).toMatchObject({ code: 0 });
      expect(await waybill(["restore", file, "--force"])).toMatchObject({ code: 4 });

      hub.kill("SIGTERM");
      const [code] = (await once(hub, "exit")) as [number];
      expect(code).toBe(0);
      await expect(readFile(join(folder, "data", "run", "hub.json"))).rejects.toThrow();

      const refused = await waybill(["restore", file, "--json"]);
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.output)).toMatchObject({ error: { code: "DATABASE_NOT_EMPTY" } });
      const restored = await waybill(["restore", file, "--force", "--json"]);
      expect(restored).toMatchObject({ code: 0 });
      expect(JSON.parse(restored.output)).toMatchObject({ rows: { api_key: 2 }, keyWrittenTo: null });
    },
  );
});
