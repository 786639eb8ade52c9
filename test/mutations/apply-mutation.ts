/**
 * Preloaded by `node --import`: from now on the files of the mutation that `WAYBILL_MUTATION` names are loaded with its edits made.
 * Workers and child processes that inherit `NODE_OPTIONS` do the same.
 */
import { appendFileSync } from "node:fs";
import { getCompileCacheDir, registerHooks } from "node:module";
import { mutateSource } from "./mutate-source.ts";
import { findMutation } from "./mutations.ts";
import { mutationVariable, witnessVariable } from "./variables.ts";

const mutation = findMutation(process.env[mutationVariable] ?? "");
const cache = getCompileCacheDir();
if (cache !== undefined)
  throw new Error(
    `Mutated code must not be kept with what Node compiled before (${cache}): set NODE_DISABLE_COMPILE_CACHE=1.`,
  );

const root = new URL("../../", import.meta.url).href;
const editsOf = Map.groupBy(mutation.edits, ({ file }) => root + file);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const edits = editsOf.get(url);
    if (edits === undefined) return loaded;
    const source = edits.reduce(mutateSource, textOf(loaded.source));
    for (const { file } of edits) tell(file);
    return { ...loaded, source };
  },
});

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | undefined): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}

/** A mutation that was never loaded proves nothing, so whoever started this is told of each file. */
function tell(file: string): void {
  const witness = process.env[witnessVariable];
  if (witness === undefined) process.stderr.write(`mutation ${mutation.name}: ${file} is changed\n`);
  else appendFileSync(witness, `${file}\n`);
}
