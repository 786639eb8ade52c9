import { callPoints, passFaultPoint } from "#connectors/kit/fault-point.ts";
import { storeMethods, queueMethods } from "./ports/writing-methods.ts";

/** Passes one of the engine's own fault points; see `passFaultPoint`. */
export function faultPoint(point: StepPoint): Promise<void> | void {
  return passFaultPoint(point);
}

/** The steps of a delivery and of a record, with what has happened when each is reached. */
export const stepPoints = {
  "intake.beforeCommit": "a delivery was verified, nothing is stored",
  "intake.afterCommit": "a delivery is stored, nobody was woken",
  "key.taken": "a worker holds the key, nothing was decided",
  "intent.beforeCommit": "a write was decided, nothing is stored",
  "intent.afterCommit": "the intent is stored, nothing was sent",
  "write.afterAnswer": "the target answered, nothing is stored",
  "write.afterReadBack": "the write was read back, nothing is stored",
  "settle.beforeCommit": "the outcome is known, nothing is stored",
  "settle.afterCommit": "the outcome is stored, the wake-up is not finished",
} as const;

export type StepPoint = keyof typeof stepPoints;

/** Fault points of what the store keeps besides: see the budget keeper and the token vault. */
const keeperPoints = {
  "token.beforeCommit": "a renewed token is known, the database does not have it",
  "token.afterCommit": "a renewed token is stored, nobody has used it",
  "budget.beforeCommit": "calls are about to be taken or counted, nothing is stored",
  "budget.afterCommit": "calls are taken or counted in the database, nobody was told",
} as const;

/** Names of the two points around a writing method of a port: `store.commit.before`, `store.commit.after`. */
function around(port: string, methods: Readonly<Record<string, "reads" | "writes">>): [string, string][] {
  return Object.entries(methods)
    .filter(([, kind]) => kind === "writes")
    .flatMap(([method]): [string, string][] => [
      [`${port}.${method}.before`, `${port}.${method} is called, nothing is committed`],
      [`${port}.${method}.after`, `${port}.${method} is committed, its caller does not know`],
    ]);
}

/** Every fault point by name, with what has happened when it is reached. */
export function faultPoints(): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(stepPoints),
    ...Object.entries(callPoints),
    ...around("store", storeMethods),
    ...around("queue", queueMethods),
    ...Object.entries(keeperPoints),
  ]);
}
