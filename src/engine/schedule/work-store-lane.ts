import type { Interpretation, PrivacyRequest } from "#connectors/kit/source-system.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { JournalLine, OpenDelivery } from "../ports/engine-store.ts";
import { writeOf } from "../reconcile/source-state.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry } from "../runtime/registry.ts";

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
    await context.store.finishDeliveries([{ id: delivery.id, outcome, reason }]);
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
      return honour(deps, store, tells.request);
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

async function honour({ context }: StoreLaneDeps, store: string, request: PrivacyRequest): Promise<Line> {
  const keys: RecordKey[] = [
    ...(request.customerId === null ? [] : [{ kind: "customers" as const, id: request.customerId }]),
    ...request.orderIds.map((id) => ({ kind: "orders" as const, id })),
  ];
  switch (request.type) {
    case "data-request":
      return {
        code: "CUSTOMER_DATA_REQUESTED",
        message:
          "A customer asked which data is held. Waybill holds copies of the records listed here; hand them over from `waybill show` or the API.",
        detail: { records: keys.map(keyText) },
      };
    case "redact-customer": {
      const changed = await context.store.redact(store, keys);
      return {
        code: "CUSTOMER_REDACTED",
        message:
          "A customer's data was removed from mirror, inbox and journal at the shop's request. What already went to other systems has to be removed there.",
        detail: { records: keys.map(keyText), rows: changed },
      };
    }
    case "redact-shop": {
      const changed = await context.store.redactStore(store);
      return {
        code: "SHOP_REDACTED",
        message: "Everything that this shop's buyers told was removed at its request.",
        detail: { rows: changed },
      };
    }
  }
}
