import type { Flow } from "#connectors/kit/flow.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import { saysSame } from "#domain/says-same.ts";
import { SyncError } from "#domain/sync-error.ts";
import { faultPoint } from "../fault-points.ts";
import type { Decision } from "../reconcile/decision.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";

export type WriteDecision = Extract<Decision, { type: "write" }>;

/** What came of a write, after it was read back. */
export interface CarriedOut {
  readonly externalId: string;
  /** Empty: what was read back is what was wanted. */
  readonly differences: readonly FieldChange[];
  /** The answer of the write was lost and the document was found by our reference. */
  readonly foundAfterLostAnswer: boolean;
}

/**
 * Carries out a planned write whose intent is stored: one call, then the document is read back and compared. When the answer
 * is lost the target is asked by our reference; nothing is ever sent twice without looking first. Rejects with `SyncError`.
 */
export async function carryOut(runtime: ConnectionRuntime, write: WriteDecision): Promise<CarriedOut> {
  const { flow, plan } = write;
  await expectAsFound(runtime, write);
  let externalId: string;
  let lost = false;
  try {
    ({ externalId } = await flow.apply(runtime.client, plan, write.reference, write.current));
  } catch (error) {
    if (!(error instanceof SyncError) || error.errorClass !== "unknown-outcome") throw error;
    externalId = await findAfterLostAnswer(runtime, write, error);
    lost = true;
  }
  await faultPoint("write.afterAnswer");
  const snapshot = await readBack(runtime, flow, externalId);
  await faultPoint("write.afterReadBack");
  return {
    externalId,
    differences: flow.verify(plan.desired, snapshot),
    foundAfterLostAnswer: lost,
  };
}

/**
 * A document that was found is looked at once more now that no other record can take it for its own: whoever did so before may have
 * changed what was found of it.
 */
async function expectAsFound(
  runtime: ConnectionRuntime,
  { flow, plan, foundBy }: WriteDecision,
): Promise<void> {
  if (foundBy === null || plan.action === "create") return;
  const found = await flow.find(runtime.client, foundBy, runtime.settings);
  const again =
    found.verdict === "one" ? flow.plan(foundBy.desired, found.candidate, null, runtime.settings) : null;
  if (
    again?.action === "update" &&
    again.externalId === plan.externalId &&
    saysSame(again.fields, plan.fields)
  )
    return;
  throw new SyncError("conflict", {
    code: "CHANGED_WHILE_LOOKING",
    message: `The ${flow.targetNoun} that was found changed before anything was sent. Nothing was sent; Waybill looks again.`,
  });
}

async function findAfterLostAnswer(
  runtime: ConnectionRuntime,
  { flow, plan, reference }: WriteDecision,
  lost: SyncError,
): Promise<string> {
  const externalId = plan.action === "update" ? plan.externalId : null;
  const found = await flow.find(
    runtime.client,
    { externalId, reference, desired: plan.desired, uncertain: true },
    runtime.settings,
  );
  if (found.verdict === "one" && flow.verify(plan.desired, found.candidate.snapshot).length === 0)
    return found.candidate.externalId;
  // It may still appear, or hold something else: the intent stays open and the next try looks again before writing.
  throw new SyncError(
    "unavailable",
    {
      code: lost.reason.code,
      message: `${lost.reason.message} The ${flow.targetNoun} was not found afterwards; Waybill looks again before it sends anything.`,
    },
    { cause: lost },
  );
}

async function readBack(runtime: ConnectionRuntime, flow: Flow, externalId: string): Promise<unknown> {
  const snapshot = await flow.read(runtime.client, externalId);
  if (snapshot !== null) return snapshot;
  throw new SyncError("unavailable", {
    code: "NOT_READABLE_YET",
    message: `The ${flow.targetNoun} was written but cannot be read back yet; Waybill looks again shortly.`,
  });
}
