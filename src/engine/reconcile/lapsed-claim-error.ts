import { keyText, type RecordKey } from "#domain/source-record.ts";

/**
 * Another worker has taken the key meanwhile: this one was away for so long that its lease lapsed. It leaves everything to the other,
 * who has found all that was committed, and sends nothing more.
 */
export class LapsedClaimError extends Error {
  override readonly name = "LapsedClaimError";
  constructor(key: RecordKey) {
    super(`the claim of ${keyText(key)} has lapsed`);
  }
}
