import type { Verdict } from "#connectors/kit/flow.ts";
import type { RefundSettings } from "../../settings/refund-settings.ts";

/** Whether refunds are carried over at all. Pure. */
export function acceptRefund({ mode }: RefundSettings): Verdict {
  return mode === "credit" ? { accepted: true } : notCarried;
}

const notCarried: Verdict = {
  accepted: false,
  reason: {
    code: "REFUNDS_NOT_CARRIED",
    message:
      "Refunds are not carried over (setting refunds.mode); the order asks a person what becomes of them.",
  },
};
