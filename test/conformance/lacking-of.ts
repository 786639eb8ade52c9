import type { Lacking } from "./capabilities.ts";
import type { ConformanceSubject } from "./subject.ts";

/** What a subject's manifest says is lacking. */
export function lackingOf(subject: ConformanceSubject): Lacking {
  return subject.role === "target" ? subject.connector.capabilities.lacking : subject.connector.lacking;
}

/** Names of the flows, or of the kinds of records, that capabilities may be lacking of. */
export function flowsOf(subject: ConformanceSubject): readonly string[] {
  return subject.role === "target"
    ? subject.connector.flows.map(({ name }) => name)
    : ["orders", "customers"];
}
