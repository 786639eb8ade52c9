import type { FindQuery, Flow } from "#connectors/kit/flow.ts";
import type { Outcome } from "#domain/outcome.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { RecordKey, SourceRecord } from "#domain/source-record.ts";
import type { LinkRow } from "../ports/engine-store.ts";

/** A record that has to be carried over first. `record` stands for it when the shop has none of its own. */
export interface Prerequisite {
  readonly key: RecordKey;
  readonly record?: SourceRecord;
}

/** What is to be done about one record. */
export type Decision =
  | {
      readonly type: "settle";
      readonly outcome: Outcome;
      /** A link to make or renew together with it. */
      readonly link?: LinkRow;
      /** Set with a `waiting` outcome. */
      readonly prerequisites?: readonly Prerequisite[];
    }
  | {
      readonly type: "write";
      readonly flow: Flow;
      readonly plan: Extract<Plan<unknown>, { action: "create" | "update" }>;
      readonly reference: string;
      /** What the target holds now; null for a create. */
      readonly current: unknown;
      /** How the document was found, when nothing linked to it: another record may take it for its own at the same moment. */
      readonly foundBy: FindQuery<unknown> | null;
    };
