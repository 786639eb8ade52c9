import type { Verdict } from "../conformance/run-guarantee.ts";
import type { Mutation } from "./mutation.ts";
import { NothingProven, runUnderMutation } from "./under-mutation.ts";

/** Longest time for all guarantees of all connectors, each of which may have to run into its own limit. */
const patienceMs = 45 * 60_000;

/** Judges all connectors under a mutation (null: as they are) by these guarantees, or by all; answers which are broken, and why. */
export async function tryConformance(
  mutation: Mutation | null,
  guarantees: readonly string[] | "all",
): Promise<readonly Verdict[]> {
  const only = guarantees === "all" ? [] : ["--only", ...guarantees];
  const args = [mutation?.connector ?? "all", "--json", ...only];
  const ended = await runUnderMutation(mutation, "test/conformance/cli.ts", args, patienceMs);
  if (ended.code !== 0 && ended.code !== 1)
    throw new NothingProven(`the conformance command ended with ${ended.code}:\n${ended.stderr}`);
  const { verdicts } = JSON.parse(ended.stdout) as { readonly verdicts: readonly Verdict[] };
  return verdicts.filter(({ verdict }) => verdict === "broken");
}
