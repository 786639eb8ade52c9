import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import { compareVersions, openCaseFile, type CaseFile, type OrderCase } from "./model/case-file.ts";
import { changeAfterArrival } from "./model/changes-after-arrival.ts";

/**
 * Each order stands as is promised: in agreement, left out for the right reason, or with the right question open. Orders that failed
 * or wait are the matter of `nothing-unexplained`.
 */
export function rightOutcome(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  return [...file.orders.flatMap((order) => checkOrder(order, file)), ...checkQuestions(evidence)].map(
    (violation) => ({
      rule: "right-outcome",
      ...violation,
    }),
  );
}

type Found = Omit<Violation, "rule">;

/** `state code`, `synced` alone for whatever counts as agreement. */
type Standing = string;

const agreement = "synced";

function checkOrder(order: OrderCase, file: CaseFile): readonly Found[] {
  const { record, name, documents } = order;
  const outcome = record?.outcome ?? null;
  if (record === null || outcome === null || outcome.state === "failed" || outcome.state === "waiting")
    return [];
  const [document, ...others] = documents;
  if (others.length > 0) return [];
  const promised = document === undefined ? withoutDocument(order, record) : withDocument(order, file);
  if (promised.size === 0) return [];
  const found: Found[] = [];
  const stands = standingOf(outcome);
  if (!promised.has(stands))
    found.push({
      about: name,
      what: `it should stand as ${[...promised].join(" or ")} and stands as ${stands}`,
    });
  const linked = record.link?.externalId ?? null;
  if (document !== undefined && linked !== document.Guid)
    found.push({
      about: name,
      what: `its sales order is ${document.Guid}, and it is linked to ${linked ?? "nothing"}`,
    });
  if (document === undefined && linked !== null)
    found.push({ about: name, what: `it has no sales order, and is linked to ${linked}` });
  return found;
}

/** Standings that follow from the states that the sales order may have been made of. Empty: it fits none, which `every-field` tells. */
function withDocument(order: OrderCase, file: CaseFile): ReadonlySet<Standing> {
  const [document] = order.documents;
  if (document === undefined) return new Set();
  const carried = compareVersions(order, document, file).filter(
    ({ differences }) => differences.length === 0,
  );
  const standings = (now: OrderCase["last"]): readonly Standing[] =>
    carried.flatMap(({ version }) => {
      const code = changeAfterArrival(version.order, now?.order ?? null);
      if (code === null) return [agreement];
      // Whether a refund explains everything is not judged here: credits have a rule of their own.
      const mayBeCredited =
        file.evidence.settings.refunds === "credit" && code === "ORDER_REFUNDED_AFTER_ARRIVAL";
      return mayBeCredited ? [agreement, `attention ${code}`] : [`attention ${code}`];
    });
  const untold = order.last === null && !wasToldDeleted(order.record);
  return new Set([
    ...standings(order.last),
    // Of a change just before a deletion nobody can know either, when both announcements were lost.
    ...(untold ? order.versions.flatMap((version) => standings(version)) : []),
  ]);
}

function withoutDocument(order: OrderCase, record: HubRecord): ReadonlySet<Standing> {
  if (order.last !== null) return new Set(promisedStandings(order.last.promised));
  // Of a change just before a deletion nobody can know either, when both announcements were lost.
  const untold = wasToldDeleted(record)
    ? []
    : order.versions.flatMap(({ promised }) => promisedStandings(promised));
  return new Set(["skipped DELETED_IN_SHOP", ...untold]);
}

/** Empty: it should have a sales order, which `once-each` tells. */
function promisedStandings(promised: OrderCase["versions"][number]["promised"]): readonly Standing[] {
  switch (promised.is) {
    case "carried":
      return [];
    case "left out":
      return [`skipped ${promised.code}`];
    case "asked about":
      return promised.codes.map((code) => `attention ${code}`);
  }
}

/** Nobody can know of a deletion that the shop never told: a deleted order is in no list of changes. */
function wasToldDeleted(record: HubRecord | null): boolean {
  return (
    record?.journal.some(({ code, message }) => code === "RECEIVED" && message.includes("orders/delete")) ??
    false
  );
}

function standingOf({ state, reason }: NonNullable<HubRecord["outcome"]>): Standing {
  return state === "synced" || state === "unchanged" ? agreement : `${state} ${reason.code}`;
}

/** A question is open for exactly the records that stand as `attention`, with the same code and a way out. */
function checkQuestions({ hub }: Evidence): readonly Found[] {
  const open = Map.groupBy(hub.questions, ({ kind, recordId }) => `${kind}:${recordId}`);
  const asked = hub.records.filter(({ outcome }) => outcome?.state === "attention");
  const known = new Set(asked.map(({ kind, recordId }) => `${kind}:${recordId}`));
  return [
    ...asked.flatMap(({ kind, recordId, title, outcome }): readonly Found[] => {
      const about = title ?? `${kind}:${recordId}`;
      const code = outcome?.reason.code ?? "";
      const questions = open.get(`${kind}:${recordId}`) ?? [];
      if (questions.length !== 1)
        return [
          { about, what: `it stands as attention ${code}, and ${questions.length} questions are open` },
        ];
      return questions.flatMap((question): readonly Found[] => {
        if (question.code !== code)
          return [{ about, what: `it stands as attention ${code}, and is asked about as ${question.code}` }];
        return question.choices.length === 0
          ? [{ about, what: `the question ${code} offers no choice` }]
          : [];
      });
    }),
    ...[...open.keys()]
      .filter((key) => !known.has(key))
      .map((about) => ({ about, what: "a question is open, and it does not stand as attention" })),
  ];
}
