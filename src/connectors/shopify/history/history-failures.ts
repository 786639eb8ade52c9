import { SyncError } from "#domain/sync-error.ts";

/** All bytes came, and they are not what the shop said they would be. Another try gives the same. */
export function notWhole(what: string): SyncError {
  return new SyncError("rejected", {
    code: "HISTORY_NOT_WHOLE",
    message: `The file of the history that the shop prepared ${what}, so it was not carried over as if it were whole. Start a new run, for which the shop prepares it anew; report it if that ends the same.`,
  });
}

/** The connection ended early, although it did not say so. */
export function torn(): SyncError {
  return new SyncError("unavailable", {
    code: "HISTORY_FILE_TORN",
    message: "The file of the history did not arrive whole. It is fetched again.",
  });
}

/** The file is not to be had just now. */
export function notThere(what: string): SyncError {
  return new SyncError("unavailable", {
    code: "HISTORY_FILE_NOT_THERE",
    message: `The file of the history cannot be fetched: ${what}. It is tried again.`,
  });
}

/** Something is wrong with the folder in which large files lie. Passes failures of other kinds on. */
export function saidOfFiles(error: unknown): unknown {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === undefined || syscall === undefined) return error;
  return new SyncError(
    "unavailable",
    {
      code: "HISTORY_FILES_TROUBLE",
      message: `The history could not be put into the folder for large files (${code}). ${code === "ENOSPC" ? "Its disk is full: it takes as much room as the shop's file has. " : ""}It is tried again.`,
      detail: { code },
    },
    { cause: error },
  );
}
