import type { Migration } from "kysely/migration";
import { foundation } from "./0001-foundation.ts";
import { budgetsAndTokens } from "./0002-budgets-and-tokens.ts";
import { runsAndLookups } from "./0003-runs-and-lookups.ts";
import { callsMade } from "./0004-calls-made.ts";
import { oneInTheMaking } from "./0005-one-in-the-making.ts";
import { history } from "./0006-history.ts";
import { evenCalls } from "./0007-even-calls.ts";

/** All migrations in their order. Forward only: a released one is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-foundation": foundation,
  "0002-budgets-and-tokens": budgetsAndTokens,
  "0003-runs-and-lookups": runsAndLookups,
  "0004-calls-made": callsMade,
  "0005-one-in-the-making": oneInTheMaking,
  "0006-history": history,
  "0007-even-calls": evenCalls,
};
