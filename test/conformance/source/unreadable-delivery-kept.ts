import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, withHubWorld } from "../source-world/hub-world.ts";

const bodies: readonly Buffer[] = [
  "",
  "not JSON",
  "<html><body>Service unavailable</body></html>",
  "[]",
  "null",
  "7",
  "{",
  "{}",
  '{"id":null}',
  '{"id":{}}',
  '{"id":"\u0000"}',
  "\u0000",
  `{"id":7,"x":"${"x".repeat(200_000)}`,
  "[".repeat(20_000),
  Buffer.from([0xff, 0xfe, 0x7b, 0x22, 0xc3, 0x28]),
].map((body) => Buffer.from(body));

interface Row {
  readonly delivery_id: string;
  readonly outcome: string | null;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly body: string;
}

export const unreadableDeliveryKept: SourceGuarantee = {
  name: "unreadable-delivery-kept",
  says: "A signed announcement that cannot be read is kept as it came, with the reason, where people look, and holds up nothing behind it.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { order, customer, deleted, merged, privacy } = subject.deliveries.topics;
      const topics = [order, customer, deleted, merged, privacy].filter((topic) => topic !== undefined);
      const sent = topics.flatMap((topic) => bodies.map((body) => ({ topic, body, id: randomUUID() })));
      const listener = await world.listen();
      const { key } = await subject.shop.place(world.shop, { buyer: world.newBuyer() });
      const statuses = await Promise.all(sent.map((delivery) => world.deliver(delivery)));
      for (const [index, status] of statuses.entries())
        assert.equal(
          status,
          200,
          `${sent[index]?.topic} with ${cut(sent[index]?.body)} was answered with ${status}`,
        );
      // One that can be read comes last.
      const arrived = (await listener.of(key)).at(-1);
      assert.ok(arrived !== undefined);
      assert.equal(await world.deliver(again(arrived)), 200);
      await world.stands(key, ["synced", "unchanged"]);
      await world.settled();

      const rows = await world.rows<Row>("select delivery_id, outcome, reason, body from waybill.inbox");
      for (const { id, topic, body } of sent) {
        const row = rows.find(({ delivery_id }) => delivery_id === id);
        const what = `${topic} with ${cut(body)}`;
        assert.ok(row !== undefined, `${what} is lost`);
        assert.equal(row.outcome, "failed", `${what} counts as ${row.outcome}`);
        assert.match(row.reason?.message ?? "", /\S+ \S+/, `${what} is kept without a reason`);
        // A database keeps no NUL, and no byte that is no text.
        const text = body.toString("utf8").replaceAll("\u0000", "\uFFFD");
        assert.equal(row.body, text, `${what} is not kept as it came`);
      }
      await tellsPeople(world, sent.filter(({ topic }) => topic === order).length);
    }),
};

/** Those that should be about an order stand in the list of records; those about no record in the shop's journal. */
async function tellsPeople(
  world: Parameters<Parameters<typeof withHubWorld>[1]>[0],
  orders: number,
): Promise<void> {
  const failed = await world.hub.records({ kind: "orders", outcome: "failed", limit: 1_000 });
  assert.ok(
    failed.length >= orders,
    `${orders} orders could not be read, and ${failed.length} records say so`,
  );
  for (const { outcome } of failed) assert.match(outcome.reason.message, /\S+ \S+/);
  const told = await world.hub.journal({ store: "acme", limit: 1_000 });
  assert.ok(
    told.some(({ message }) => message.includes("could not be read")),
    "the journal says nothing of them",
  );
}

function cut(body: Buffer | undefined): string {
  return JSON.stringify(body?.toString("utf8").slice(0, 30));
}
