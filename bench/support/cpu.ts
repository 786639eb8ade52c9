import { readdirSync, readFileSync } from "node:fs";
import { sysconfTicks } from "./ticks.ts";

/** CPU seconds and resident memory of one process, or of one with all its descendants. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Of one process its resident set; of a family the proportional ones, so that shared pages count once. */
  readonly residentBytes: number;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time of its own, and of children that ended and were waited for. */
  readonly own: number;
  readonly ofChildren: number;
}

/** One process alone. Reads `/proc`; Linux only. */
export function usageOf(pid: number): Usage {
  const stat = stats().find((one) => one.pid === pid);
  return { cpuSeconds: (stat?.own ?? 0) / sysconfTicks, residentBytes: residentSize(pid) };
}

/** A process with all its descendants. Those that ended count through their parent. */
export function usageOfFamily(pid: number): Usage {
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
    cpuSeconds: members.reduce((sum, { own, ofChildren }) => sum + own + ofChildren, 0) / sysconfTicks,
    residentBytes: members.reduce((sum, { pid: member }) => sum + proportionalSize(member), 0),
  };
}

function stats(): readonly Stat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Stat[] => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        // After the name in brackets: state, parent, …; the 12th to 15th of these are the times.
        const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
        const ticks = (index: number): number => Number(fields[index]);
        return [
          {
            pid: Number(name),
            parent: ticks(1),
            own: ticks(11) + ticks(12),
            ofChildren: ticks(13) + ticks(14),
          },
        ];
      } catch {
        return [];
      }
    });
}

function residentSize(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

function proportionalSize(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
