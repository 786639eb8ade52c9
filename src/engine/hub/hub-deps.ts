import type { BudgetKeeper } from "../ports/budget-keeper.ts";
import type { WorkQueue } from "../ports/queue.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry, RegistryOptions } from "../runtime/registry.ts";
import type { HubEvent } from "../use-cases/hub.ts";
import type { ShopSignals } from "./shop-signals.ts";
import type { Workers } from "./workers.ts";

/** What the use cases share. */
export interface HubDeps {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  readonly budgets: BudgetKeeper;
  readonly registry: Registry;
  readonly connectors: Pick<RegistryOptions, "sources" | "targets">;
  readonly workers: Workers;
  /** What is wrong with the subscriptions of a store, as it was last told; it is told again when it changes. */
  readonly toldTroubles: Map<string, string>;
  readonly signals: ShopSignals;
  /** Where large files may lie for a while. */
  readonly scratchFolder: string;
  /** Address that shops send webhooks to; null: none, so subscriptions are left alone. */
  callbackUrl(): string | null;
  emit(event: HubEvent): void;
}
