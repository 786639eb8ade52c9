import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withJson } from "../world/tampered-emulator.ts";
import { kinds, presentIn, recordsOf, stateOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

export const neighboursUnharmed: SourceGuarantee = {
  name: "neighbours-unharmed",
  says: "A record that cannot be understood fails alone: those that came with it are there, and it is told which one could not be read.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      for (const kind of kinds) {
        const keys = await subject.shop.fill(world.shop, kind, 7);
        const [, , spoilt, ...others] = keys;
        assert.ok(spoilt !== undefined);
        const operations = [subject.operations.read[kind], subject.operations.changed[kind]];
        world.tampering.after = ({ operation }, answer) =>
          operations.includes(operation)
            ? withJson(answer, (json) => subject.answers.spoil(json, spoilt))
            : answer;
        const { system } = world.open();
        const answers = await system.read(
          kind,
          keys.map(({ id }) => id),
        );
        const answer = answers.get(spoilt.id);
        assert.equal(
          answer?.state,
          "failed",
          `${keyText(spoilt)} cannot be understood and was ${stateOf(answer)}`,
        );
        assert.match(answer.error.reason.message, /\S+ \S+/, "the failure has no words");
        for (const { id } of others)
          presentIn(answers.get(id), `${kind}:${id}, beside one that cannot be understood,`);

        const pages = await walkPages(world.open().system, kind);
        const unread = pages.flatMap((page) => page.unread ?? []).map(keyText);
        assert.deepEqual(unread, [keyText(spoilt)], "records that the list of changes could not read");
        const listed = recordsOf(pages).map(({ id }) => id);
        for (const { id } of others)
          assert.ok(listed.includes(id), `${kind}:${id} is missing beside one that was not readable`);
        assert.ok(!listed.includes(spoilt.id));
        world.tampering.after = null;
      }
    }),
};
