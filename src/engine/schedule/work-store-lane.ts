import type { Interpretation } from "#connectors/kit/source-system.ts";
import type { JournalLine, OpenDelivery } from "../ports/engine-store.ts";
import { writeOf } from "../reconcile/source-state.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry } from "../runtime/registry.ts";
import { honourPrivacyRequest } from "./honour-privacy-request.ts";

export interface StoreLaneDeps {
  readonly context: EngineContext;
  readonly registry: Registry;
  /** The shop has to be looked at again: scopes changed. */
  readonly onScopesChanged: (store: string) => Promise<void>;
  readonly onUninstalled: (store: string) => Promise<void>;
}

/**
 * Deals with deliveries that are about no record of a connection: privacy requests, uninstalling, changed scopes, and
 * records that nobody takes (they are mirrored, so that a later connection starts from them).
 */
export async function workStoreLane(deps: StoreLaneDeps, store: string): Promise<number> {
  const { context, registry } = deps;
  const deliveries = await context.store.openDeliveries(store, [null]);
  const { connector } = registry.store(store);
  for (const delivery of deliveries) {
    const tells = connector.interpret(delivery);
    const line = await dealWith(deps, store, delivery, tells);
    if (line !== null) await context.store.journal([{ store, connection: null, key: null, ...line }]);
    const reason = "reason" in tells ? tells.reason : null;
    const outcome =
      tells.says === "unreadable" ? "failed" : tells.says === "nothing" ? "nothing to do" : "used";
    // What could not be read is kept for a while, to find out why; of everything else nothing more is needed.
    const forget = tells.says !== "unreadable";
    await context.store.finishDeliveries([{ id: delivery.id, outcome, reason, forget }]);
  }
  return deliveries.length;
}

type Line = Pick<JournalLine, "code" | "message" | "detail">;

async function dealWith(
  deps: StoreLaneDeps,
  store: string,
  delivery: OpenDelivery,
  tells: Interpretation,
): Promise<Line | null> {
  switch (tells.says) {
    case "privacy":
      return honourPrivacyRequest(deps.context, store, tells.request);
    case "uninstalled":
      await deps.onUninstalled(store);
      return {
        code: "APP_UNINSTALLED",
        message:
          "The app was uninstalled in the shop. Work on this store has stopped; connect it again to go on.",
      };
    case "scopes-changed":
      await deps.onScopesChanged(store);
      return {
        code: "SCOPES_CHANGED",
        message: "The shop changed what Waybill may see; it was looked at again.",
      };
    case "record":
      await deps.context.store.saveMirrors(store, [
        writeOf(tells.record, "webhook", tells.withheld),
        ...tells.alongside.map((record) => writeOf(record, "alongside", false)),
      ]);
      return null;
    case "unreadable":
      return {
        code: tells.reason.code,
        message: `A delivery of ${delivery.topic} could not be read: ${tells.reason.message}`,
        detail: { delivery: delivery.id },
      };
    case "changed":
    case "deleted":
    case "merged":
    case "nothing":
      return null;
  }
}
