import { execFileSync } from "node:child_process";

/** Clock ticks per second in which the kernel counts CPU time. */
export const sysconfTicks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
