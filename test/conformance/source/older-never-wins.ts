import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import type { Arrived, Listener } from "../source-world/listen.ts";
import { assertCarried, readOne } from "../source-world/look-at-records.ts";
import { orderHistory, type OrderHistory } from "../source-world/order-history.ts";

export const olderNeverWins: SourceGuarantee = {
  name: "older-never-wins",
  says: "Older news never overwrite newer ones: not when they come late, not when the shop's answer lags behind its announcement, and not within the same second.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const listener = await world.listen();
      const history = await orderHistory(world, listener, { seconds: 2 });
      await comesLate(world, history);
      await answerLags(world, listener, history);
      await sameSecond(world, listener, history);
    }),
};

/** Only the last one is known; everything before it comes afterwards. */
async function comesLate(world: HubWorld, { key, arrived }: OrderHistory): Promise<void> {
  const last = arrived.at(-1);
  assert.ok(last !== undefined);
  await world.deliver(again(last));
  await endsAs(world, { key }, "the last announcement");
  const writes = world.ledger.writes.length;
  for (const each of arrived.slice(0, -1)) {
    await world.deliver(again(each));
    await world.settled();
  }
  await endsAs(world, { key }, "news that came late");
  assert.equal(world.ledger.writes.length, writes, "old news were carried over");
}

/** Answers are taken from a copy that is behind. */
async function answerLags(world: HubWorld, listener: Listener, { key }: OrderHistory): Promise<void> {
  const { subject, shop, tampering } = world;
  let old: EmulatorResponse | null = null;
  tampering.after = ({ operation }, answer) => {
    if (operation !== subject.operations.read[key.kind]) return answer;
    old ??= answer;
    return old;
  };
  await world.deliver(again(await noted(world, listener, key, "First thought")));
  await world.settled();
  assert.equal(world.ledger.entry(key)?.note, "First thought");
  await world.advance("PT5S");
  const second = await noted(world, listener, key, "Second thought");
  await world.deliver(again(second));
  await world.settled();
  assert.ok(old !== null, "nothing was read");
  assert.equal(world.ledger.entry(key)?.note, "Second thought", "an answer that lags behind was believed");
  tampering.after = null;
  await subject.shop.note(shop, key, "Third thought");
  await listener.settled();
}

/** Two changes of one second, told in either order. */
async function sameSecond(world: HubWorld, listener: Listener, { key }: OrderHistory): Promise<void> {
  for (const isTurned of [false, true])
    for (let tries = 1; ; tries += 1) {
      const pair = [await noted(world, listener, key, "This"), await noted(world, listener, key, "Or that")];
      const [one, other] = pair.map(({ delivery }) => world.subject.connector.interpret(delivery));
      const isTie =
        one?.says === "record" && other?.says === "record" && one.record.updatedAt === other.record.updatedAt;
      if (!isTie && tries < 10) continue;
      assert.ok(isTie, "the emulated shop does not tell two changes of one second");
      for (const each of isTurned ? pair.toReversed() : pair) await world.deliver(again(each));
      await endsAs(world, { key }, "two changes of one second");
      break;
    }
}

async function noted(
  world: HubWorld,
  listener: Listener,
  key: OrderHistory["key"],
  text: string,
): Promise<Arrived> {
  await world.subject.shop.note(world.shop, key, text);
  const latest = (await listener.of(key)).at(-1);
  assert.ok(latest !== undefined);
  return latest;
}

async function endsAs(world: HubWorld, { key }: Pick<OrderHistory, "key">, after: string): Promise<void> {
  await world.settled();
  const entry = world.ledger.entry(key);
  assertCarried(entry, await readOne(world.look(), key), `${keyText(key)} after ${after}`);
}
