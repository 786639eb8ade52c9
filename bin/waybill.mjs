#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runOnProjectNode } from "../scripts/run.mjs";
import { ensureSetUp } from "../scripts/setup.mjs";

try {
  if (!existsSync(join(root, "node_modules", ".waybill-lock"))) await ensureSetUp();
  process.exitCode = await runOnProjectNode(join(root, "src", "app", "cli.ts"), process.argv.slice(2), {
    lean: true,
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
