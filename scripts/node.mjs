// Finds the Node that the project runs on. Plain JavaScript: it runs before anything is installed.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const wanted = 24;

/** Path of Node 24: the one that npm installed, else the running one if it will do. Throws with what to do otherwise. */
export function projectNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const installed = join(root, "node_modules", `node-${system}-${process.arch}`, "bin", name);
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split(".")[0]) >= wanted) return process.execPath;
  throw new Error(
    `Waybill runs on Node ${wanted}. npm has no package of it for ${process.platform} on ${process.arch}; ` +
      `install Node ${wanted} or later and start again (this is Node ${process.versions.node}).`,
  );
}
