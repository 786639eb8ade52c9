import type { Facts, Flow, Found } from "#connectors/kit/flow.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { Reason } from "#domain/reason.ts";
import { keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import type { LinkRow, OpenIntent } from "../ports/engine-store.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";
import {
  ambiguousMatch,
  chosenMatch,
  goneAttention,
  leaveOutCode,
  leftOut,
  readBackMismatch,
  unclearAttention,
} from "./choices.ts";
import type { Decision, Prerequisite } from "./decision.ts";
import { findEarlierWrite, ownWrite } from "./earlier-write.ts";

/** What is known of a record before deciding. */
export interface DecideInput {
  readonly key: RecordKey;
  readonly record: SourceRecord;
  readonly link: LinkRow | null;
  readonly intent: OpenIntent | null;
  /** Look at the target even when the source is as it was agreed. */
  readonly lookAgain: boolean;
  /** What was read back after the last write was not what was wanted, and nobody has accepted it. */
  readonly mismatch: boolean;
  /** A person decided to take the target as it is. */
  readonly acceptTarget: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Asked for by name, so that `onDemand` does not hold it back. */
  readonly asked: boolean;
  /** See `KeySnapshot.live`. */
  readonly live: boolean;
}

/**
 * Decides about one record. Reads (links, lists, the target) and writes nothing, so `plan` and the worker decide alike.
 * Rejects with `SyncError` when something cannot be read.
 */
export async function decide(runtime: ConnectionRuntime, input: DecideInput): Promise<Decision> {
  const flow = runtime.flowFor(input.record.kind);
  if (flow === null) return settle("skipped", noFlow(runtime, input.record.kind));
  const { settings } = runtime;
  if (await isLeftOut(runtime, input.key)) return settle("skipped", leftOut);

  const arrived = await earlierWrite(runtime, flow, input);
  if (arrived.decision !== null) return arrived.decision;
  const verdict = flow.accept(input.record, settings);
  if (!verdict.accepted && input.link === null && !arrived.found) return settle("skipped", verdict.reason);

  if (input.link !== null && !input.acceptTarget) {
    const reconsidered = await reconsider(runtime, flow, input, input.link);
    if (reconsidered !== null) return reconsidered;
  }
  if (await isNotNeededYet(runtime, flow, input)) return settle("skipped", notNeededYet(flow));

  const missing = await missingPrerequisites(runtime, flow, input.record);
  if (missing.length > 0) return waiting(missing);

  const facts = await gatherFacts(runtime, flow, input);
  const moot = flow.moot?.(input.record, facts, settings) ?? null;
  if (moot !== null) return settle("skipped", moot);
  const projection = flow.project(input.record, facts, settings);
  if (!projection.made) return attention(projection.attention);
  return place(runtime, flow, input, projection.desired);
}

/** Whether somebody decided to leave the record out for good. */
export async function isLeftOut(runtime: ConnectionRuntime, key: RecordKey): Promise<boolean> {
  return (await runtime.decisions()).has(`${leaveOutCode}\n${keyText(key)}`);
}

/**
 * An earlier write whose outcome is not known is looked for before anything else, by what it wanted: the source may have changed
 * so much that nothing would be made of it now, and yet the document is there.
 */
async function earlierWrite(
  runtime: ConnectionRuntime,
  flow: Flow,
  input: DecideInput,
): Promise<{ readonly decision: Decision | null; readonly found: boolean }> {
  const { link, found } = await findEarlierWrite(runtime, flow, input);
  return { decision: link === null ? null : agreeOn(flow, input.record, link, runtime.settings), found };
}

/** Our earlier write did arrive. It is agreed on; then the source is looked at, which may have changed meanwhile. */
function agreeOn(flow: Flow, record: SourceRecord, link: LinkRow, settings: unknown): Decision | null {
  const again = flow.reconsider(record, link.agreed, settings);
  if (again.decision === "attention")
    return { type: "settle", outcome: { state: "attention", reason: again.attention }, link };
  return again.decision === "unchanged" ? settle("synced", arrivedBefore(flow), link) : null;
}

/** A linked record: is there anything to do at all? Null: yes, go on and plan. */
async function reconsider(
  runtime: ConnectionRuntime,
  flow: Flow,
  input: DecideInput,
  link: LinkRow,
): Promise<Decision | null> {
  if (link.agreed === null || link.agreed === undefined) return settle("unchanged", redactedAgreement(flow));
  const answer = flow.reconsider(input.record, link.agreed, runtime.settings);
  if (answer.decision === "plan") return null;
  if (input.lookAgain || input.mismatch) {
    const found = await flow.find(
      runtime.client,
      { externalId: link.externalId, reference: link.reference, desired: link.agreed },
      runtime.settings,
    );
    if (found.verdict === "gone" || found.verdict === "none")
      return attention(goneAttention(flow, found.verdict === "gone" ? found.evidence : null));
    if (found.verdict === "unclear") return attention(unclearAttention(flow, found.evidence));
    const differences =
      input.mismatch && found.verdict === "one" ? flow.verify(link.agreed, found.candidate.snapshot) : [];
    if (differences.length > 0) return attention(readBackMismatch(flow, differences));
  }
  return answer.decision === "attention" ? attention(answer.attention) : settle("unchanged", answer.reason);
}

/** Finds the counterpart and plans the write that closes the difference. */
async function place(
  runtime: ConnectionRuntime,
  flow: Flow,
  input: DecideInput,
  desired: unknown,
): Promise<Decision> {
  const reference = flow.reference(input.key, runtime.store.facts());
  if (input.acceptTarget && input.link !== null) {
    const agreed =
      input.link.agreed == null ? desired : flow.accepted?.(desired, input.link.agreed, runtime.settings);
    return settle("unchanged", acceptedByPerson, { ...input.link, agreed: agreed ?? desired });
  }

  const chosen = chosenMatch(await runtime.decisions(), input.key);
  if (input.acceptTarget && chosen.externalId !== null) {
    const link = { targetKind: flow.targetKind, externalId: chosen.externalId, reference, agreed: desired };
    return settle("unchanged", acceptedByPerson, link);
  }
  const externalId = input.link?.externalId ?? chosen.externalId;
  const uncertain = input.intent !== null || !isNew(runtime, flow, input);
  const query = { externalId, reference, desired, uncertain };
  // The choice to make a new one is spent once it was made.
  const found: Found<unknown> =
    chosen.create && input.link === null
      ? { verdict: "none" }
      : await flow.find(runtime.client, query, runtime.settings);
  if (found.verdict === "gone") return attention(goneAttention(flow, found.evidence));
  if (found.verdict === "several") return attention(ambiguousMatch(flow, found));
  if (found.verdict === "unclear") return attention(unclearAttention(flow, found.evidence));

  const current = found.verdict === "one" ? found.candidate : null;
  if (current === null && input.link !== null) return attention(goneAttention(flow, null));
  const own = current === null ? null : ownWrite(flow, input.intent, current);
  const plan = flow.plan(desired, current, input.link?.agreed ?? own?.desired ?? null, runtime.settings);
  if (plan.action === "attention") return attention(plan.attention);
  if (plan.action === "none") {
    const link = {
      targetKind: flow.targetKind,
      externalId: plan.externalId,
      reference,
      agreed: plan.desired,
    };
    return plan.adopt === undefined
      ? settle("unchanged", sidesAgree(flow), link)
      : settle("synced", plan.adopt, link);
  }
  // What an earlier write of ours made is nobody else's.
  const foundBy = input.link === null && current !== null && own === null ? query : null;
  return { type: "write", flow, plan, reference, current: current?.snapshot ?? null, foundBy };
}

/** Announced within minutes of its making. */
const newForMs = 15 * 60 * 1000;

/**
 * Whether no other installation, or this one before it lost its memory, can have carried the record over. Shops tell times to the second,
 * so that the second of connecting counts as before: it costs a look, and nothing is made twice.
 */
function isNew(runtime: ConnectionRuntime, flow: Flow, { record, now }: DecideInput): boolean {
  const born = Date.parse(flow.bornAt?.(record) ?? "");
  if (Number.isNaN(born)) return true;
  const connected = Math.floor(Date.parse(runtime.row.connectedAt) / 1_000) * 1_000;
  return now - born < newForMs && born > connected;
}

async function isNotNeededYet(runtime: ConnectionRuntime, flow: Flow, input: DecideInput): Promise<boolean> {
  if (input.link !== null || input.intent !== null || input.asked) return false;
  if (flow.onDemand?.(runtime.settings) !== true) return false;
  return !(await runtime.isAwaited(input.key));
}

async function missingPrerequisites(
  runtime: ConnectionRuntime,
  flow: Flow,
  record: SourceRecord,
): Promise<readonly Prerequisite[]> {
  const required = flow.requires(record, runtime.settings, runtime.store.facts());
  const links = await Promise.all(required.map(({ key }) => runtime.link(key)));
  return required.filter((_, index) => links[index] === null);
}

async function gatherFacts(
  runtime: ConnectionRuntime,
  flow: Flow,
  { record, live }: DecideInput,
): Promise<Facts> {
  const store = runtime.store.facts();
  const required = flow.requires(record, runtime.settings, store);
  const [links, listed, decisions] = await Promise.all([
    Promise.all(required.map(async ({ key }) => [keyText(key), await runtime.link(key)] as const)),
    runtime.lists.look(flow.needs(record, runtime.settings)),
    runtime.decisions(),
  ]);
  const linkOf = new Map(links);
  return {
    store,
    occasion: live ? "live" : "history",
    connectedAt: runtime.row.connectedAt,
    link: (key) => linkOf.get(keyText(key)) ?? undefined,
    listed: (need) => listed.get(needText(need)) ?? null,
    decision: (code, key) => decisions.get(`${code}\n${key}`),
  };
}

function settle(state: "synced" | "unchanged" | "skipped", reason: Reason, link?: LinkRow): Decision {
  return { type: "settle", outcome: { state, reason }, ...(link === undefined ? {} : { link }) };
}

function attention(reason: AttentionRequest): Decision {
  return { type: "settle", outcome: { state: "attention", reason } };
}

function waiting(prerequisites: readonly Prerequisite[]): Decision {
  const on = prerequisites.map(({ key }) => key);
  const names = on.map((key) => wordsFor[key.kind]);
  const reason = {
    code: "WAITING_FOR_RECORD",
    message: `Waits until ${[...new Set(names)].join(" and ")} has been carried over.`,
    detail: { on: on.map(keyText) },
  };
  return { type: "settle", outcome: { state: "waiting", reason, on }, prerequisites };
}

const wordsFor = { customers: "its customer", orders: "its order", refunds: "its refund" } as const;

const acceptedByPerson: Reason = {
  code: "ACCEPTED_BY_PERSON",
  message:
    "Somebody decided to leave the other side as it is. Waybill asks again when the record changes again.",
};

function noFlow(runtime: ConnectionRuntime, kind: string): Reason {
  return {
    code: "NO_FLOW",
    message: `This connection does not carry ${kind} to ${runtime.connector.title}.`,
  };
}

function notNeededYet(flow: Flow): Reason {
  return {
    code: "NOT_NEEDED_YET",
    message: `Not carried over until another record needs it; the setting of ${flow.title} says so.`,
  };
}

function redactedAgreement(flow: Flow): Reason {
  return {
    code: "CONTENT_REDACTED",
    message: `The ${flow.targetNoun} is linked; what was agreed was removed at a customer's request, so nothing is compared or written.`,
  };
}

export function arrivedBefore(flow: Flow): Reason {
  return {
    code: "ARRIVED_BEFORE",
    message: `An earlier try had reached the other side although its answer was lost; the ${flow.targetNoun} was found and agrees.`,
  };
}

function sidesAgree(flow: Flow): Reason {
  return { code: "SIDES_AGREE", message: `The ${flow.targetNoun} already says what it should.` };
}
