/** What happens at an armed fault point: reject, stall, or end the process. */
export type FaultAction = (point: string) => Promise<void> | void;

let armed: FaultAction | null = null;

/**
 * A named place where a crash or a stall would matter most. Does nothing unless a test or the chaos harness armed it.
 * Points stand before and after each remote call and each commit.
 */
export function faultPoint(point: FaultPointName): Promise<void> | void {
  return armed === null ? undefined : armed(point);
}

/** Arms all fault points of this process; null disarms. */
export function armFaultPoints(action: FaultAction | null): void {
  armed = action;
}

/** Every fault point, with what has happened when it is reached. */
export const faultPoints = {
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

export type FaultPointName = keyof typeof faultPoints;
