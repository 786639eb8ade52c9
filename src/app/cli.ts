import { runCli } from "#cli/run-cli.ts";
import { createCliHost } from "./cli-host.ts";
import { createProcessIo } from "./cli-io.ts";

const code = await runCli(process.argv.slice(2), createProcessIo(), createCliHost(process.env));
// What was written to a pipe has to be out before the process ends.
await new Promise((resolve) => process.stdout.write("", resolve));
process.exit(code);
