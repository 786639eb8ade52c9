import { closeSync, openSync, readSync, writeSync } from "node:fs";

/**
 * A clock that all processes of a run share: real time plus what stands in a file. So emulators and hubs are moved in one moment, as
 * by somebody who sets the clock of their machine, and nothing that one does is stamped later than what the other does after it.
 */
export interface SharedClock {
  /** How far it is ahead of real time, in milliseconds. */
  ahead(): number;
  move(ms: number): void;
  close(): void;
}

/** Variable that tells a hub process the file. */
export const clockVariable = "WAYBILL_CHAOS_CLOCK";

const bytes = 8;

/** Makes the file. */
export function createSharedClock(file: string): SharedClock {
  const clock = onFile(openSync(file, "w+"));
  clock.move(0);
  return clock;
}

/** Has `Date.now` of this process follow the clock, which is read anew each time. Costs a microsecond. */
export function followSharedClock(file: string): void {
  const clock = onFile(openSync(file, "r"));
  const realNow = Date.now.bind(Date);
  Date.now = () => realNow() + clock.ahead();
}

function onFile(file: number): SharedClock {
  const buffer = Buffer.alloc(bytes);
  const ahead = (): number => (readSync(file, buffer, 0, bytes, 0) === bytes ? buffer.readDoubleLE(0) : 0);
  return {
    ahead,
    move: (ms) => {
      buffer.writeDoubleLE(ahead() + ms);
      writeSync(file, buffer, 0, bytes, 0);
    },
    close: () => closeSync(file),
  };
}
