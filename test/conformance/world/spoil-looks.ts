import type { FlowUnderTest, TargetWorld } from "./target-world.ts";

/**
 * Loses the answer of the next write that makes a document of a flow, and from then on fails every look by which it could be found.
 * What is needed before the write can still be read. `tampering.after` and the faults are to be taken back afterwards.
 */
export function spoilLooks(world: TargetWorld, { operations }: FlowUnderTest): void {
  const { create, read, search } = operations;
  const looks = [read, ...(search === undefined ? [] : [search])];
  let isMade = false;
  world.tampering.after = ({ operation }, answer) => {
    if (operation === create && !isMade) {
      isMade = true;
      world.target.faults({ operations: Object.fromEntries(looks.map((name) => [name, { http500: 1 }])) });
    }
    return answer;
  };
  world.target.faults({ operations: { [create]: { answerLost: 1, times: 1 } } });
}
