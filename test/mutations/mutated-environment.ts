import { mutationVariable, witnessVariable } from "./variables.ts";

const preload = new URL("apply-mutation.ts", import.meta.url).href;

/**
 * The environment in which a program and everything that it starts run a mutation. `witness`: file that is told of each changed
 * source file when it is loaded.
 */
export function mutatedEnvironment(name: string, witness: string): NodeJS.ProcessEnv {
  const options = process.env["NODE_OPTIONS"];
  return {
    ...process.env,
    [mutationVariable]: name,
    [witnessVariable]: witness,
    NODE_OPTIONS: `${options === undefined ? "" : `${options} `}--import=${preload}`,
    // What was compiled of the unchanged text is not to be used, and that of the changed text not to be kept.
    NODE_DISABLE_COMPILE_CACHE: "1",
  };
}
