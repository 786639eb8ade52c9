/** Prints every named fault point with what has happened when it is reached; `--json` for programs. */
import { faultPoints } from "#engine/fault-points.ts";

const points = [...faultPoints()].map(([point, reachedWhen]) => ({ point, reachedWhen }));
const width = Math.max(...points.map(({ point }) => point.length));
process.stdout.write(
  process.argv.includes("--json")
    ? `${JSON.stringify(points)}\n`
    : points.map(({ point, reachedWhen }) => `${point.padEnd(width)}  ${reachedWhen}\n`).join(""),
);
