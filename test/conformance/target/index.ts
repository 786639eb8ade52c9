import type { TargetGuarantee } from "../guarantee.ts";
import { answerLostAfterCommit } from "./answer-lost-after-commit.ts";

/** What a connector that records are carried to has to keep. One file per guarantee, in the order in which they are told. */
export const targetGuarantees: readonly TargetGuarantee[] = [answerLostAfterCommit];
