import { afterAll, beforeAll, expect, it } from "vitest";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

const state = async () => (await world.hub.connection("acme-unleashed")).state;

it("uninstalling stops work; installing and applying starts it; a late announcement does not stop it again", async () => {
  await world.control("/shopify/acme/uninstall", {});
  await expect.poll(state, { timeout: 10_000 }).toBe("store-unavailable");

  await world.control("/shopify/acme/install", {});
  const configured = await world.hub.exportConfiguration();
  const [store] = configured.stores;
  if (store === undefined) throw new Error("no store");
  await world.hub.apply({
    stores: [{ ...store, auth: { clientId: "test-client-id", clientSecret: "test-client-secret" } }],
    connections: [],
  });
  expect(await state()).toBe("running");

  expect(await world.deliver("app/uninstalled", "{}")).toBe(200);
  await expect
    .poll(
      async () =>
        (
          await world.database.pool.query(
            `select code from waybill.journal where code in ('APP_UNINSTALLED', 'APP_INSTALLED_AGAIN') order by id`,
          )
        ).rows,
      { timeout: 10_000 },
    )
    .toEqual([{ code: "APP_UNINSTALLED" }, { code: "APP_INSTALLED_AGAIN" }]);
  expect(await state()).toBe("running");
  const order = await world.place();
  await world.standing(order.name, "synced");
});
