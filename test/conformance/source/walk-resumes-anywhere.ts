import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { failureOf, idsOf, kinds, recordsOf, walkPages } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

export const walkResumesAnywhere: SourceGuarantee = {
  name: "walk-resumes-anywhere",
  says: "A walk over what changed can be taken up after any page by another process, and begun at any time, and finds the rest.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const { shop } = world;
      for (const kind of kinds) {
        for (const count of [3, 4, 5]) {
          await subject.shop.fill(shop, kind, count);
          world.clock.advance(3_000);
        }
        await subject.shop.shrinkPages(shop, 3);
        await takeUpAfterEachPage(world, kind);
        await beginAtEachTime(world, kind);
      }
      for (const cursor of ["", "not a cursor", "1|2", "null"]) {
        const { system } = world.open();
        await failureOf(
          system.changedSince("orders", new Date(0).toISOString(), cursor),
          `the cursor ${JSON.stringify(cursor)}`,
        );
      }
    }),
};

async function takeUpAfterEachPage(world: ShopWorld, kind: "orders" | "customers"): Promise<void> {
  const pages = await walkPages(world.open().system, kind);
  assert.ok(pages.length > 3, `${kind}: ${pages.length} pages are too few to show anything`);
  for (const [index, { next }] of pages.entries()) {
    if (next === null) continue;
    const rest = await walkPages(world.open().system, kind, undefined, next);
    assert.deepEqual(
      recordsOf(rest).map(({ id }) => id),
      recordsOf(pages.slice(index + 1)).map(({ id }) => id),
      `${kind}: what follows after page ${index + 1}`,
    );
  }
}

/** A bound within a second may tell of the whole second, since shops tell no finer times; it may not lose any of it. */
async function beginAtEachTime(world: ShopWorld, kind: "orders" | "customers"): Promise<void> {
  const all = recordsOf(await walkPages(world.open().system, kind));
  for (const time of new Set(all.map(({ updatedAt }) => updatedAt ?? "")))
    for (const ms of [0, 1, 999]) {
      const since = new Date(Date.parse(time) + ms);
      const second = new Date(Math.floor(since.getTime() / 1_000) * 1_000).toISOString();
      const found = recordsOf(await walkPages(world.open().system, kind, since.toISOString()));
      const due = all.filter(({ updatedAt }) => (updatedAt ?? "") >= since.toISOString());
      const allowed = all.filter(({ updatedAt }) => (updatedAt ?? "") >= second);
      const missed = idsOf(due).filter((id) => !idsOf(found).includes(id));
      assert.deepEqual(missed, [], `${kind} changed since ${since.toISOString()}: some were missed`);
      const strangers = idsOf(found).filter((id) => !idsOf(allowed).includes(id));
      assert.deepEqual(strangers, [], `${kind} since ${since.toISOString()}: some changed before`);
    }
}
