import type { CallPriority } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { ShopifyClient } from "../client.ts";
import { allParts, type AskedPart, type AskedParts } from "../documents/asked-parts.ts";
import { fieldPath, type GraphProblem } from "../errors/graph-problem.ts";
import { refusalOf } from "./refusals.ts";
import type { ShownParts } from "./shown-parts.ts";
import { listed } from "./wording.ts";

export interface ShownCall {
  readonly name: string;
  /** Text of the document with these parts. */
  readonly document: (parts: AskedParts) => string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly priority: CallPriority;
  /** The part without which there is nothing to ask for. */
  readonly needs?: AskedPart;
}

/** Every refusal may come in an answer of its own, and one answer may be whole at last. */
const mostTries = Object.keys(allParts).length + 1;

const texts = new WeakMap<ShownCall["document"], WeakMap<AskedParts, string>>();

/**
 * Asks for the parts that the shop shows. A part that turns out to be refused is remembered and left out of the next try, so
 * that a withheld field is never mistaken for an empty one. Answers whole data, or null when the shop withholds the part that
 * the call needs. Rejects with `unauthorised` when the shop refuses what cannot be left out.
 */
export async function askShown<Data>(
  client: ShopifyClient,
  shown: ShownParts,
  call: ShownCall,
): Promise<Data | null> {
  for (let tries = 1; ; tries += 1) {
    const parts = shown.asked();
    if (call.needs !== undefined && !parts[call.needs]) return null;
    const { data, problems } = await client.ask<Data>({
      name: call.name,
      document: textOf(call.document, parts),
      variables: call.variables,
      priority: call.priority,
    });
    if (problems.length === 0 && data !== null) return data;
    const refusals = problems.map(refusalOf).filter((refusal) => refusal !== null);
    shown.learn(refusals);
    const canNarrow = refusals.some(({ part }) => parts[part]);
    if (!canNarrow || tries >= mostTries) throw refusedWhole(call.name, problems);
  }
}

/** The same text object for the same parts: the client learns what a text costs. */
function textOf(document: ShownCall["document"], parts: AskedParts): string {
  let ofDocument = texts.get(document);
  if (ofDocument === undefined) texts.set(document, (ofDocument = new WeakMap()));
  let text = ofDocument.get(parts);
  if (text === undefined) ofDocument.set(parts, (text = document(parts)));
  return text;
}

/** The failure of a call whose data cannot be used, for what the shop refused or cut off. */
export function refusedWhole(name: string, problems: readonly GraphProblem[]): SyncError {
  const problem = problems.find(({ kind }) => kind !== "cut-off");
  if (problem === undefined)
    return new SyncError("unavailable", {
      code: "ANSWER_CUT_OFF",
      message: `The shop cut off its answer to ${name}, so it was not used. It is tried again.`,
    });
  const detail = { operation: name, field: fieldPath(problem) };
  if (problem.kind === "missing-scope")
    return new SyncError("unauthorised", {
      code: "SCOPE_MISSING",
      message: `The app lacks ${problem.scopes.length === 0 ? "a scope" : `the scope ${listed(problem.scopes.slice(0, 1))}`} for ${detail.field}. Add it to the app, release a version, approve it in the store, then resume the connection.`,
      detail: { ...detail, scopes: problem.scopes },
    });
  return new SyncError("unauthorised", {
    code: "PROTECTED_DATA_REFUSED",
    message: `The shop refuses the app ${detail.field} (${problem.because === "plan" ? "its plan does not include it" : "the app is not approved for it"}), which Waybill cannot do without. \`waybill doctor\` says more.`,
    detail,
  });
}
