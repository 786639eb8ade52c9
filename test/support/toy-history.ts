import type { HistoryReader, HistoryState } from "#connectors/kit/history-reader.ts";
import type { ToyShop } from "./toy-connectors.ts";

/** A history that the toy shop prepares: its records as they are when it is asked, in pages of a few. */
export interface ToyHistory {
  readonly reader: HistoryReader;
  /** Positions that pages were asked from, in their order. */
  readonly asked: (string | null)[];
  /** Marks that histories were begun with. */
  readonly begun: string[];
  /** What a look answers instead of that it is ready, shifted off one by one. */
  readonly states: HistoryState[];
  /** How many more records the shop claims than it gives. */
  claims: number;
  cancelled: number;
  /** Called before each page; a rejection ends the reading there. */
  beforePage: (page: number) => Promise<void>;
}

const pageSize = 10;

/** Makes a toy shop prepare histories. Call it before the hub opens the shop. */
export function giveHistory(shop: ToyShop): ToyHistory {
  const prepared = new Map<string, readonly string[]>();
  const history: ToyHistory = {
    asked: [],
    begun: [],
    states: [],
    claims: 0,
    cancelled: 0,
    beforePage: () => Promise.resolve(),
    reader: {
      begin: (_kind, _since, mark) => {
        history.begun.push(mark);
        prepared.set(mark, [...shop.records.keys()]);
        return Promise.resolve({ ticket: mark });
      },
      look: (ticket) =>
        Promise.resolve(
          history.states.shift() ?? {
            state: "ready",
            records: (prepared.get(ticket)?.length ?? 0) + history.claims,
          },
        ),
      pages: async function* (ticket, position) {
        history.asked.push(position);
        const ids = prepared.get(ticket) ?? [];
        for (let from = Number(position ?? 0); from < ids.length; from += pageSize) {
          await history.beforePage(from / pageSize);
          const next = from + pageSize < ids.length ? String(from + pageSize) : null;
          const records = ids.slice(from, from + pageSize).flatMap((id) => {
            const record = shop.records.get(id);
            return record === undefined ? [] : [{ record, alongside: [] }];
          });
          yield { records, next };
        }
      },
      cancel: () => {
        history.cancelled += 1;
        return Promise.resolve();
      },
    },
  };
  const open = shop.connector.open.bind(shop.connector);
  shop.connector.open = (context) => ({ ...open(context), history: history.reader });
  return history;
}
