import type { Client, Pool } from "pg";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import * as checkpoints from "./checkpoints.ts";
import { applyChanges } from "./commit.ts";
import * as configuration from "./configuration.ts";
import { insertDeliveries } from "./intake.ts";
import * as finding from "./find-records.ts";
import { journalRows, stories, tail, writeJournal } from "./journal.ts";
import * as keys from "./api-keys.ts";
import { keepStatistics } from "./keep-statistics.ts";
import * as looking from "./looking.ts";
import * as privacy from "./privacy.ts";
import { createProcessRegistry } from "./processes.ts";
import type { SignTimes } from "./sign-of-life.ts";
import * as runs from "./runs.ts";
import * as storeLane from "./store-lane.ts";
import { links, mirrors, peekKeys, takeKeys } from "./take-keys.ts";
import * as waking from "./waking.ts";

export interface EngineStoreOptions {
  readonly pool: Pool;
  /** Opens a database connection that the pool does not manage; it holds this process's sign of life. */
  readonly connect: () => Promise<Client>;
  readonly box: SecretBox;
  readonly signs?: SignTimes;
}

/** The engine's store on PostgreSQL. */
export function createEngineStore({
  pool,
  connect,
  box,
  signs,
}: EngineStoreOptions): EngineStore & { close(): Promise<void> } {
  const noteCommitted = keepStatistics(pool);
  const processes = createProcessRegistry(pool, connect, signs);
  return {
    stores: () => configuration.stores(pool, box),
    connections: () => configuration.connections(pool, box),
    saveConfiguration: configuration.saveConfiguration(pool, box),
    saveStoreFacts: (store, facts) => configuration.saveStoreFacts(pool, store, facts),
    setStoreState: (store, state) => configuration.setStoreState(pool, store, state),
    isStoreSavedSince: (store, moment) => configuration.isStoreSavedSince(pool, store, moment),
    setPaused: (connection, reason) => configuration.setPaused(pool, connection, reason),
    setThrottled: (connection, until) => configuration.setThrottled(pool, connection, until),
    decisions: (connection) => configuration.decisions(pool, connection),
    remember: (connection, made) => configuration.remember(pool, connection, made),

    insertDeliveries: (deliveries) => insertDeliveries(pool, deliveries),
    openDeliveries: (store, named) => storeLane.openDeliveries(pool, store, named),
    finishDeliveries: (done) => storeLane.finishDeliveries(pool, done),
    saveMirrors: (store, writes, options) => storeLane.saveMirrors(pool, store, writes, options),

    takeKeys: (connection, taken, process) => takeKeys(pool, connection, taken, process),
    peekKeys: (connection, named) => peekKeys(pool, connection, named),
    commit: async (changes) => {
      const counted = await applyChanges(pool, changes);
      noteCommitted(changes.length);
      return counted;
    },
    links: (connection, named) => links(pool, connection, named),
    mirrors: (store, named) => mirrors(pool, store, named),
    journal: (lines) => writeJournal(pool, journalRows(lines)),

    markDirty: (connection, named, options) => waking.markDirty(pool, connection, named, options),
    callNew: (connection, keys, live) => waking.callNew(pool, connection, keys, live),
    nudge: (connection, named, live) => waking.nudge(pool, connection, named, live),
    stillOpen: (connection, named) => waking.stillOpen(pool, connection, named),
    inWork: (connection, named) => waking.inWork(pool, connection, named),
    held: (connection, named) => waking.held(pool, connection, named),
    takeDue: (connection, now, limit) => waking.takeDue(pool, connection, now, limit),
    forgotten: (connection, olderThan, limit) => waking.forgotten(pool, connection, olderThan, limit),
    lagging: (connection, named) => waking.lagging(pool, connection, named),
    hasForgottenDeliveries: (store, olderThan) => waking.hasForgottenDeliveries(pool, store, olderThan),
    dependants: (connection, named) => waking.dependants(pool, connection, named),
    waitingKeys: (connection) => waking.waitingKeys(pool, connection),
    keysIn: (connection, states, code) => waking.keysIn(pool, connection, states, code ?? null),
    notYetGone: (connection, named) => waking.notYetGone(pool, connection, named),
    linkByExternalId: (connection, targetKind, ids) =>
      waking.linkByExternalId(pool, connection, targetKind, ids),

    records: (query) => finding.records(pool, query),
    recordsOf: (connection, named) => finding.recordsOf(pool, connection, named),
    record: (id) => finding.record(pool, id),
    stories: (of, page) => stories(pool, of, page),
    tail: (owner, page) => tail(pool, owner, page),
    counts: (connection) => looking.counts(pool, connection),
    attention: (query) => looking.attention(pool, query),
    attentionById: (id) => looking.attentionById(pool, id),
    choose: (id, choice, by) => looking.choose(pool, id, choice, by),

    startRun: runs.startRun(pool),
    changeRun: (id, from, change) => runs.changeRun(pool, id, from, change),
    workOnRun: (id, worker, leaseMs) => runs.workOnRun(pool, id, worker, leaseMs),
    leaveRun: (id, worker, restMs) => runs.leaveRun(pool, id, worker, restMs),
    noteRunRecords: (id, named) => runs.noteRunRecords(pool, id, named),
    moveRun: (id, worker, to) => runs.moveRun(pool, id, worker, to),
    noteRunFailure: (id, worker) => runs.noteRunFailure(pool, id, worker),
    settleRunRecords: (id) => runs.settleRunRecords(pool, id),
    finishRun: (id, worker, endedAt) => runs.finishRun(pool, id, worker, endedAt),
    shelveRun: (id) => runs.shelveRun(pool, id),
    openOfRun: (id, after, limit) => runs.openOfRun(pool, id, after, limit),
    runProgress: (id) => runs.runProgress(pool, id),
    run: (id) => runs.runById(pool, id),
    runs: (connection) => runs.runs(pool, connection ?? null),
    checkpoint: (owner, name) => checkpoints.checkpoint(pool, owner, name),
    saveCheckpoint: (owner, name, value) => checkpoints.saveCheckpoint(pool, owner, name, value),

    takeTurn: (owner, name, now, everyMs) => checkpoints.takeTurn(pool, owner, name, now, everyMs),
    giveTurnBack: (owner, name, dueAt, everyMs) =>
      checkpoints.giveTurnBack(pool, owner, name, dueAt, everyMs),

    redact: (store, named) => privacy.redact(pool, store, named),
    redactStore: (store) => privacy.redactStore(pool, store),
    keptOf: (store, named) => privacy.kept(pool, store, named),
    prune: (now) => privacy.prune(pool, now),

    registerProcess: processes.register,
    startInTurn: processes.startInTurn,
    isAlone: processes.isAlone,
    forgetDead: processes.forgetDead,
    deadHolds: processes.deadHolds,

    saveKey: (key) => keys.saveKey(pool, key),
    keyByHash: (hash) => keys.keyByHash(pool, hash),
    keys: () => keys.keys(pool),
    deleteKey: (id) => keys.deleteKey(pool, id),
    ping: async () => {
      await pool.query("select 1");
    },
    close: processes.close,
  };
}
