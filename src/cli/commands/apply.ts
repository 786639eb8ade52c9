import { open, type FileHandle } from "node:fs/promises";
import type { Command } from "commander";
import type { Finding } from "#connectors/kit/finding.ts";
import { locateRefusal } from "../configuration/locate-refusal.ts";
import { mostConfigurationBytes } from "../configuration/limits.ts";
import { renderFindings } from "../output/findings.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes } from "../running/exit-codes.ts";

export function addApply(program: Command, cli: Cli): void {
  program
    .command("apply")
    .description("take a configuration file: all of it, or nothing when something in it is wrong")
    .requiredOption("-f, --file <file>", "YAML file; - reads the standard input")
    .action(async (options: { file: string }, command: Command) => {
      // The parser is loaded by the two commands that need it; all others start without.
      const { readConfiguration } = await import("../configuration/read-configuration.ts");
      const file = options.file === "-" ? "(input)" : options.file;
      const content =
        options.file === "-"
          ? await cli.io.readInput(mostConfigurationBytes)
          : await readAtMost(options.file, mostConfigurationBytes);
      const read = readConfiguration(content, { file, environment: cli.io.environment });
      await cli.withHub(command, "configure", async ({ hub }) => {
        let applied: { readonly changed: readonly string[]; readonly findings: readonly Finding[] };
        try {
          applied = await hub.apply(read.configuration);
        } catch (error) {
          throw locateRefusal(error, file, read);
        }
        const { changed, findings } = applied;
        const troubled = findings.some(({ level }) => level === "error");
        return {
          json: { changed, findings },
          text: (look) =>
            [
              changed.length === 0 ? "Applied: nothing had changed." : `Applied: ${changed.join(", ")}.`,
              ...renderFindings(
                findings.filter(({ level }) => level !== "ok"),
                look,
              ),
              ...(troubled ? ["The configuration is saved, but not everything works yet; see above."] : []),
            ].join("\n"),
          exit: troubled ? exitCodes.differences : exitCodes.done,
        };
      });
    });
}

/** Reads one byte more than is allowed, so that the reader sees that there is more. */
async function readAtMost(file: string, limit: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(limit + 1), 0, limit + 1, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle?.close();
  }
}
