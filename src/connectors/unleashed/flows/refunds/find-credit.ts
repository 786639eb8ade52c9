import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import type { Candidate } from "#domain/matching/match.ts";
import type { UnleashedClient } from "../../client.ts";
import { creditId } from "../../credit-id.ts";
import type { WireCreditNote } from "../../schema.ts";
import { isSameGuid } from "../orders/find-order.ts";
import { textOf } from "../../wire-values.ts";
import type { DesiredCredit } from "./desired-credit.ts";

/**
 * Looks for the credit of a refund: by its number once it is linked; where one may have been made before, among all credits since the
 * refund, by GUID or by exactly our Reference. A deleted one is `gone`: it is never made again.
 */
export async function findCredit(
  client: Pick<UnleashedClient, "getCreditNote" | "creditNotesSince">,
  { externalId, desired, uncertain }: FindQuery<DesiredCredit>,
): Promise<Found<WireCreditNote>> {
  if (externalId !== null) {
    const linked = await client.getCreditNote(externalId);
    return linked === null ? gone : seen(linked, "BY_LINK", "It is linked to this credit.");
  }
  if (uncertain !== true) return { verdict: "none" };
  const all = await client.creditNotesSince(Date.parse(desired.refundedAt));
  const own = all.filter(
    (note) => isSameGuid(note.Guid, desired.guid) || textOf(note.Reference) === desired.body.Reference,
  );
  const [first, second] = own.filter((note) => !isDeleted(note));
  if (second !== undefined)
    return {
      verdict: "several",
      candidates: own.filter((note) => !isDeleted(note)).map(candidate),
      evidence: {
        code: "SEVERAL_CREDITS",
        message: `Several credits have the Reference ${desired.body.Reference}. Delete those that are too many, or choose one.`,
      },
    };
  if (first !== undefined) return seen(first, "BY_REFERENCE", "Found by its Reference.");
  const [deleted] = own;
  return deleted === undefined
    ? { verdict: "none" }
    : seen(deleted, "BY_REFERENCE", "Found by its Reference.");
}

function isDeleted({ Status, CreditStatus }: WireCreditNote): boolean {
  return [Status, CreditStatus].includes("Deleted");
}

const gone: Found<WireCreditNote> = {
  verdict: "gone",
  evidence: {
    code: "CREDIT_GONE",
    message:
      "The credit that this refund is linked to is no longer in Unleashed. Waybill does not make it again by itself.",
  },
};

function seen(note: WireCreditNote, code: string, message: string): Found<WireCreditNote> {
  if (isDeleted(note))
    return {
      verdict: "gone",
      evidence: {
        code: "CREDIT_DELETED",
        message: `Credit ${creditId(note)} was deleted in Unleashed. Waybill does not make it again by itself.`,
        detail: { credit: creditId(note), guid: note.Guid },
      },
    };
  return { verdict: "one", candidate: candidate(note), evidence: { code, message } };
}

function candidate(note: WireCreditNote): Candidate<WireCreditNote> {
  const id = creditId(note);
  return { externalId: id, label: `credit ${id}`, snapshot: note };
}
