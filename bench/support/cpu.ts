import { readdirSync, readFileSync } from "node:fs";
import { sysconfTicks } from "./ticks.ts";

/** CPU seconds and resident memory of a process with all its descendants. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident bytes; pages shared by several processes are counted once per sharer's part (proportional set size). */
  readonly residentBytes: number;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Own time and that of children that ended and were waited for. */
  readonly ticks: number;
}

/** Reads `/proc`; Linux only. Children that ended count through their parent. */
export function usageOf(pid: number): Usage {
  const all = stats();
  const family = new Set([pid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid: child, parent } of all)
      if (family.has(parent) && !family.has(child)) {
        family.add(child);
        grown = true;
      }
  }
  const members = all.filter((stat) => family.has(stat.pid));
  return {
    cpuSeconds: members.reduce((sum, { ticks }) => sum + ticks, 0) / sysconfTicks,
    residentBytes: members.reduce((sum, { pid: member }) => sum + proportionalSize(member), 0),
  };
}

function stats(): readonly Stat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Stat[] => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
        const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
        return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
      } catch {
        return [];
      }
    });
}

function proportionalSize(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
