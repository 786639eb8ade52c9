import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTokenVault } from "#store/secrets/token-vault.ts";
import { createTestDatabase } from "#test/support/database.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { presentIn } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

type System = ReturnType<ShopWorld["open"]>["system"];

export const signInOnce: SourceGuarantee = {
  name: "sign-in-once",
  says: "A token that ran out or was taken back in mid-run is renewed once, however many calls of however many processes meet it, and no call fails of it.",
  role: "source",
  needs: "sessions",
  check: async (subject) => {
    const database = await createTestDatabase();
    try {
      await withShopWorld(subject, async (world) => {
        const ids = (await subject.shop.fill(world.shop, "orders", 6)).map(({ id }) => id);
        const box = createSecretBox(randomBytes(32).toString("base64"));
        const process = (): System =>
          world.open({ tokens: createTokenVault({ pool: database.pool, box, owner: "store/acme" }) }).system;
        const processes = [process(), process()];
        await signsInOnce(world, processes, ids, "at first");
        const after = world.watch();
        await readAll(processes, ids);
        assert.equal(
          after.of(subject.operations.signIn).length,
          0,
          "a token that is good was not used again",
        );

        await subject.shop.endSessions?.(world.shop);
        await signsInOnce(world, processes, ids, "after the token was taken back");
        assert.ok(subject.shop.sessionMs !== undefined, "the probe does not say how long a token lasts");
        world.clock.advance(subject.shop.sessionMs + 1_000);
        await signsInOnce(world, processes, ids, "after the token ran out");
        // Another one that starts now takes the token that is there.
        const late = world.watch();
        await readAll([process()], ids);
        assert.equal(
          late.of(subject.operations.signIn).length,
          0,
          "a new process did not take the token of the others",
        );
      });
    } finally {
      await database.drop();
    }
  },
};

async function signsInOnce(
  world: ShopWorld,
  processes: readonly System[],
  ids: readonly string[],
  when: string,
): Promise<void> {
  const seen = world.watch();
  await readAll(processes, ids);
  const signIns = seen.of(world.subject.operations.signIn).length;
  assert.equal(
    signIns,
    1,
    `sign-ins ${when}, of ${processes.length} processes with ${ids.length} calls each`,
  );
}

async function readAll(processes: readonly System[], ids: readonly string[]): Promise<void> {
  const calls = processes.flatMap((system) =>
    ids.map(async (id) => ({ id, answers: await system.read("orders", [id]) })),
  );
  for (const { id, answers } of await Promise.all(calls)) presentIn(answers.get(id), `orders:${id}`);
}
