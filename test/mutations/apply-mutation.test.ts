import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mutatedEnvironment } from "./mutated-environment.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-mutation-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Says what the first wait after a failure is, in a worker of a child process. */
const program = `
  import { Worker } from "node:worker_threads";
  const inWorker = 'import("${root}/src/engine/retry-delay.ts").then(({ retryAt }) => console.log(retryAt(0, 3, 0, 0.5)))';
  new Worker(inWorker, { eval: true });
`;

async function firstWait(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { env });
  return stdout.trim();
}

it("changes what is loaded, also in workers, and tells of it; the source stays as it is", async () => {
  const witness = join(folder, "witness");
  const before = await readFile(join(root, "src/engine/retry-delay.ts"), "utf8");
  expect(await firstWait(mutatedEnvironment("no-back-off", witness))).toBe("1000");
  expect(await readFile(witness, "utf8")).toBe("src/engine/retry-delay.ts\n");
  expect(await readFile(join(root, "src/engine/retry-delay.ts"), "utf8")).toBe(before);
  expect(await firstWait(process.env)).toBe("45000");
});

it("nothing is run under a name that there is not, or with what was compiled before", async () => {
  await expect(firstWait(mutatedEnvironment("no-such-mistake", join(folder, "a")))).rejects.toThrow(
    "There is no mutation",
  );
  const { NODE_DISABLE_COMPILE_CACHE: _off, ...env } = mutatedEnvironment("no-back-off", join(folder, "b"));
  const cached = { ...env, NODE_COMPILE_CACHE: folder };
  await expect(firstWait(cached)).rejects.toThrow("must not be kept");
});
