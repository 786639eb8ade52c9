import { rules } from "../checker/check-evidence.ts";
import { unsettled } from "../checker/unsettled.ts";
import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import { creditsOnce } from "./credits-once.ts";

/**
 * Judges a run in which refunds become credits: everything that is promised of sales orders and customers, as if there were no credits;
 * that each refund has one or says why not; and that nothing of refunds is left open.
 */
export function checkCredits(evidence: Evidence): readonly Violation[] {
  const told: Evidence = { ...evidence, settings: { ...evidence.settings, refunds: "credit" } };
  const others = withoutCredits(told);
  return [
    ...Object.values(rules).flatMap((rule) => rule(others)),
    ...creditsOnce(told),
    ...told.hub.records.filter(isRefund).flatMap(openRefund),
    ...unsettled(told.hub).map((violation) => ({ rule: "nothing-unexplained", ...violation })),
  ];
}

function isRefund({ kind }: Pick<HubRecord, "kind">): boolean {
  return kind === "refunds";
}

function openRefund({ title, recordId, outcome }: HubRecord): readonly Violation[] {
  const state = outcome?.state ?? "unknown";
  return state === "failed" || state === "waiting" || state === "unknown"
    ? [
        {
          rule: "nothing-unexplained",
          about: title ?? `refunds:${recordId}`,
          what: `it is ${state} ${outcome?.reason.code ?? ""}`,
        },
      ]
    : [];
}

/** The same run as those see it who know of no credits. */
function withoutCredits(evidence: Evidence): Evidence {
  const { account, hub, log } = evidence;
  return {
    ...evidence,
    account: { ...account, after: { ...account.after, CreditNotes: account.before.CreditNotes } },
    log: { ...log, account: log.account.filter(({ path }) => !path.includes("/CreditNotes")) },
    hub: {
      ...hub,
      records: hub.records.filter((record) => !isRefund(record)),
      questions: hub.questions.filter((question) => question.kind !== "refunds"),
    },
  };
}
