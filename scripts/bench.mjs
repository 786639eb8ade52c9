import { join } from "node:path";
import { root, runOnProjectNode } from "./run.mjs";
import { ensureSetUp } from "./setup.mjs";

try {
  await ensureSetUp();
  process.exitCode = await runOnProjectNode(join(root, "bench", "main.ts"), process.argv.slice(2), {
    cwd: root,
    lean: true,
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
