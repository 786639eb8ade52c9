import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutatedEnvironment } from "./mutated-environment.ts";
import type { Mutation } from "./mutation.ts";
import { runProgram, type Ended } from "./run-program.ts";

/** The program ended in a way that proves nothing, so that neither caught nor survived may be said. */
export class NothingProven extends Error {
  override readonly name = "NothingProven";
}

/**
 * Runs a program under a mutation; null: with the code as it is. Rejects with `NothingProven` when a changed file was never loaded.
 */
export async function runUnderMutation(
  mutation: Mutation | null,
  file: string,
  args: readonly string[],
  patienceMs: number,
): Promise<Ended> {
  if (mutation === null) return runProgram(file, args, { env: process.env, patienceMs });
  const folder = await mkdtemp(join(tmpdir(), "waybill-mutation-"));
  const witness = join(folder, "loaded");
  try {
    const env = mutatedEnvironment(mutation.name, witness);
    const ended = await runProgram(file, args, { env, patienceMs });
    const missing = neverLoaded(mutation, existsSync(witness) ? readFileSync(witness, "utf8") : "");
    if (missing.length > 0)
      throw new NothingProven(`${missing.join(", ")} was never loaded by ${file}:\n${ended.stderr}`);
    return ended;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files that a mutation changes and that were not loaded, by what was written to the witness. */
export function neverLoaded({ edits }: Mutation, witness: string): readonly string[] {
  const loaded = new Set(witness.split("\n"));
  return [...new Set(edits.map(({ file }) => file))].filter((file) => !loaded.has(file));
}
