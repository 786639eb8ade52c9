import { describe, expect, it } from "vitest";
import { testAccount } from "./test-account.ts";

const ada = { first_name: "Ada", email: "ada@buyer.example", phone: "61400000001" };

describe("PATCH /contacts", () => {
  it("makes a contact, and finds it again by what `match:` names", async () => {
    const { call, dump } = testAccount();
    const made = await call("PATCH", "/contacts?match:phone=61400000001", ada);
    expect(made.body).toMatchObject({ ...ada, sms_on: false, email_on: false, loyalty_points: 0, tags: [] });
    const found = await call("PATCH", "/contacts?match:phone=61400000001", { last_name: "Lovelace" });
    expect(found.body).toMatchObject({ ...ada, last_name: "Lovelace", _id: made.body._id });
    expect(dump().contacts).toHaveLength(1);
  });

  it("fills what `match:` names into a new contact, where the switch says so", async () => {
    const { call, emulator } = testAccount();
    const path = "/contacts?match:phone=61400000001&match:shopify_customer_id=77";
    expect((await call("PATCH", path, { first_name: "Ada" })).body).toMatchObject({
      phone: "61400000001",
      custom_fields: { shopify_customer_id: "77" },
    });
    emulator.set({ matchFillsNew: false });
    expect((await call("PATCH", "/contacts?match:phone=61400000002", {})).body["phone"]).toBeNull();
  });

  it("finds by a custom field, whatever stands in the other fields", async () => {
    const { call } = testAccount();
    const custom_fields = { shopify_customer_id: "77" };
    const made = await call("PATCH", "/contacts", { ...ada, custom_fields });
    for (const name of ["shopify_customer_id", "custom_fields.shopify_customer_id"]) {
      const found = await call("PATCH", `/contacts?match:${name}=77`, { email: "new@buyer.example" });
      expect(found.body).toMatchObject({ _id: made.body._id, email: "new@buyer.example" });
    }
    expect((await call("PATCH", "/contacts?match:shoe_size=44", {})).status).toBe(422);
    expect((await call("PATCH", "/contacts?match:phone=", {})).status).toBe(400);
  });

  it("goes by phone, then by e-mail, without `match:`; or by what the switch says", async () => {
    const { call, control, emulator } = testAccount();
    const { _id: byPhone } = (control("/contacts", {}, { phone: "1" }) as unknown as { _id: string }[])[0]!;
    const { _id: byEmail } = (
      control("/contacts", {}, { email: "a@b.example" }) as unknown as { _id: string }[]
    )[0]!;
    expect((await call("PATCH", "/contacts", { phone: "1", email: "a@b.example" })).body._id).toBe(byPhone);
    expect((await call("PATCH", "/contacts", { phone: "2", email: "A@b.example" })).body._id).toBe(byPhone);
    emulator.set({ upsertKeys: ["email"], severalMatches: "newest" });
    expect((await call("PATCH", "/contacts", { phone: "1", email: "a@b.example" })).body._id).toBe(byEmail);
    emulator.set({ upsertKeys: [] });
    const another = await call("PATCH", "/contacts", { phone: "1", email: "a@b.example" });
    expect([byPhone, byEmail]).not.toContain(another.body._id);
  });

  it("takes the oldest of several that match, or what the switch says", async () => {
    const { call, control, emulator } = testAccount();
    const twins = control("/contacts", {}, [ada, { ...ada, first_name: "Twin" }]) as unknown as {
      _id: string;
    }[];
    const match = () => call("PATCH", "/contacts?match:email=ada@buyer.example", {});
    expect((await match()).body._id).toBe(twins[0]!._id);
    emulator.set({ severalMatches: "newest" });
    expect((await match()).body._id).toBe(twins[1]!._id);
    emulator.set({ severalMatches: "refused" });
    const refused = await match();
    expect([refused.status, refused.body]).toEqual([422, { error: "2 contacts match" }]);
  });

  it("wants all of several keys to match, or any where the switch says so", async () => {
    const { call, control, emulator } = testAccount();
    control("/contacts", {}, [{ phone: "1" }, { email: "a@b.example" }]);
    const path = "/contacts?match:phone=1&match:email=a@b.example";
    emulator.set({ severalKeys: "any" });
    expect((await call("PATCH", path, {})).body["phone"]).toBe("1");
    emulator.set({ severalKeys: "all" });
    expect((await call("PATCH", path, {})).body).toMatchObject({ phone: "1", email: "a@b.example" });
  });

  it("keeps phone numbers as digits, or refuses other forms where the switch says so", async () => {
    const { call, emulator } = testAccount();
    const made = await call("PATCH", "/contacts?match:phone=%2B61%20400%20000%20001", { first_name: "Ada" });
    expect(made.body["phone"]).toBe("61400000001");
    emulator.set({ phones: "digitsOnly" });
    expect((await call("PATCH", "/contacts", { phone: "+61400000001" })).status).toBe(422);
    expect((await call("PATCH", "/contacts", { phone: "61400000001" })).body._id).toBe(made.body._id);
  });

  it("minds letter case of e-mails only where the switch says so", async () => {
    const { call, emulator } = testAccount();
    const made = await call("PATCH", "/contacts", { email: "Ada@Buyer.example" });
    expect((await call("GET", "/contacts?email=ada@buyer.example")).list).toHaveLength(1);
    expect(made.body["email"]).toBe("Ada@Buyer.example");
    emulator.set({ emailCase: "exact" });
    expect((await call("GET", "/contacts?email=ada@buyer.example")).list).toEqual([]);
  });

  it("takes custom fields that the account has, and keeps those that an update leaves out", async () => {
    const { call, emulator, control } = testAccount();
    const body = { ...ada, custom_fields: { shopify_customer_id: "77", shoe_size: 44 } };
    expect((await call("PATCH", "/contacts", body)).body["custom_fields"]).toEqual({
      shopify_customer_id: "77",
    });
    control("/fields", {}, { key: "shoe_size" });
    const custom_fields = { shoe_size: 44 };
    const both = await call("PATCH", "/contacts", { ...ada, custom_fields });
    expect(both.body["custom_fields"]).toEqual({ shopify_customer_id: "77", shoe_size: 44 });
    emulator.set({ customFieldsOnUpdate: "replaced", unknownCustomFields: "refused" });
    expect((await call("PATCH", "/contacts", { ...ada, custom_fields })).body["custom_fields"]).toEqual(
      custom_fields,
    );
    expect((await call("PATCH", "/contacts", { ...ada, custom_fields: { hat: 1 } })).status).toBe(422);
  });

  it("sets, adds or ignores tags as the switch says", async () => {
    const { call, emulator } = testAccount();
    const tag = async (...tags: string[]) =>
      (await call("PATCH", "/contacts", { ...ada, tags })).body["tags"];
    expect(await tag("one", "two", "one")).toEqual(["one", "two"]);
    expect(await tag("three")).toEqual(["three"]);
    emulator.set({ tagsInContact: "added" });
    expect(await tag("four")).toEqual(["three", "four"]);
    emulator.set({ tagsInContact: "ignored" });
    expect(await tag("five")).toEqual(["three", "four"]);
  });

  it("never lets a contact write move points, unless the switch says so", async () => {
    const { call, emulator, dump } = testAccount();
    const write = (points: number) => call("PATCH", "/contacts", { ...ada, loyalty_points: points });
    expect((await write(50)).body["loyalty_points"]).toBe(0);
    emulator.set({ pointsInContactWrite: "refused" });
    expect((await write(50)).status).toBe(422);
    emulator.set({ pointsInContactWrite: "set" });
    expect((await write(50)).body["loyalty_points"]).toBe(50);
    expect(dump().pointsLedger).toMatchObject([{ points: 50, balance: 50, why: "written", order_id: null }]);
    emulator.set({ pointsPlace: "customFields", pointsField: "stars" });
    const shown = await call("PATCH", "/contacts", { ...ada, custom_fields: { stars: 51 } });
    expect(shown.body).toMatchObject({ custom_fields: { stars: 51 } });
    expect(shown.body).not.toHaveProperty("stars");
  });

  it("switches consent on for nobody, unless the body or the switch says so", async () => {
    const { call, emulator } = testAccount();
    expect((await call("PATCH", "/contacts", { ...ada, sms_on: true })).body).toMatchObject({
      sms_on: true,
      email_on: false,
    });
    emulator.set({ consentOfNew: true });
    expect((await call("PATCH", "/contacts", { phone: "5" })).body).toMatchObject({
      sms_on: true,
      email_on: true,
    });
  });

  it("makes one without phone and e-mail, unless the switch refuses it", async () => {
    const { call, emulator } = testAccount();
    expect((await call("PATCH", "/contacts", { first_name: "Nobody", email: "" })).body["email"]).toBeNull();
    emulator.set({ needsPhoneOrEmail: true });
    expect((await call("PATCH", "/contacts", { first_name: "Nobody" })).status).toBe(422);
  });

  it("keeps an external id only where the account has such a field", async () => {
    const { call, emulator } = testAccount();
    expect((await call("PATCH", "/contacts", { ...ada, external_id: 77 })).body).not.toHaveProperty(
      "external_id",
    );
    emulator.set({ contactExternalId: true });
    const known = await call("PATCH", "/contacts", { ...ada, external_id: 77 });
    expect(known.body["external_id"]).toBe("77");
    expect((await call("PATCH", "/contacts?match:external_id=77", {})).body._id).toBe(known.body._id);
  });
});

describe("one contact", () => {
  it("is read, changed and deleted by its id", async () => {
    const { call, emulator } = testAccount();
    const { _id } = (await call("PATCH", "/contacts", ada)).body;
    expect((await call("GET", `/contacts/${_id}`)).body).toMatchObject(ada);
    expect((await call("PUT", `/contacts/${_id}`, { last_name: "L" })).body).toMatchObject({
      ...ada,
      last_name: "L",
    });
    emulator.set({ putReplaces: true });
    expect((await call("PUT", `/contacts/${_id}`, { email: ada.email })).body).toMatchObject({
      email: ada.email,
      phone: null,
      last_name: null,
    });
    expect((await call("DELETE", `/contacts/${_id}`)).body._id).toBe(_id);
    expect((await call("GET", `/contacts/${_id}`)).status).toBe(404);
    expect((await call("GET", `/contacts?email=${ada.email}`)).list).toEqual([]);
    emulator.set({ deletedStatus: 204 });
    const again = (await call("PATCH", "/contacts", ada)).body;
    const deleted = await call("DELETE", `/contacts/${again._id}`);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
  });
});

describe("GET /contacts", () => {
  const many = async (count: number) => {
    const account = testAccount();
    account.emulator.seed({
      contacts: Array.from({ length: count }, (_, i) => ({ first_name: `N${i}`, phone: String(100 + i) })),
    });
    const names = async (path: string) =>
      (await account.call("GET", path)).list.map((one) => one["first_name"]);
    return { ...account, names };
  };

  it("pages by limit and offset, thirty at a time by default", async () => {
    const { names } = await many(65);
    expect(await names("/contacts")).toHaveLength(30);
    const paged = [0, 25, 50, 75].map((offset) => names(`/contacts?limit=25&offset=${offset}`));
    const pages = await Promise.all(paged);
    expect(pages.map((page) => page.length)).toEqual([25, 25, 15, 0]);
    expect(pages.flat()).toEqual(Array.from({ length: 65 }, (_, i) => `N${i}`));
  });

  it("pages from the newest where the switch says so", async () => {
    const { names, emulator } = await many(5);
    emulator.set({ contactsOrder: "newestFirst" });
    expect(await names("/contacts?limit=2")).toEqual(["N4", "N3"]);
    expect(await names("/contacts?limit=2&offset=4")).toEqual(["N0"]);
    expect(await names("/contacts?limit=2&offset=5")).toEqual([]);
  });

  it("lowers or refuses a limit that is too high", async () => {
    const { names, call, emulator } = await many(8);
    emulator.set({ highestLimit: 5 });
    expect(await names("/contacts?limit=500")).toHaveLength(5);
    emulator.set({ overLimit: "refused" });
    expect((await call("GET", "/contacts?limit=6")).status).toBe(400);
  });

  it("filters by e-mail; by other fields only where the switch says so", async () => {
    const { names, call, emulator } = await many(3);
    emulator.seed({ contacts: [{ ...ada, custom_fields: { shopify_customer_id: "7" } }] });
    expect(await names("/contacts?email=ada@buyer.example&limit=5&offset=0")).toEqual(["Ada"]);
    expect(await names("/contacts?phone=61400000001")).toHaveLength(4);
    emulator.set({ otherFilters: "matched" });
    expect(await names("/contacts?phone=61400000001")).toEqual(["Ada"]);
    expect(await names("/contacts?shopify_customer_id=7&first_name=Ada")).toEqual(["Ada"]);
    expect(await names("/contacts?shopify_customer_id=7&first_name=Bo")).toEqual([]);
    emulator.set({ otherFilters: "refused" });
    expect((await call("GET", "/contacts?phone=61400000001")).status).toBe(422);
  });

  it("does not show who was deleted, and finds nobody by a value that they no longer have", async () => {
    const { names, call } = await many(3);
    const [first] = (await call("GET", "/contacts")).list;
    await call("DELETE", `/contacts/${first?._id}`);
    expect(await names("/contacts")).toEqual(["N1", "N2"]);
    await call("PATCH", "/contacts?match:phone=101", { email: "old@buyer.example" });
    await call("PATCH", "/contacts?match:phone=101", { email: "new@buyer.example" });
    expect(await names("/contacts?email=old@buyer.example")).toEqual([]);
    expect(await names("/contacts?email=new@buyer.example")).toEqual(["N1"]);
  });

  it("wraps lists as the switch says", async () => {
    const { call, emulator } = await many(3);
    emulator.set({ listShape: "data" });
    expect(Object.keys((await call("GET", "/contacts?limit=2")).body)).toEqual(["data"]);
    emulator.set({ listShape: "dataWithTotal" });
    expect((await call("GET", "/contacts?limit=2")).body["total"]).toBe(3);
  });
});
