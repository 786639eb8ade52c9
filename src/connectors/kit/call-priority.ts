import { AsyncLocalStorage } from "node:async_hooks";
import type { CallPriority } from "./http-caller.ts";

const current = new AsyncLocalStorage<CallPriority>();

/** Calls that are made within `work` have this priority unless they say otherwise. */
export function withCallPriority<Result>(priority: CallPriority, work: () => Result): Result {
  return current.run(priority, work);
}

/** The priority of calls made here; `live` where nobody has said anything. */
export function callPriority(): CallPriority {
  return current.getStore() ?? "live";
}
