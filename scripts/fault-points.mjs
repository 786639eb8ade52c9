import { join } from "node:path";
import { root, runOnProjectNode } from "./run.mjs";
import { ensureSetUp } from "./setup.mjs";

try {
  await ensureSetUp();
  process.exitCode = await runOnProjectNode(
    join(root, "test", "chaos", "list-fault-points.ts"),
    process.argv.slice(2),
    { cwd: root },
  );
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
