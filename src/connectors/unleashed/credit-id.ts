import type { WireCreditNote } from "./schema.ts";
import { textOf } from "./wire-values.ts";

/** By what a credit is read again: its number, by which the list can be asked; its GUID while it has none. */
export function creditId(note: WireCreditNote): string {
  return textOf(note.CreditNoteNumber) ?? textOf(note.CreditNumber) ?? note.Guid;
}
