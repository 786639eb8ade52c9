import { SyncError } from "#domain/sync-error.ts";

/** Runs a call to the shop, and says in words what stumbles over the shape of an answer. `what`: for people, `read of orders`. */
export async function said<Answer>(what: string, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SyncError(
      "defect",
      {
        code: "ANSWER_NOT_UNDERSTOOD",
        message: `An answer of the shop to a ${what} has a shape that Waybill does not know. Nothing was read from it; the log has the details. It is tried again; report it if it stays.`,
        detail: { operation: what },
      },
      { cause: error },
    );
  }
}
