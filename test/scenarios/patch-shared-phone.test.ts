/** A family with one phone number buys at the same moment; the number alone is known over there. Nobody gets somebody else's contact. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { patchSettings } from "#test/support/old-orders.ts";
import { patchAccount } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

const phone = "61400771370";
const family = ["ada", "ben", "cleo", "dan"];

let world: SmallWorld;
beforeEach(async () => {
  world = await startSmallWorld({ target: patchTarget(), settings: patchSettings });
  await world.control("/patch/contacts", [{ first_name: "By", last_name: "Phone", phone }]);
});
afterEach(() => world.stop());

it("one of them is the contact; of the others a person is asked, whom nothing personal is told", async () => {
  // Every look is slow, so that all look before anybody writes.
  world.faults("patch", { slowMs: [100, 100] });
  await Promise.all(
    family.map((name) =>
      world.place({
        paid: true,
        customer: { firstName: name, lastName: "Lark", email: `${name}@lark.example`, phone: `+${phone}` },
      }),
    ),
  );
  world.faults("patch", {});
  await whenQuiet(world);
  await world.advance("PT20M");
  await whenQuiet(world);

  const { contacts } = await patchAccount(world);
  const held = contacts.filter((contact) => contact.phone === phone);
  expect(held).toHaveLength(1);
  const owner = family.find((name) => held[0]?.email === `${name}@lark.example`);
  expect(owner).toBeDefined();

  const asked = await world.hub.attention();
  const about = asked.filter(({ attention }) => attention.code === "AMBIGUOUS_MATCH");
  expect(about).toHaveLength(family.length - 1);
  expect(asked).toHaveLength(about.length);
  expect(JSON.stringify(asked.map(({ attention }) => attention))).not.toMatch(/lark\.example|61400771370/);
});
