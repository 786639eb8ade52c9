import { creditingMutations } from "./list/crediting.ts";
import { findingMutations } from "./list/finding.ts";
import { hearingMutations } from "./list/hearing.ts";
import { messagingMutations } from "./list/messaging.ts";
import { moneyMutations } from "./list/money.ts";
import { readingMutations } from "./list/reading.ts";
import { recoveringMutations } from "./list/recovering.ts";
import { tellingMutations } from "./list/telling.ts";
import { waitingMutations } from "./list/waiting.ts";
import { writingMutations } from "./list/writing.ts";
import type { Mutation } from "./mutation.ts";

/** Every mistake that has to be noticed. */
export const mutations: readonly Mutation[] = [
  ...writingMutations,
  ...findingMutations,
  ...hearingMutations,
  ...readingMutations,
  ...recoveringMutations,
  ...waitingMutations,
  ...moneyMutations,
  ...tellingMutations,
  ...messagingMutations,
  ...creditingMutations,
];

/** The mutation of that name. Throws when there is none. */
export function findMutation(name: string): Mutation {
  const found = mutations.find((mutation) => mutation.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `There is no mutation ${JSON.stringify(name)}. There are: ${mutations.map((mutation) => mutation.name).join(", ")}.`,
  );
}
