/**
 * What the command line answers to scripts.
 * - `done`: everything that was asked for is done;
 * - `failed`: it could not be done, or not for every record;
 * - `wrongUsage`: the command, an option, a file or a choice is not one that there is; nothing was done;
 * - `differences`: it was done, and something is left to look at: a plan that is not empty, records that wait or need a decision;
 * - `alreadyRunning`: another run or another hub is at it;
 * - `interrupted`: Ctrl-C.
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  differences: 3,
  alreadyRunning: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
