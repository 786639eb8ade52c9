import type { Evidence, Violation } from "../evidence.ts";
import { compareVersions, openCaseFile, type ComparedVersion } from "./model/case-file.ts";

/** Each sales order says, field by field and cent by cent, what is promised of one state of its order; nothing else was touched. */
export function everyField(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const violations = file.orders.flatMap((order) => {
    const [document, ...others] = order.documents;
    if (document === undefined || others.length > 0) return [];
    const compared = compareVersions(order, document, file);
    if (compared.some(({ differences }) => differences.length === 0)) return [];
    const nearest = nearestOf(compared);
    if (nearest === undefined) return [];
    const { step } = nearest.version;
    return nearest.differences.map((what) => ({
      about: order.name,
      what: `${what} (by its state of step ${step})`,
    }));
  });
  return [...violations, ...changedBefore(evidence)].map((violation) => ({
    rule: "every-field",
    ...violation,
  }));
}

function nearestOf(compared: readonly ComparedVersion[]): ComparedVersion | undefined {
  return compared.reduce<ComparedVersion | undefined>(
    (best, next) => (best === undefined || next.differences.length < best.differences.length ? next : best),
    undefined,
  );
}

/** Sales orders and products that were there before are as they were. */
function changedBefore({ account }: Evidence): readonly Omit<Violation, "rule">[] {
  const { before, after } = account;
  return (["SalesOrders", "Products"] as const).flatMap((collection) => {
    const now = new Map(after[collection].map((document) => [document.Guid, document]));
    return before[collection].flatMap((document) => {
      const is = now.get(document.Guid);
      const about = `${collection} ${document.Guid}`;
      if (is === undefined) return [{ about, what: "it was there before, and is not any more" }];
      const [was, after] = [JSON.stringify(document), JSON.stringify(is)];
      return was === after ? [] : [{ about, what: `it was there before and was changed: ${was} → ${after}` }];
    });
  });
}
