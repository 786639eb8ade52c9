import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { Family } from "./flatten-node.ts";

/** Puts lines into the order of a bulk operation's file. */
export interface LineOrder {
  /** Takes a root record in; gives the lines that come next. */
  add(family: Family): string[];
  /** All lines that are left. */
  rest(): string[];
}

export interface LineOrderOptions {
  readonly grouped: boolean;
  /** Whether children of one connection may change places. */
  readonly shuffleSiblings: boolean;
  readonly random: SeededRandom;
}

/** About so many lines wait for their turn, so that children come long after their parents. */
const waiting = 300;

/**
 * Grouped: children follow directly under their parent. Otherwise a child only comes after its parent, with lines of other
 * records in between. Source: changelog "Bulk operations group objects default changed to false".
 */
export function createLineOrder({ grouped, shuffleSiblings, random }: LineOrderOptions): LineOrder {
  if (grouped) return { add: (family) => allLines(family), rest: () => [] };
  const queues: Family[][] = [];
  let held = 0;

  const hold = (family: Family): void => {
    for (const list of family.children) {
      if (list.length === 0) continue;
      if (shuffleSiblings) queues.push(...list.map((child) => [child]));
      else queues.push([...list].reverse());
      held += list.length;
    }
  };
  const next = (): string => {
    const place = Math.floor(random() * queues.length);
    const queue = queues[place] ?? [];
    const family = queue.pop();
    if (!family) throw new RangeError("no line waits");
    if (queue.length === 0) {
      const last = queues.pop();
      if (last && last !== queue) queues[place] = last;
    }
    held -= 1;
    hold(family);
    return family.line;
  };

  return {
    add(family) {
      const lines = [family.line];
      hold(family);
      while (held > waiting) lines.push(next());
      while (held > 0 && random() < 0.4) lines.push(next());
      return lines;
    },
    rest() {
      const lines: string[] = [];
      while (held > 0) lines.push(next());
      return lines;
    },
  };
}

function allLines({ line, children }: Family): string[] {
  return [line, ...children.flat().flatMap(allLines)];
}
