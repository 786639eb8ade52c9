import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { postgresVariable } from "#test/support/test-postgres.ts";
import { root } from "#test/docs/source-codes.ts";
import type { Verdict } from "../run-guarantee.ts";

/** A package of somebody else: its own folder, its own dependencies, and a link to the checkout of Waybill. */
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-outside-"));
  await cp(join(import.meta.dirname, "card-file"), join(folder, "card-file"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "card-file", type: "module" }));
  await mkdir(join(folder, "node_modules"));
  await symlink(root, join(folder, "node_modules", "waybill"));
  await symlink(join(root, "node_modules", "zod"), join(folder, "node_modules", "zod"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Judged {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** `npm run conformance -- …`, run in the folder of the outside package. */
function judge(...args: readonly string[]): Promise<Judged> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, "test", "conformance", "cli.ts"), ...args],
      { cwd: folder, env: { ...process.env, [postgresVariable]: inject("postgres") } },
      (error, output, errors) => resolve({ code: Number(error?.code ?? 0), output, errors }),
    );
  });
}

const asked = [
  "capabilities-explained",
  "settings-refuse-unknown-keys",
  "delivery-repeated",
  "answer-lost-after-commit",
  "throttled-with-retry-after",
  "ambiguous-match-parks",
  "lookalikes-left-alone",
  "amounts-to-the-cent",
];

describe("a connector outside the repository", () => {
  it("is judged by the command from its own folder", async () => {
    const { code, output, errors } = await judge("card-file/subject.ts", "--json", "--only", ...asked);
    expect(errors).toBe("");
    const { verdicts } = JSON.parse(output) as { verdicts: readonly Verdict[] };
    expect(Object.fromEntries(verdicts.map(({ guarantee, verdict }) => [guarantee, verdict]))).toEqual({
      ...Object.fromEntries(asked.map((name) => [name, "kept"])),
      "amounts-to-the-cent": "lacking",
    });
    const lacking = verdicts.find(({ verdict }) => verdict === "lacking");
    expect(lacking?.reason).toBe("The card file has cards of people and nothing else.");
    expect(code).toBe(0);
  }, 120_000);

  it("whose author was careless is told what is broken, and why", async () => {
    const some = [
      "capabilities-explained",
      "settings-refuse-unknown-keys",
      "lookalikes-left-alone",
      "amounts-to-the-cent",
    ];
    const { code, output } = await judge("card-file/careless-subject.ts", "--only", ...some);
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}broken {2}lookalikes-left-alone/m);
    expect(output).toMatch(/^ {2}broken {2}capabilities-explained .*\n.*lacking without a reason/m);
    expect(output).toMatch(/^ {2}kept {4}settings-refuse-unknown-keys/m);
    expect(output).toMatch(/^1 kept, 2 broken, 1 lacking\nbroken: card-file: capabilities-explained, /m);
  }, 120_000);

  it("that is not there, or a guarantee that is not there, is said at once", async () => {
    expect(await judge("no-such-file.ts")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/There is no connector no-such-file\.ts .* Known: .*unleashed/),
    });
    expect(await judge("card-file/wire.ts")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/exports no subject/),
    });
    expect(await judge("unleashed", "--only", "no-such-guarantee")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/There is no guarantee no-such-guarantee/),
    });
  }, 60_000);
});

it("without a connector the command lists connectors and guarantees", async () => {
  const { code, output } = await judge();
  expect(code).toBe(0);
  expect(output).toMatch(/^ {2}unleashed +target: Unleashed$/m);
  expect(output).toMatch(/^ {2}answer-lost-after-commit +target: When the connection breaks/m);
});
