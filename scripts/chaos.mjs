import { join } from "node:path";
import { root, runOnProjectNode } from "./run.mjs";
import { ensureSetUp } from "./setup.mjs";

try {
  await ensureSetUp();
  process.exitCode = await runOnProjectNode(join(root, "test", "chaos", "cli.ts"), process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
