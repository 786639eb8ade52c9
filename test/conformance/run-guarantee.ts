import { AssertionError } from "node:assert/strict";
import { LackingCapability, reasonFor } from "./capabilities.ts";
import type { Guarantee } from "./guarantee.ts";
import { flowsOf, lackingOf } from "./lacking-of.ts";
import type { ConformanceSubject } from "./subject.ts";

/** What came of one guarantee for one connector. */
export interface Verdict {
  readonly subject: string;
  readonly guarantee: string;
  readonly says: string;
  readonly verdict: "kept" | "broken" | "lacking";
  /** Why it is broken, or why the capability is lacking; null when it is kept. */
  readonly reason: string | null;
  /** What is lacking although the guarantee as a whole is kept: `updates of orders: …`. */
  readonly except: readonly string[];
  readonly ms: number;
}

/** Longest time that one guarantee may take; one that hangs is broken. */
const patienceMs = 240_000;

/** Checks one guarantee; never rejects. */
export async function runGuarantee(guarantee: Guarantee, subject: ConformanceSubject): Promise<Verdict> {
  const began = performance.now();
  const except = exceptions(guarantee, subject);
  const judged = (verdict: Verdict["verdict"], reason: string | null): Verdict => ({
    subject: subject.connector.name,
    guarantee: guarantee.name,
    says: guarantee.says,
    verdict,
    reason,
    except: verdict === "kept" ? except : [],
    ms: Math.round(performance.now() - began),
  });
  const whole = guarantee.needs === undefined ? undefined : reasonFor(lackingOf(subject), guarantee.needs);
  if (whole !== undefined) return judged("lacking", whole);
  try {
    await within(patienceMs, check(guarantee, subject));
    return judged("kept", null);
  } catch (error) {
    if (error instanceof LackingCapability) return judged("lacking", error.message);
    return judged("broken", wordsOf(error));
  }
}

function check(guarantee: Guarantee, subject: ConformanceSubject): Promise<void> {
  if (guarantee.role === "target" && subject.role === "target") return guarantee.check(subject);
  if (guarantee.role === "source" && subject.role === "source") return guarantee.check(subject);
  throw new TypeError(`${guarantee.name} is for a ${guarantee.role}, and ${subject.connector.name} is none`);
}

/** What the manifest lacks of what the guarantee needs, flow by flow. */
function exceptions({ needs }: Guarantee, subject: ConformanceSubject): readonly string[] {
  if (needs === undefined) return [];
  const lacking = lackingOf(subject);
  return flowsOf(subject).flatMap((flow) => {
    const reason = lacking[`${needs} of ${flow}`];
    return reason === undefined ? [] : [`${needs} of ${flow}: ${reason}`];
  });
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not come to an end within ${ms / 1000} s`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An assertion speaks for itself; of anything else the place matters too. */
function wordsOf(error: unknown): string {
  if (error instanceof AssertionError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
