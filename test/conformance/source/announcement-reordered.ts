import assert from "node:assert/strict";
import { keyText, type AnnouncedKey } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld, type HubWorld, type Sent } from "../source-world/hub-world.ts";
import { orderHistory, type OrderHistory } from "../source-world/order-history.ts";
import { kept, readOne } from "../source-world/look-at-records.ts";

/** Orders of arrival: as it happened, backwards, the end first, the beginning last, every other one. */
const arrivals: readonly (<T>(list: readonly T[]) => readonly T[])[] = [
  (list) => list,
  (list) => list.toReversed(),
  (list) => [...list.slice(-1), ...list.slice(0, -1)],
  (list) => [...list.slice(1), ...list.slice(0, 1)],
  (list) => [...list.filter((_, index) => index % 2 === 1), ...list.filter((_, index) => index % 2 === 0)],
];

interface Case {
  readonly key: AnnouncedKey;
  readonly sent: readonly Sent[];
  readonly end: unknown;
}

export const announcementReordered: SourceGuarantee = {
  name: "announcement-reordered",
  says: "In whatever order announcements arrive, all before the first write, one by one, or of one second, the record ends as the shop has it, also when the shop cannot be asked any more.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      // Wanted only once it is paid, so that earlier news gather before the first write.
      world.ledger.accepts = (record) => record.kind === "orders" && record.financialStatus === "PAID";
      const listener = await world.listen();
      for (const seconds of [2, 0]) {
        const history = await orderHistory(world, listener, { seconds });
        const end = kept(await readOne(world.look(), history.key));
        const gathered = arrivals.map((arrival, index) =>
          another(history, end, arrival, seconds * 100 + index),
        );
        const oneByOne = arrivals
          .slice(1, 4)
          .map((arrival, index) => another(history, end, arrival, seconds * 100 + 50 + index));
        await world.hub.pause(world.connection);
        for (const { sent } of gathered) for (const delivery of sent) await world.deliver(delivery);
        await world.hub.resume(world.connection);
        for (let turn = 0; turn < history.arrived.length; turn += 1) {
          for (const { sent } of oneByOne) {
            const delivery = sent[turn];
            if (delivery !== undefined) await world.deliver(delivery);
          }
          await world.settled();
        }
        await endAlike(world, [...gathered, ...oneByOne]);
        // The order itself, which the shop can be asked for.
        for (const arrived of history.arrived.toReversed()) await world.deliver(again(arrived));
        await world.settled();
        await endAlike(world, [{ key: history.key, sent: [], end }]);
      }
    }),
};

/** The same history of another order, which the shop does not know: only its announcements tell of it. */
function another(
  { key, arrived }: OrderHistory,
  end: unknown,
  arrival: (typeof arrivals)[number],
  number: number,
): Case {
  const id = String(7_700_000_000_000 + number);
  const renamed = (text: string): string => text.replaceAll(key.id, id);
  return {
    key: { kind: key.kind, id },
    sent: arrival(arrived).map((each) => ({ ...again(each), body: renamed(each.delivery.body) })),
    end: JSON.parse(renamed(JSON.stringify(end))),
  };
}

async function endAlike(world: HubWorld, cases: readonly Case[]): Promise<void> {
  for (const { key, end } of cases) {
    const record = await world.stands(key, ["synced", "unchanged"]);
    const entry = world.ledger.entry(key);
    assert.ok(entry !== undefined, `${keyText(key)} was not carried over: ${JSON.stringify(record.outcome)}`);
    assert.deepEqual(kept(entry), end, `how ${keyText(key)} ends`);
    const writes = world.ledger.writes.filter((written) => written === keyText(key)).length;
    assert.equal(writes, 1, `writes of ${keyText(key)}, of which only the last state is wanted`);
  }
}
