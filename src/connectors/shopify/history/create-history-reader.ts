import type { HistoryReader } from "#connectors/kit/history-reader.ts";
import type { HttpCaller } from "#connectors/kit/http-caller.ts";
import { said } from "../system/said.ts";
import type { SystemParts } from "../system/system-parts.ts";
import { beginHistory } from "./begin-history.ts";
import { askForOperation, stateOf } from "./bulk-operation.ts";
import { cancelHistory } from "./cancel-history.ts";
import { readPages } from "./read-pages.ts";
import { readTicket } from "./ticket.ts";

/**
 * Reads whole histories by bulk operations: Shopify prepares one file with a line for each record and each child of one.
 * Source: "Perform bulk operations with the GraphQL Admin API".
 */
export function createHistoryReader(
  system: SystemParts,
  fetchFile: NonNullable<HttpCaller["fetchFile"]>,
): HistoryReader {
  return {
    begin: (kind, since, mark) =>
      said(`wish for a history of ${kind}`, () => beginHistory(system, kind, since, mark)),
    look: async (text) => {
      const { operation } = readTicket(text);
      if (operation === null) return { state: "ready", records: 0 };
      return stateOf(await askForOperation(system, operation));
    },
    pages: (text, position, options) =>
      readPages({ ...system, fetchFile }, readTicket(text), position, options),
    cancel: async (text) => {
      const { operation } = readTicket(text);
      if (operation !== null) await cancelHistory(system, operation);
    },
  };
}
