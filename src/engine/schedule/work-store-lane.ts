import type { Interpretation } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { Reason } from "#domain/reason.ts";
import type { EngineStore, JournalLine, OpenDelivery } from "../ports/engine-store.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { writeOf } from "../reconcile/source-state.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry } from "../runtime/registry.ts";
import { honourPrivacyRequest } from "./honour-privacy-request.ts";

export interface StoreLaneDeps {
  readonly context: EngineContext;
  readonly registry: Registry;
  /** A history that the shop prepares got on, or came to its end. */
  readonly onHistoryMoved: () => void;
  /** The shop has to be looked at again: scopes changed, or the app was installed anew. */
  readonly onScopesChanged: (store: string) => Promise<void>;
  readonly onUninstalled: (store: string) => Promise<void>;
}

type Line = Pick<JournalLine, "code" | "message" | "detail">;
type Done = Omit<Parameters<EngineStore["finishDeliveries"]>[0][number], "id">;

/**
 * Deals with deliveries that are about no record of a connection: privacy requests, uninstalling, changed scopes, and
 * records that nobody takes (they are mirrored, so that a later connection starts from them). One that cannot be dealt with is
 * finished as failed, so that it holds up no other; only while the database is away everything waits. Answers how many were
 * finished.
 */
export async function workStoreLane(deps: StoreLaneDeps, store: string): Promise<number> {
  const { context } = deps;
  const deliveries = await context.store.openDeliveries(store, [null]);
  for (const delivery of deliveries) {
    const { line, ...done } = await resultOf(deps, store, delivery);
    if (line !== null) await context.store.journal([{ store, connection: null, key: null, ...line }]);
    await context.store.finishDeliveries([{ id: delivery.id, ...done }]);
  }
  return deliveries.length;
}

async function resultOf(
  deps: StoreLaneDeps,
  store: string,
  delivery: OpenDelivery,
): Promise<Done & { readonly line: Line | null }> {
  try {
    const tells = deps.registry.store(store).connector.interpret(delivery);
    if (tells.says === "unreadable") return failed(delivery, tells.reason, "could not be read");
    const line = await dealWith(deps, store, delivery, tells);
    return tells.says === "nothing"
      ? { outcome: "nothing to do", reason: tells.reason, forget: true, line }
      : { outcome: "used", reason: null, forget: true, line };
  } catch (error) {
    if (error instanceof StoreAwayError) throw error;
    deps.context.log.error(
      { err: error, store, delivery: delivery.id },
      "a delivery could not be dealt with",
    );
    return failed(delivery, error instanceof SyncError ? error.reason : defect, "could not be dealt with");
  }
}

/** What it said is kept for a while, to find out why; of every other delivery nothing more is needed. */
function failed({ id, topic }: OpenDelivery, reason: Reason, what: string): Done & { readonly line: Line } {
  const message = `A delivery of ${topic} ${what}: ${reason.message}`;
  return {
    outcome: "failed",
    reason,
    forget: false,
    line: { code: reason.code, message, detail: { delivery: id } },
  };
}

const defect: Reason = {
  code: "INTERNAL_DEFECT",
  message: "Waybill failed on it by its own mistake. The log has the details; nothing was claimed as done.",
};

async function dealWith(
  deps: StoreLaneDeps,
  store: string,
  delivery: OpenDelivery,
  tells: Exclude<Interpretation, { says: "unreadable" }>,
): Promise<Line | null> {
  switch (tells.says) {
    case "privacy":
      return honourPrivacyRequest(deps.context, store, tells.request);
    case "uninstalled":
      return takeLeave(deps, store, delivery);
    case "scopes-changed":
      await deps.onScopesChanged(store);
      return {
        code: "SCOPES_CHANGED",
        message: "The shop changed what Waybill may see; it was looked at again.",
      };
    case "history-moved":
      deps.onHistoryMoved();
      return null;
    case "record":
      await deps.context.store.saveMirrors(store, [
        writeOf(tells.record, "webhook", tells.withheld),
        ...tells.alongside.map((record) => writeOf(record, "alongside", false)),
      ]);
      return null;
    case "changed":
    case "deleted":
    case "merged":
    case "nothing":
      return null;
  }
}

/** The announcement may come late and be about an earlier installation, so the shop is asked whether it still lets us in. */
async function takeLeave(deps: StoreLaneDeps, store: string, delivery: OpenDelivery): Promise<Line> {
  if (await isInstalledAgain(deps, store, delivery)) {
    await deps.onScopesChanged(store);
    return {
      code: "APP_INSTALLED_AGAIN",
      message:
        "The shop announced that the app was uninstalled; it is installed again, so work goes on. The shop was looked at again.",
    };
  }
  await deps.onUninstalled(store);
  return {
    code: "APP_UNINSTALLED",
    message:
      "The app was uninstalled in the shop. Work on this store has stopped; connect it again to go on.",
  };
}

async function isInstalledAgain(
  { context, registry }: StoreLaneDeps,
  store: string,
  { triggeredAt, receivedAt }: OpenDelivery,
): Promise<boolean> {
  try {
    await registry.store(store).system.probe();
    return true;
  } catch (error) {
    const isUnsure =
      error instanceof SyncError &&
      ["throttled", "unavailable", "unknown-outcome"].includes(error.errorClass);
    if (!isUnsure) return false;
    // A shop that cannot be asked now: what was configured after the announcement counts.
    return context.store.isStoreSavedSince(store, triggeredAt ?? receivedAt);
  }
}
