import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { placeOne } from "../source-world/look-at-records.ts";

/** Tries to sign in within an hour: every comparison and every look at the shop makes one. */
const mostSignIns = 60;

export const lockOutPauses: SourceGuarantee = {
  name: "lock-out-pauses",
  says: "A shop that does not let the app in any more pauses the connection and says what to do; announcements are taken in meanwhile, and all arrive once it is let in.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger } = world;
      const known = (await placeOne(world)).orders;
      await world.stands(known, ["synced", "unchanged"]);
      await world.settled();
      await subject.shop.lockOut(shop, true);
      await subject.shop.note(shop, known, "Nobody may read this");
      const paused = async (): Promise<string> => {
        const { state, reason } = await world.hub.connection(world.connection);
        assert.equal(state, "paused", "the connection goes on without being let in");
        return reason?.message ?? "";
      };
      await world.eventually(async () => void (await paused()));
      const words = await paused();
      assert.ok(
        words.split(/[.!?](?:\s|$)/).filter(Boolean).length >= 2,
        `${words}: this says what happened, not what to do`,
      );

      const seen = world.watch();
      const meanwhile = (await placeOne(world)).orders;
      for (let turn = 0; turn < 6; turn += 1) await world.advance("PT10M");
      const signIns = seen.of(subject.operations.signIn).length;
      assert.ok(signIns <= mostSignIns, `${signIns} tries to sign in within an hour, all refused`);
      const open = await world.rows("select 1 from waybill.inbox where record_id = $1 and done_at is null", [
        meanwhile.id,
      ]);
      assert.ok(open.length > 0, "what was announced meanwhile is not kept");
      const findings = await world.hub.doctor(world.connection);
      assert.ok(
        findings.some(({ level }) => level === "error"),
        "`waybill doctor` finds nothing wrong",
      );

      await subject.shop.lockOut(shop, false);
      await world.hub.resume(world.connection);
      await world.eventually(async () => {
        assert.ok(ledger.entry(meanwhile) !== undefined, `${keyText(meanwhile)} did not arrive`);
        assert.equal(ledger.entry(known)?.note, "Nobody may read this");
        assert.equal((await world.hub.connection(world.connection)).state, "running");
      });
    }),
};
