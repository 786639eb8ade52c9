/**
 * The database could not be asked, or gave up for a reason that passes (a restart, a deadlock). Nothing is known about the record
 * at hand: its key is put back as it was and no try is counted.
 */
export class StoreAwayError extends Error {
  override readonly name = "StoreAwayError";
  readonly code = "DATABASE_AWAY";

  constructor(cause: unknown) {
    super("The database could not be reached, or it gave up for a passing reason; this is tried again.", {
      cause,
    });
  }
}
