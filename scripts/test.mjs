import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runOnProjectNode } from "./run.mjs";
import { ensureSetUp } from "./setup.mjs";

try {
  await ensureSetUp();
  const types = join(root, "scripts", "generate-shopify-types.mjs");
  let code = existsSync(types) ? await runOnProjectNode(types, [], { cwd: root }) : 0;
  if (code === 0)
    code = await runOnProjectNode(
      join(root, "node_modules", "vitest", "vitest.mjs"),
      ["run", ...process.argv.slice(2)],
      {
        cwd: root,
      },
    );
  process.exitCode = code;
} catch (error) {
  process.stderr.write(`${error.message}\n0 passed, 1 failed, 0 skipped\n`);
  process.exitCode = 1;
}
