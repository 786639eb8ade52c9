import { overlay } from "#domain/knowable.ts";
import { saysSame } from "#domain/says-same.ts";
import type { Outcome } from "#domain/outcome.ts";
import { isPartKind, keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { carryOut, type CarriedOut, type WriteDecision } from "../execute/carry-out.ts";
import { faultPoint } from "../fault-points.ts";
import type { ChangeSet, JournalLine, KeySnapshot, LinkRow, MirrorWrite } from "../ports/engine-store.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { absorb, type Absorbed } from "./absorb.ts";
import { act } from "./act-on-choice.ts";
import { mismatchCode, readBackMismatch } from "./choices.ts";
import { doneByHand, withWorkByHand } from "./by-hand.ts";
import { decide } from "./decide.ts";
import type { Decision, Prerequisite } from "./decision.ts";
import { outcomeOfDeleted } from "./outcome-of-deleted.ts";
import { layMentioned } from "./lay-mentioned.ts";
import { isCarried, partsOf } from "./parts-of.ts";
import { LapsedClaimError } from "./lapsed-claim-error.ts";
import { madeByAnother, markOf } from "./shared-mark.ts";
import { isStillRefused, outcomeOfError, settledState, titleOf, triesAfter, type Tries } from "./settle.ts";
import { withoutPersonalWords } from "./personal-words.ts";
import { asksFirst, needsReading, sourceState, writeOf, type SourceResult } from "./source-state.ts";
import { outcomeLine, plannedLine, readBackReason, writtenLine, type StoryLine } from "./story-lines.ts";
import { tellingsOf } from "./tellings-of.ts";

/** What the worker has to see to after a key was reconciled. */
export interface Reconciled {
  readonly outcome: Outcome;
  readonly title: string;
  /** Keys to look at next: prerequisites, linked buyers that changed. */
  readonly wake: readonly RecordKey[];
  /** The record was linked by this: others may have waited for it. */
  readonly linked: boolean;
  /** The look was live, and so is what follows from it: see `Occasion`. */
  readonly live: boolean;
  readonly error: SyncError | null;
}

export interface ReconcileDeps {
  readonly context: EngineContext;
  readonly runtime: ConnectionRuntime;
  /** Commits a change set together with those of other keys; answers false when the key is another worker's by now. */
  commit(change: ChangeSet): Promise<boolean>;
}

/**
 * Takes one record the whole way: deliveries → source state → decision → intent → write → read back → outcome. Everything
 * that changes is committed in two steps at most: the intent before the effect, and the outcome after it. Never rejects for
 * reasons of the record; rejects when the database cannot be written.
 */
export async function reconcileKey(deps: ReconcileDeps, snapshot: KeySnapshot): Promise<Reconciled> {
  const { context, runtime } = deps;
  const absorbed = absorb(
    tellingsOf(runtime.store.connector, snapshot),
    snapshot.mirror,
    asksFirst(snapshot),
  );
  const step = new Step(deps, snapshot, absorbed);
  await faultPoint("key.taken");
  try {
    const answer = needsReading(snapshot, absorbed) ? await runtime.store.read(snapshot.key) : null;
    if (answer?.state === "absent" && snapshot.mirror === null && isPartKind(snapshot.key.kind))
      throw notReadableYet(snapshot.key);
    await step.take(sourceState(snapshot, absorbed, answer));
    return await step.proceed();
  } catch (error) {
    if (error instanceof StoreAwayError || error instanceof LapsedClaimError) throw error;
    if (error instanceof SyncError && error.errorClass !== "defect") return step.fail(error);
    context.log.error(
      { err: error, connection: runtime.row.name, key: keyText(snapshot.key) },
      "record failed",
    );
    return step.fail(error);
  }
}

/** A record has told of this part, and nothing will announce it again: it is asked for until the shop shows it. */
function notReadableYet(key: RecordKey): SyncError {
  return new SyncError("unavailable", {
    code: "PART_NOT_READABLE_YET",
    message: `The shop told of ${keyText(key)} and does not show it yet. Waybill asks again shortly.`,
  });
}

/** The state of one key on its way. */
class Step {
  #record: SourceRecord | null;
  #source: SourceResult | null = null;
  /** Journal lines and mirror writes that the next commit carries. */
  #pending: { mirror: MirrorWrite[]; journal: JournalLine[] } = { mirror: [], journal: [] };
  #wake: RecordKey[] = [];
  #committed = false;
  /** Of the record, with what the next commit makes of it. */
  #link: { readonly row: LinkRow | null; readonly isNew: boolean };
  /** Of the mirror's content that this look works with. */
  #mirrorVersion: string | null;
  readonly #deps: ReconcileDeps;
  readonly #snapshot: KeySnapshot;
  readonly #absorbed: Absorbed;

  constructor(deps: ReconcileDeps, snapshot: KeySnapshot, absorbed: Absorbed) {
    this.#deps = deps;
    this.#snapshot = snapshot;
    this.#absorbed = absorbed;
    this.#record = snapshot.mirror?.record ?? null;
    this.#mirrorVersion = snapshot.mirror?.version ?? null;
    this.#link = { row: snapshot.link, isNew: false };
    for (const delivery of snapshot.deliveries)
      this.#note(
        {
          code: "RECEIVED",
          message: `Shopify announced it (${delivery.topic}).`,
          detail: { outcome: absorbed.done.find((done) => done.id === delivery.id)?.outcome ?? null },
        },
        delivery.receivedAt,
      );
  }

  /** Takes the source state in; what was said of other records is laid over what is known of them. */
  async take(result: SourceResult): Promise<void> {
    const { runtime } = this.#deps;
    this.#source = result;
    if (result.source.state !== "unknown") this.#record = result.source.record;
    for (const write of result.mirror) {
      this.#mirrorVersion = this.#deps.context.newId();
      this.#pending.mirror.push({ ...write, version: this.#mirrorVersion });
    }
    for (const mentioned of result.mentioned) {
      const { kind, id } = mentioned.record;
      const known = await runtime.mirror({ kind, id });
      const laid = layMentioned(known?.record ?? null, mentioned);
      if (laid === null) continue;
      this.#pending.mirror.push(writeOf(laid, "alongside", false));
      if ((await runtime.link({ kind, id })) !== null) this.#wake.push({ kind, id });
    }
    if (this.#snapshot.link !== null) await this.#callParts();
  }

  /** Parts of a record that has arrived, such as the refunds of an order, are carried over by themselves. */
  async #callParts(): Promise<void> {
    const { context, runtime } = this.#deps;
    const parts =
      this.#record === null ? [] : partsOf(this.#record).filter(({ kind }) => isCarried(runtime, kind));
    if (parts.length === 0) return;
    // Marked before the commit, so that a crash between the two forgets none.
    this.#wake.push(...(await context.store.callNew(runtime.row.name, parts, this.#snapshot.live)));
  }

  async proceed(): Promise<Reconciled> {
    const source = this.#source?.source;
    const { key } = this.#snapshot;
    if (source === undefined || source.state === "unknown")
      return this.#settle({
        state: "failed",
        reason: source?.reason ?? { code: "NOT_IN_SHOP", message: "The record is not known." },
        retryAt: null,
      });
    if (source.state === "deleted") {
      const found = await outcomeOfDeleted(this.#deps, this.#snapshot, source);
      for (const line of found.notes) this.#note(line);
      return this.#settle(found.outcome, found.link);
    }

    const { runtime, context } = this.#deps;
    if (isStillRefused(this.#snapshot, source.record)) return this.#settle(this.#snapshot.outcome);
    const choice = await act(context, runtime, this.#snapshot, source.record);
    if (choice.note !== null) this.#note({ code: "DECIDED_BY_PERSON", message: choice.note });
    if (choice.settlesCause !== null) {
      const asked = await context.store.keysIn(runtime.row.name, ["attention"], choice.settlesCause);
      this.#wake.push(...asked.filter((other) => keyText(other) !== keyText(key)));
    } else if (this.#snapshot.lookAgain && this.#snapshot.outcome?.state === "attention")
      runtime.lists.refresh();
    const done = choice.acceptTarget ? doneByHand(runtime, this.#snapshot) : null;
    if (done !== null) this.#link = { row: done, isNew: true };
    const decision = await decide(runtime, {
      key,
      record: source.record,
      link: this.#link.row,
      intent: this.#snapshot.intent,
      lookAgain: this.#snapshot.lookAgain || choice.lookAgain,
      mismatch: this.#snapshot.outcome?.reason.code === mismatchCode,
      acceptTarget: choice.acceptTarget && done === null,
      now: context.clock.now(),
      asked: this.#snapshot.lookAgain,
      live: this.#snapshot.live,
    });
    return decision.type === "settle" ? this.#apply(decision) : this.#write(decision);
  }

  async #apply(decision: Extract<Decision, { type: "settle" }>): Promise<Reconciled> {
    if (decision.prerequisites !== undefined) await this.#prepare(decision.prerequisites);
    return this.#settle(decision.outcome, decision.link);
  }

  /** Puts records that stand for prerequisites into the mirror and has them looked at. */
  async #prepare(prerequisites: readonly Prerequisite[]): Promise<void> {
    for (const { key, record } of prerequisites) {
      this.#wake.push(key);
      if (record === undefined) continue;
      const known = await this.#deps.runtime.mirror(key);
      const merged = known === null ? record : overlay(known.record, record);
      if (known === null || !saysSame(merged, known.record))
        this.#pending.mirror.push(writeOf(merged, "derived", false));
    }
  }

  async #write(write: WriteDecision): Promise<Reconciled> {
    const { flow, plan, reference } = write;
    const intent = {
      id: this.#deps.context.newId(),
      action: plan.action,
      reference,
      externalId: plan.action === "update" ? plan.externalId : null,
      desired: plan.desired,
      mark: markOf(write, this.#deps.runtime.settings),
      live: this.#snapshot.live,
    };
    const { runtime } = this.#deps;
    const known = this.#pending.journal.length;
    if (plan.action === "create" && this.#record !== null)
      for (const remark of flow.remarks?.(this.#record, runtime.store.facts(), runtime.settings) ?? [])
        this.#note(remark);
    this.#note(plannedLine(write));
    await faultPoint("intent.beforeCommit");
    const announced = { openIntent: intent, ...this.#newLink() };
    if (!(await this.#tryToCommit(announced))) {
      if (intent.mark === null) throw new LapsedClaimError(this.#snapshot.key);
      // Nothing of it is written: the claim has lapsed, which settling will show, or another record is at it.
      this.#pending.journal.length = known;
      return this.fail(madeByAnother(flow));
    }
    await faultPoint("intent.afterCommit");

    let done: CarriedOut;
    try {
      done = await carryOut(runtime, write);
    } catch (error) {
      if (error instanceof StoreAwayError) throw error;
      const refused = error instanceof SyncError && error.errorClass === "rejected";
      const nothingCame = refused || (error instanceof SyncError && error.errorClass === "conflict");
      return this.fail(
        error,
        nothingCame ? { settleIntent: { id: intent.id, state: "abandoned" } } : {},
        refused,
      );
    }
    const link: LinkRow = {
      targetKind: flow.targetKind,
      externalId: done.externalId,
      reference,
      agreed: plan.desired,
    };
    this.#note(writtenLine(write, done, runtime.connector.title));
    const settled = { settleIntent: { id: intent.id, state: "done" as const }, agreedIntent: intent.id };
    if (done.differences.length > 0) {
      const reason = readBackMismatch(flow, done.differences);
      return this.#settle({ state: "attention", reason }, link, settled, undefined, plan.action);
    }
    const synced = { state: "synced", reason: readBackReason(write) } as const;
    return this.#settle(synced, link, settled, undefined, plan.action);
  }

  /** Settles a failure by its class. `refused`: the other side has refused the content that was sent. */
  async fail(error: unknown, more: Partial<ChangeSet> = {}, refused = false): Promise<Reconciled> {
    const { context } = this.#deps;
    const now = context.clock.now();
    const tries = triesAfter(this.#snapshot, error, now);
    const since = tries.firstFailedAt === null ? now : Date.parse(tries.firstFailedAt);
    const failure = outcomeOfError(error, tries.attempts, since, now, context.random());
    const outcome = withoutPersonalWords(
      refused && failure.state === "failed" ? { ...failure, refused: true } : failure,
      this.#record,
    );
    const settled = await this.#settle(
      outcome,
      undefined,
      { ...this.#deliveriesOf(outcome), ...more },
      tries,
    );
    return { ...settled, error: error instanceof SyncError ? error : null };
  }

  /**
   * Deliveries whose meaning could not be established stay open for the next try; when there will be none without a person, they
   * are dealt with, and a later `retry` reads the record from the shop.
   */
  #deliveriesOf(outcome: Outcome): Partial<ChangeSet> {
    const isFinal = outcome.state !== "failed" || outcome.retryAt === null;
    if (this.#source !== null || !isFinal) return {};
    const { reason } = outcome;
    return {
      deliveriesDone: this.#snapshot.deliveries.map(({ id }) => ({
        id,
        outcome: "failed",
        reason: { code: reason.code, message: reason.message },
      })),
    };
  }

  /** The link, where the next commit has to store it. */
  #newLink(): Pick<ChangeSet, "link"> {
    const { row, isNew } = this.#link;
    return isNew && row !== null ? { link: row } : {};
  }

  async #settle(
    wanted: Outcome,
    made?: LinkRow,
    more: Partial<ChangeSet> = {},
    tries?: Tries,
    did?: "create" | "update",
  ): Promise<Reconciled> {
    if (made !== undefined) this.#link = { row: made, isNew: true };
    const newLink = this.#newLink();
    if (newLink.link !== undefined && this.#snapshot.link === null) await this.#callParts();
    const outcome = withWorkByHand(this.#deps.runtime, this.#snapshot.key.kind, wanted, this.#link.row);
    const state = settledState(this.#snapshot, this.#record, outcome, tries, did);
    if (outcome !== this.#snapshot.outcome) this.#noteOutcome(outcome);
    await faultPoint("settle.beforeCommit");
    await this.#commit({
      ...more,
      ...newLink,
      settled: { ...state, mirrorVersion: this.#mirrorVersion },
      ...(this.#snapshot.intent !== null && more.settleIntent === undefined && outcome.state !== "failed"
        ? { settleIntent: { id: this.#snapshot.intent.id, state: "done" as const } }
        : {}),
    });
    await faultPoint("settle.afterCommit");
    return {
      outcome,
      title: titleOf(this.#snapshot.key, this.#record),
      wake: this.#wake,
      linked: newLink.link !== undefined,
      live: this.#snapshot.live,
      error: null,
    };
  }

  async #commit(change: Partial<ChangeSet>): Promise<void> {
    if (!(await this.#tryToCommit(change))) throw new LapsedClaimError(this.#snapshot.key);
  }

  /** Commits what has gathered; the first commit also marks the deliveries. False: it does not count, and is still gathered. */
  async #tryToCommit(change: Partial<ChangeSet>): Promise<boolean> {
    const { runtime } = this.#deps;
    const first = !this.#committed;
    const told = this.#source !== null;
    const counted = await this.#deps.commit({
      connection: runtime.row.name,
      store: runtime.row.store,
      key: this.#snapshot.key,
      fence: this.#snapshot.fence,
      ...(first && told
        ? { deliveriesDone: this.#absorbed.done, mirrorDeleted: this.#source?.mirrorDeleted ?? [] }
        : {}),
      mirror: this.#pending.mirror,
      journal: told
        ? this.#pending.journal
        : this.#pending.journal.filter((line) => line.code !== "RECEIVED"),
      ...change,
    });
    if (!counted) return false;
    this.#committed = true;
    this.#pending = { mirror: [], journal: [] };
    return true;
  }

  #note({ code, message, detail }: StoryLine, at?: string): void {
    const { runtime, context } = this.#deps;
    this.#pending.journal.push({
      at: at ?? new Date(context.clock.now()).toISOString(),
      store: runtime.row.store,
      connection: runtime.row.name,
      key: this.#snapshot.key,
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  /** Repeats of the same standing are not written down again; everything else is. */
  #noteOutcome(outcome: Outcome): void {
    const before = this.#snapshot.outcome;
    const same = before?.state === outcome.state && before.reason.code === outcome.reason.code;
    if (same && outcome.state !== "failed" && this.#absorbed.done.length === 0) return;
    this.#note(outcomeLine(outcome));
  }
}
