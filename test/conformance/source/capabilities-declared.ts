import assert from "node:assert/strict";
import { reasonFor, sourceCapabilities, strayReasons, type SourceCapabilityName } from "../capabilities.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { SourceSubject } from "../source-subject.ts";

export const capabilitiesDeclared: SourceGuarantee = {
  name: "capabilities-declared",
  says: "Whatever the shop cannot do of what Waybill asks is said in the connector's manifest, with the reason.",
  role: "source",
  check: (subject) => {
    const { lacking } = subject.connector;
    const kinds = ["orders", "customers"];
    assert.deepEqual(
      strayReasons(lacking, kinds, sourceCapabilities),
      [],
      "reasons for what nobody asks about",
    );
    for (const [name, reason] of Object.entries(lacking))
      assert.match(reason, /^\S+(\s+\S+){3,}[.]$/u, `${name}: the reason has to be a sentence`);
    for (const [name, has] of Object.entries(probed(subject))) {
      const reason = reasonFor(lacking, name as SourceCapabilityName);
      assert.ok(
        has !== (reason !== undefined),
        `${name}: ${has ? "the manifest says that it is lacking, and the probe shows how it is used" : "nothing says why it is lacking"}`,
      );
    }
    return Promise.resolve();
  },
};

/** What the probe knows how to do. */
function probed({
  shop,
  operations,
}: SourceSubject): Readonly<Partial<Record<SourceCapabilityName, boolean>>> {
  return {
    sessions: operations.signIn !== undefined && shop.endSessions !== undefined,
    points: shop.points !== undefined,
    longRecords: shop.placeLong !== undefined,
    merges: shop.merge !== undefined,
    withholding: shop.withholding !== undefined,
    hiding: shop.hide !== undefined,
    privacy: shop.privacy !== undefined,
    installation: shop.installation !== undefined,
  };
}
