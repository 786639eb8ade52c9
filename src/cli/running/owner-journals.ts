import type { JournalView } from "#engine/ports/engine-store.ts";
import { UseCaseError, type Hub } from "#engine/use-cases/hub.ts";

/** What happened to a connection or a store as a whole. */
export interface OwnerJournal {
  readonly connection?: string;
  readonly store?: string;
  /** Oldest line first. */
  readonly journal: readonly JournalView[];
  /** There are lines before these. */
  readonly earlier?: number;
}

const mostLines = 100;
/** What connections and stores may be called. */
const name = /^[a-z0-9][a-z0-9._-]*$/i;

/** The journals of the connection and of the store of this name: the newest lines, or the newest before one. */
export async function journalsOf(
  hub: Pick<Hub, "journal">,
  text: string,
  before: number | undefined,
): Promise<readonly OwnerJournal[]> {
  if (!name.test(text)) return [];
  const journals = await Promise.all(
    [{ connection: text }, { store: text }].map(async (owner) => {
      const page = { limit: mostLines + 1, ...(before === undefined ? {} : { before }) };
      const lines = await hub.journal({ ...owner, ...page }).catch(nobody);
      if (lines === null) return [];
      const journal = lines.slice(-mostLines);
      const [first] = journal;
      return [
        first !== undefined && lines.length > mostLines
          ? { ...owner, journal, earlier: first.id }
          : { ...owner, journal },
      ];
    }),
  );
  return journals.flat();
}

function nobody(error: unknown): null {
  const codes = ["CONNECTION_NOT_FOUND", "STORE_NOT_FOUND"];
  if (error instanceof UseCaseError && codes.includes(error.code)) return null;
  throw error;
}
