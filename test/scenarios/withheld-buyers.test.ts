import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  storyOf,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
  type StoredDocument,
} from "#test/support/story.ts";

const ida = { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example", phone: "+61255501234" };
const home = {
  firstName: "Ida",
  lastName: "Larkspur",
  address1: "1 High Street",
  city: "Newtown",
  zip: "2042",
  countryCode: "AU",
};
const bought = { customer: ida, shippingAddress: home, billingAddress: home };

let world: SmallWorld;
let idaInShop: string;
/** Ida in Unleashed, with all that the shop told of her and what staff wrote. */
let idaBefore: StoredDocument;

beforeAll(async () => {
  world = await startSmallWorld();
  const order = await world.place(bought);
  await world.standing(order.name, "synced");
  const { Guid } = await customerOf(order);
  await world.control(`/unleashed/customers/${String(Guid)}/edit`, {
    Notes: "Pays on account",
    MobileNumber: "0400 000 000",
  });
  idaBefore = await customerOf(order);
  const { customers } = await world.control<{ customers: { id: string; email: string | null }[] }>(
    "/shopify/acme/dump?only=customers",
  );
  idaInShop =
    customers
      .find(({ email }) => email === ida.email)
      ?.id.split("/")
      .at(-1) ?? "";
});
afterAll(() => world.stop());

const everything = { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" };
beforeEach(async () => {
  await world.control("/shopify/acme/plan", { plan: "plus" });
  await world.control("/shopify/acme/protected-data", everything);
  await world.control("/shopify/acme/webhooks", { lose: 0 });
  await world.hub.doctor();
});

/** The customer of an order's sales order, whole. */
async function customerOf(order: PlacedOrder): Promise<StoredDocument> {
  const { Guid } = (await theSalesOrder(world, order.name))["Customer"] as { Guid: string };
  const found = (await world.customers()).find((customer) => customer.Guid === Guid);
  if (found === undefined) throw new Error(`the customer of ${order.name} is not there`);
  return found as unknown as StoredDocument;
}

async function idaNow(): Promise<StoredDocument> {
  const found = (await world.customers()).find((customer) => customer.Guid === idaBefore["Guid"]);
  if (found === undefined) throw new Error("Ida is not there");
  return found as unknown as StoredDocument;
}

/** Places an order that arrives because the shop announces it, or because a sweep reads it through GraphQL. */
async function arrives(
  how: "webhook" | "GraphQL",
  body: Readonly<Record<string, unknown>>,
): Promise<PlacedOrder> {
  if (how === "GraphQL") await world.control("/shopify/acme/webhooks", { lose: 1 });
  const order = await world.place(body);
  if (how === "GraphQL") await world.advance("PT10M");
  await world.standing(order.name, "synced");
  await whenQuiet(world);
  const { journal } = await storyOf(world, order.name);
  expect(journal[0]?.code).toBe(how === "GraphQL" ? "FOUND_BY_SWEEP" : "RECEIVED");
  return order;
}

const plan = () => world.control("/shopify/acme/plan", { plan: "basic" });
const withhold = (parts: Readonly<Record<string, string>>) => () =>
  world.control("/shopify/acme/protected-data", parts);

const byPlan = "because its plan does not give this kind of app personal data";
const byApproval = "because the app is not approved for personal data";

describe.each(["webhook", "GraphQL"] as const)("an order told by %s", (how) => {
  it.each([
    ["everything by the plan", plan, byPlan, "denied by plan"],
    [
      "everything by a missing approval",
      withhold({ ...everything, customer: "approval" }),
      byApproval,
      "denied by approval",
    ],
    ["names by a missing approval", withhold({ name: "approval" }), byApproval, "name (denied by approval)"],
    ["e-mail addresses by the plan", withhold({ email: "plan" }), byPlan, "email (denied by plan)"],
  ])(
    "goes to the placeholder when the shop withholds %s; why is told, and nothing is wiped",
    async (_what, hide, why, finding) => {
      await hide();
      const findings = await world.hub.doctor("acme-unleashed");
      expect(findings.find(({ code }) => code === "BUYERS_WITHHELD")?.message).toContain(finding);
      expect(findings.map(({ code }) => code)).toContain("CUSTOMER_DATA_WITHHELD");
      const order = await arrives(how, bought);
      expect(await customerOf(order)).toMatchObject({
        CustomerCode: "SHOPIFY-SALES",
        Email: null,
        Notes: null,
      });
      const { journal, record } = await storyOf(world, order.name);
      expect(record.outcome.reason.code).toBe("WRITTEN_AND_READ_BACK");
      const remark = journal.find(({ code }) => code === "BUYER_WITHHELD");
      expect(remark?.message).toContain(why);
      expect(remark?.message).toContain("SHOPIFY-SALES");
      expect(await idaNow()).toEqual(idaBefore);
    },
  );

  it.each([
    ["addresses", withhold({ address: "approval" })],
    ["phone numbers", withhold({ phone: "plan" })],
  ])("goes to its own buyer when the shop withholds only %s, and nothing is wiped", async (_what, hide) => {
    await hide();
    const order = await arrives(how, bought);
    expect(await customerOf(order)).toEqual(idaBefore);
    const { journal } = await storyOf(world, order.name);
    expect(journal.map(({ code }) => code)).not.toContain("BUYER_WITHHELD");
  });

  it("of a guest goes to the placeholder too when it tells no e-mail", async () => {
    await plan();
    const order = await arrives(how, { customer: null, email: "guest@mail.example", shippingAddress: home });
    expect(await customerOf(order)).toMatchObject({ CustomerCode: "SHOPIFY-SALES" });
  });
});

describe("a buyer who changes while the shop withholds who they are", () => {
  it.each([
    ["the plan", plan],
    ["approval of names", withhold({ name: "approval" })],
    ["approval of e-mail addresses", withhold({ email: "approval" })],
    ["approval of addresses and phone numbers", withhold({ address: "approval", phone: "approval" })],
  ])("keeps what Unleashed holds (%s)", async (_what, hide) => {
    await hide();
    const calls = watchCalls(world, "unleashed");
    await world.control(`/shopify/acme/customers/${idaInShop}/update`, { tags: [`seen-${Date.now()}`] });
    await whenQuiet(world);
    expect(await idaNow()).toEqual(idaBefore);
    expect(writesOf(calls())).toEqual([]);
  });

  it("keeps it with blanks too, whatever the preset says about who wins", async () => {
    const documented = await startSmallWorld({ preset: "documented" });
    const order = await documented.place({ ...bought, customer: { ...ida, note: "Rings twice" } });
    await documented.standing(order.name, "synced");
    const [before] = await documented.customers();
    await documented.control("/shopify/acme/plan", { plan: "basic" });
    const hidden = await documented.place(bought);
    await documented.standing(hidden.name, "synced");
    await documented.control("/shopify/acme/plan", { plan: "plus" });
    const blank = await documented.place({ customer: { ...ida, note: "" } });
    await documented.standing(blank.name, "synced");
    await whenQuiet(documented);
    expect((await documented.customers()).find(({ Guid }) => Guid === before?.Guid)).toEqual(before);
    await documented.stop();
  });
});

describe("once the shop tells who buys again", () => {
  it("buyers are carried as usual, and what was known before is still there", async () => {
    await plan();
    const otto = { firstName: "Otto", lastName: "Fern", email: "otto@mail.example" };
    const hidden = await arrives("webhook", { customer: otto });
    expect(await customerOf(hidden)).toMatchObject({ CustomerCode: "SHOPIFY-SALES" });
    await world.control("/shopify/acme/plan", { plan: "plus" });

    const shown = await arrives("webhook", { customer: otto });
    expect(await customerOf(shown)).toMatchObject({ CustomerName: "Otto Fern", Email: "otto@mail.example" });
    const again = await arrives("webhook", bought);
    expect(await customerOf(again)).toEqual(idaBefore);

    await world.control(`/shopify/acme/customers/${idaInShop}/update`, { phone: "+61255509999" });
    await whenQuiet(world);
    const now = await idaNow();
    expect(now).toMatchObject({
      Notes: "Pays on account",
      MobileNumber: "0400 000 000",
      PhoneNumber: "+61255509999",
    });
    const untouched = (document: StoredDocument) =>
      Object.fromEntries(
        Object.entries(document).filter(
          ([name]) => name !== "PhoneNumber" && !name.startsWith("LastModified"),
        ),
      );
    expect(untouched(now)).toEqual(untouched(idaBefore));
    await world.control(`/shopify/acme/customers/${idaInShop}/update`, { phone: ida.phone });
    await whenQuiet(world);
  });

  it("an order that was placed hidden and is paid when it is not goes to its own buyer", async () => {
    await plan();
    const order = await world.place({ ...bought, paid: false });
    await world.standing(order.name, "skipped");
    await world.control("/shopify/acme/plan", { plan: "plus" });
    await change(world, order, "pay");
    await world.standing(order.name, "synced");
    expect((await customerOf(order))["Guid"]).toBe(idaBefore["Guid"]);
  });
  it("an order that was placed in the open and is paid when the shop withholds goes to the buyer who is known", async () => {
    const order = await world.place({ ...bought, paid: false });
    await world.standing(order.name, "skipped");
    await plan();
    await change(world, order, "pay");
    await world.standing(order.name, "synced");
    expect((await customerOf(order))["Guid"]).toBe(idaBefore["Guid"]);
  });
});
