import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { idsOf, kinds, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

export const everyPageWalked: SourceGuarantee = {
  name: "every-page-walked",
  says: "Whatever changed is found, however many pages it takes, also when a page ends where the list does.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const { shop } = world;
      const ids = { orders: [] as string[], customers: [] as string[] };
      // One more than the largest page that anybody is asked for at once; then a number that small pages divide.
      for (const [count, size] of [
        [12, 4],
        [89, 25],
        [1, null],
      ] as const)
        for (const kind of kinds) {
          for (const { id } of await subject.shop.fill(shop, kind, count)) ids[kind].push(id);
          await subject.shop.shrinkPages(shop, size);
          await walksAll(world, kind, ids[kind], size);
        }
      const [last] = await subject.shop.fill(shop, "orders", 1);
      assert.ok(last !== undefined);
      const soon = new Date(world.clock.now() + 60_000).toISOString();
      const later = await walkPages(world.open().system, "orders", soon);
      assert.deepEqual(recordsOf(later), [], "records are listed that did not change since");
    }),
};

async function walksAll(
  world: ShopWorld,
  kind: "orders" | "customers",
  ids: readonly string[],
  size: number | null,
): Promise<void> {
  const seen = world.watch();
  const found = recordsOf(await walkPages(world.open().system, kind));
  const what = `${kind}, ${size ?? "many"} a page`;
  const missed = ids.filter((id) => !found.some((record) => record.id === id));
  assert.deepEqual(missed, [], `${what}: ${missed.length} of ${ids.length} were missed`);
  assert.deepEqual(idsOf(found), [...new Set(idsOf(found))], `${what}: some were told twice`);
  const times = found.map(({ updatedAt }) => updatedAt ?? "");
  assert.deepEqual(times, times.toSorted(), `${what}: the oldest change does not come first`);
  if (size === null) return;
  const pages = seen.of(world.subject.operations.changed[kind]).length;
  assert.ok(pages >= ids.length / size, `${what}: ${ids.length} records came on ${pages} pages`);
}
