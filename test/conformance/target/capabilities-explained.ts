import assert from "node:assert/strict";
import { isPartKind } from "#domain/source-record.ts";
import { capabilities, reasonFor, strayReasons, type CapabilityName } from "../capabilities.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import type { TargetSubject } from "../subject.ts";

export const capabilitiesExplained: TargetGuarantee = {
  name: "capabilities-explained",
  says: "Whatever the connector cannot do is said in its manifest, with the reason.",
  role: "target",
  check: (subject) => {
    const { connector, flows } = subject;
    const { capabilities: claimed } = connector;
    // Parts of records are not announced for themselves, so that nothing of the suite's worlds could be about them.
    const names = connector.flows.filter(({ sourceKind }) => !isPartKind(sourceKind)).map(({ name }) => name);
    assert.deepEqual(
      flows.map(({ flow }) => flow).sort(),
      [...names].sort(),
      "every flow of the connector needs a probe, and every probe a flow",
    );
    assert.deepEqual(strayReasons(claimed.lacking, names), [], "reasons for what nobody asks about");
    for (const [name, reason] of Object.entries(claimed.lacking))
      assert.match(reason, /^\S+(\s+\S+){3,}[.]$/u, `${name}: the reason has to be a sentence`);
    const missing = absent(subject).filter((name) => reasonFor(claimed.lacking, name) === undefined);
    assert.deepEqual(missing, [], "lacking without a reason in the manifest");
    for (const { flow, update, remove, matching, edit, fill, rekey } of flows) {
      const staff = [edit, fill, rekey].filter((part) => part !== undefined).length;
      assert.ok(staff === 0 || staff === 3, `staffEdits of ${flow}: the probe shows only a part of it`);
      for (const [name, has] of [
        ["staffEdits", staff > 0],
        ["updates", update !== undefined],
        ["deletes", remove !== undefined],
        ["matching", matching !== undefined],
      ] as const)
        assert.ok(
          has !== (reasonFor(claimed.lacking, name, flow) !== undefined),
          `${name} of ${flow}: ${has ? "the manifest says that it is lacking, and the probe shows how it is used" : "nothing says why it is lacking"}`,
        );
    }
    return Promise.resolve();
  },
};

/** What the manifest's own facts and the subject as a whole are without. */
function absent({
  connector,
  shrinkPages,
  endSessions,
  tight,
  rationed,
}: TargetSubject): readonly CapabilityName[] {
  const { webhooks, deletes, idempotentWrites } = connector.capabilities;
  const has: Readonly<Record<CapabilityName, boolean>> = {
    webhooks,
    deletes: deletes !== "none",
    idempotentWrites: idempotentWrites !== "none",
    orders: connector.flows.some(({ sourceKind }) => sourceKind === "orders"),
    paging: shrinkPages !== undefined,
    sessions: endSessions !== undefined,
    budget: tight !== undefined,
    quota: rationed !== undefined,
    // Told flow by flow, or by the documents.
    sums: true,
    staffEdits: true,
    updates: true,
    matching: true,
  };
  return (Object.keys(capabilities) as CapabilityName[]).filter((name) => !has[name]);
}
