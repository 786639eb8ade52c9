import type { SourceGuarantee } from "../guarantee.ts";

/** What a connector that records are taken from has to keep. One file per guarantee, in the order in which they are told. */
export const sourceGuarantees: readonly SourceGuarantee[] = [];
