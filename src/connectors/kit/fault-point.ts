/**
 * What happens at an armed fault point: reject, stall, or end the process. `operation` names the remote call
 * (`POST /SalesOrders/{guid}`) or is null where there is none.
 */
export type FaultAction = (point: string, operation: string | null) => Promise<void> | void;

let armed: FaultAction | null = null;

/** A named place where a crash or a stall would matter most. Does nothing unless a test or the chaos harness armed it. */
export function passFaultPoint(point: string, operation: string | null = null): Promise<void> | void {
  return armed === null ? undefined : armed(point, operation);
}

/** Arms all fault points of this process; null disarms. */
export function armFaultPoints(action: FaultAction | null): void {
  armed = action;
}

/** Whether anybody listens; lets a wrapper stay out of the way. */
export function areFaultPointsArmed(): boolean {
  return armed !== null;
}

/** The fault points around every remote call, with what has happened when they are reached. */
export const callPoints = {
  "call.signIn.beforeSend": "a sign-in is about to be sent",
  "call.signIn.afterAnswer": "a sign-in was answered, nothing is stored",
  "call.read.beforeSend": "a read is about to be sent",
  "call.read.afterAnswer": "a read was answered, nothing was made of it",
  "call.write.beforeSend": "a write is about to be sent",
  "call.write.afterAnswer": "a write was answered, nothing was made of it",
} as const;

export type CallPoint = keyof typeof callPoints;
