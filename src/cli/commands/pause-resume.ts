import type { Command } from "commander";
import { renderConnections } from "../output/connections-table.ts";
import { renderRuns } from "../output/runs-table.ts";
import type { Cli } from "../running/cli.ts";

export function addPause(program: Command, cli: Cli): void {
  add(program, cli, "pause", "stop work on a connection, or a run, until it is resumed; deliveries are kept");
}

export function addResume(program: Command, cli: Cli): void {
  add(program, cli, "resume", "go on with a connection or a run");
}

/** Ids of runs are UUIDs, which no connection is named by. */
const runId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function add(program: Command, cli: Cli, verb: "pause" | "resume", description: string): void {
  program
    .command(verb)
    .description(description)
    .argument("<run|connection>", "id from `waybill runs`, or name of a connection")
    .action((name: string, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        if (runId.test(name)) {
          const run = await (verb === "pause" ? hub.pauseRun(name) : hub.resumeRun(name));
          return { json: { run }, text: (look) => renderRuns([run], look) };
        }
        await (verb === "pause" ? hub.pause(name) : hub.resume(name));
        const connection = await hub.connection(name);
        return { json: { connection }, text: (look) => renderConnections([connection], look) };
      }),
    );
}
