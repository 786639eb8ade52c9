import assert from "node:assert/strict";
import { LackingCapability, reasonFor, type CapabilityName } from "../capabilities.ts";
import type { TargetSubject } from "../subject.ts";

/**
 * The names of the flows whose probe shows how a capability is used (`has`). A flow without it needs a reason in the manifest, else
 * it fails: nothing says why. Throws `LackingCapability` when no flow has it and everything is explained.
 */
export function flowsWith(
  subject: TargetSubject,
  capability: CapabilityName,
  has: (probe: TargetSubject["flows"][number]) => boolean,
): ReadonlySet<string> {
  const { lacking } = subject.connector.capabilities;
  const found = new Set<string>();
  const reasons = new Set<string>();
  for (const probe of subject.flows) {
    const reason = reasonFor(lacking, capability, probe.flow);
    if (reason !== undefined) reasons.add(reason);
    else {
      assert.ok(
        has(probe),
        `${capability} of ${probe.flow}: nothing says why. Neither does the probe show how, nor does capabilities.lacking of the manifest say why not.`,
      );
      found.add(probe.flow);
    }
  }
  if (found.size === 0) throw new LackingCapability([...reasons].join(" "));
  return found;
}

/** A part of the subject that may be left out only where the manifest says why. */
export function partFor<Part>(capability: CapabilityName, part: Part | undefined): Part {
  assert.ok(
    part !== undefined,
    `${capability}: nothing says why. Neither does the subject show how, nor does capabilities.lacking of the manifest say why not.`,
  );
  return part;
}
