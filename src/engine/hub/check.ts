import type { Finding } from "#connectors/kit/finding.ts";
import { keyText } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { laneOf } from "../ports/queue.ts";
import { whyUnreadable } from "../ports/unreadable.ts";
import type { ConnectionRow, StoreRow } from "../ports/engine-store.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { storeNotLookedAt } from "../runtime/open-connection.ts";
import type { HubDeps } from "./hub-deps.ts";
import { configured } from "./configured-connections.ts";

type About = Finding & { readonly about: string };

export const probeEveryMs = 24 * 60 * 60 * 1000;
const probeAgainMs = 15_000;

/**
 * Looks at a shop: plan, scopes, protected data, subscriptions. Problems are findings, never rejections; a shop that could not be
 * looked at is looked at again soon.
 */
export async function checkStore(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  const { store: engineStore, clock } = deps.context;
  const closed = unreadableFindings(deps.registry.storeRows().filter((row) => row.name === store));
  if (closed.length > 0) return closed;
  const findings: Finding[] = [];
  try {
    findings.push(...(await lookAtStore(deps, store)));
  } catch (error) {
    findings.push(findingOf(error, `The shop ${store} could not be looked at`));
    const dueAt = clock.now() + probeAgainMs;
    await engineStore.giveTurnBack(`store/${store}`, "probe", dueAt, probeEveryMs).catch(() => undefined);
  }
  findings.push(...(await healSubscriptions(deps, store)));
  return findings;
}

/** What is wrong with stores and connections whose credentials cannot be opened. */
export function unreadableFindings(rows: readonly (StoreRow | ConnectionRow)[]): readonly Finding[] {
  return rows.flatMap((row) => {
    const reason = whyUnreadable(row);
    return reason === null ? [] : [{ level: "error", code: reason.code, message: reason.message }];
  });
}

/** Asks a shop what it is and what it lets us see. Rejects when it cannot be asked. */
export async function lookAtStore(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  const { context, registry } = deps;
  const isFirst = !registry.hasFacts(store);
  const probe = await registry.store(store).system.probe();
  registry.rememberFacts(store, probe.facts);
  await context.store.saveStoreFacts(store, probe.facts);
  if (isFirst) await wakeUndecided(deps, store);
  return probe.findings;
}

/** Records that came before the shop could be looked at do not wait for their next try. */
async function wakeUndecided({ context, registry, queue }: HubDeps, store: string): Promise<void> {
  for (const { name } of registry.connectionsOf(store)) {
    const keys = await context.store.keysIn(name, ["failed"], storeNotLookedAt);
    if (keys.length === 0) continue;
    await context.store.markDirty(name, keys);
    await queue.wake(laneOf({ connection: name }), keys.map(keyText), "live");
  }
}

/** Like `mendSubscriptions`; a failure is a finding. */
export async function healSubscriptions(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  try {
    return await mendSubscriptions(deps, store);
  } catch (error) {
    return [findingOf(error, `The webhook subscriptions of ${store} could not be checked`)];
  }
}

/** Where a store's subscriptions send to since they were last made right, so that they can be moved along with the hub. */
const callbackCheckpoint = "callback";

/**
 * Makes a shop's webhook subscriptions what they should be. The journal is told what was mended, and what is wrong with them when
 * that has changed. Rejects when the shop cannot be asked.
 */
export async function mendSubscriptions(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  const callbackUrl = deps.callbackUrl();
  if (callbackUrl === null) return [];
  const owner = `store/${store}`;
  const formerUrl = await deps.context.store.checkpoint(owner, callbackCheckpoint);
  const findings = await deps.registry.store(store).system.ensureSubscriptions(callbackUrl, formerUrl);
  if (formerUrl !== callbackUrl && findings.every(({ level }) => level !== "error"))
    await deps.context.store.saveCheckpoint(owner, callbackCheckpoint, callbackUrl);
  const mended = findings.filter(({ level }) => level === "note");
  const troubles = findings.filter(({ level }) => level === "error" || level === "warning");
  const told = troubles.map(({ code, message }) => `${code}: ${message}`).join("\n");
  const isNew = told !== (deps.toldTroubles.get(store) ?? "");
  await deps.context.store.journal(
    [...mended, ...(isNew ? troubles : [])].map(({ code, message, detail }) => ({
      store,
      connection: null,
      key: null,
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
    })),
  );
  deps.toldTroubles.set(store, told);
  return findings;
}

/** Everything that `doctor` says, about one connection and its shop or about all. */
export async function doctor(deps: HubDeps, connection?: string): Promise<readonly About[]> {
  const { registry, connectors } = deps;
  await deps.workers.refresh();
  const rows = registry.connectionRows().filter((row) => connection === undefined || row.name === connection);
  const stores = new Set(
    connection === undefined ? registry.storeRows().map((row) => row.name) : rows.map((row) => row.store),
  );
  const findings: About[] = [];
  for (const store of stores)
    findings.push(
      ...(await checkStore(deps, store)).map((finding) => ({ ...finding, about: `store ${store}` })),
    );
  for (const row of rows) {
    const about = `connection ${row.name}`;
    const closed = unreadableFindings([row]);
    findings.push(...closed.map((finding) => ({ ...finding, about })));
    if (closed.length > 0) continue;
    try {
      const runtime = registry.connection(row.name);
      const checked = await runtime.connector.check(runtime.client, runtime.settings, runtime.store.facts());
      findings.push(...checked.map((finding) => ({ ...finding, about })));
    } catch (error) {
      findings.push({ ...findingOf(error, `The connection ${row.name} could not be checked`), about });
    }
    if (row.paused !== null)
      findings.push({
        level: "warning",
        code: "CONNECTION_PAUSED",
        message: `The connection is paused: ${row.paused.message} Go on with \`waybill resume ${row.name}\`.`,
        about,
      });
  }
  for (const connector of connectors.targets.values())
    for (const conflict of connector.conflicts(
      configured(connector, registry.connectionRows(), registry.storeRows()),
    ))
      findings.push({
        level: "error",
        code: conflict.code,
        message: conflict.message,
        about: conflict.connections.join(", "),
      });
  return findings;
}

function findingOf(error: unknown, what: string): Finding {
  if (error instanceof SyncError)
    return { level: "error", code: error.reason.code, message: `${what}: ${error.reason.message}` };
  if (error instanceof StoreAwayError)
    return { level: "error", code: error.code, message: `${what}: ${error.message}` };
  return {
    level: "error",
    code: "INTERNAL_DEFECT",
    message: `${what}: ${error instanceof Error ? error.message : "unknown failure"}`,
  };
}
