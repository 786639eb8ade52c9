/** Patch Retention knows a buyer twice: once by phone number alone, and once by e-mail. Which of the two it is, is for a person. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { patchSettings } from "#test/support/old-orders.ts";
import { patchAccount } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

const email = "ida@mail.example";
const phone = "61400771407";

let world: SmallWorld;
beforeEach(async () => {
  world = await startSmallWorld({ target: patchTarget(), settings: patchSettings });
  await world.control("/patch/contacts", [
    { first_name: "Ida", last_name: "By Phone", phone },
    { first_name: "Ida", last_name: "By Mail", email },
  ]);
});
afterEach(() => world.stop());

/** The two contacts, by how they were known. */
async function contacts() {
  const { contacts: all } = await patchAccount(world);
  const named = (name: string) => all.find(({ last_name }) => last_name === name);
  return { byPhone: named("By Phone"), byMail: named("By Mail"), count: all.length };
}

/** Ida buys; what is asked about her. */
async function buy() {
  await world.place({
    paid: true,
    customer: { firstName: "Ida", lastName: "Lark", email, phone: `+${phone}` },
  });
  await whenQuiet(world);
  const asked = await world.hub.attention();
  const question = asked.find(({ attention }) => attention.code === "AMBIGUOUS_MATCH");
  if (question === undefined) throw new Error(`nothing is asked: ${JSON.stringify(asked)}`);
  return question;
}

it("nothing is written before it is settled; the one that is chosen is filled, the other left alone", async () => {
  const before = await contacts();
  const question = await buy();
  expect(await contacts()).toEqual(before);
  await world.hub.resolve(question.id, `use=${before.byMail?._id}`, "test");
  await whenQuiet(world);
  const after = await contacts();
  expect(after.byMail).toMatchObject({ email, phone });
  expect(after.byPhone).toEqual(before.byPhone);
  expect(after.count).toBe(before.count);
});

it("the one without an e-mail does not get one that the other has, unless the two are merged", async () => {
  const before = await contacts();
  const question = await buy();
  const use = `use=${before.byPhone?._id}`;
  expect((await world.hub.resolve(question.id, use, "test")).outcome).toMatchObject({
    state: "attention",
    reason: { code: "CONTACT_EMAIL_TAKEN" },
  });
  const [again] = (await world.hub.attention()).filter(
    ({ attention }) => attention.code === "CONTACT_EMAIL_TAKEN",
  );
  expect((await world.hub.resolve(again?.id ?? "", "accept", "test")).outcome.state).toBe("unchanged");
  await whenQuiet(world);
  const after = await contacts();
  expect(after.byPhone).toMatchObject({ email: null, phone });
  expect(after.byMail?.email).toBe(email);
});
