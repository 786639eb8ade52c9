import { describe, expect, it } from "vitest";
import { orderEvent, testAccount } from "./test-account.ts";

const names = (list: readonly Readonly<Record<string, unknown>>[]) => list.map(({ event }) => event);

describe("POST /events", () => {
  it("finds its contact by any field, and keeps what it says", async () => {
    const { call, control } = testAccount();
    const [contact] = control(
      "/contacts",
      {},
      {
        email: "ada@buyer.example",
        phone: "61400000001",
        custom_fields: { shopify_customer_id: "77" },
      },
    ) as unknown as { _id: string }[];
    for (const [primary_key, primary_key_value] of [
      ["email", "ada@buyer.example"],
      ["phone", "+61 400 000 001"],
      ["shopify_customer_id", 77],
      ["_id", contact!._id],
    ]) {
      const at = "2024-02-29T10:00:00+10:00";
      const body = { event: "order.finished", primary_key, primary_key_value, data: { id: 1 }, at };
      const made = await call("POST", "/events", body);
      expect(made.body).toEqual({
        _id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
        event: "order.finished",
        contact_id: contact!._id,
        data: { id: 1 },
        at: "2024-02-29T00:00:00.000Z",
        created_at: "2026-05-01T00:00:00.000Z",
      });
      expect((await call("GET", `/events/${made.body._id}`)).body).toEqual(made.body);
    }
  });

  it("refuses an unknown contact, unless it may make one", async () => {
    const { call, emulator, dump } = testAccount();
    const stranger = orderEvent("1", "5", { contact_upsert: false, contact: { first_name: "Ada" } });
    const refused = await call("POST", "/events", stranger);
    expect([refused.status, refused.body]).toEqual([404, { error: "no contact has this email" }]);
    emulator.set({ unknownContactStatus: 422 });
    expect((await call("POST", "/events", stranger)).status).toBe(422);
    expect(dump().events).toEqual([]);
    const made = await call("POST", "/events", { ...stranger, contact_upsert: true });
    expect(dump().contacts).toMatchObject([
      { _id: made.body["contact_id"], email: "ada@buyer.example", first_name: "Ada" },
    ]);
    expect(names(dump().events)).toEqual(["contact.created", "order.finished"]);
  });

  it("changes a known contact with what it carries, where it may", async () => {
    const { call, dump } = testAccount();
    await call("POST", "/events", orderEvent("1", "5", { contact: { first_name: "Ada" } }));
    await call("POST", "/events", orderEvent("2", "5", { contact: { first_name: "Augusta" } }));
    await call(
      "POST",
      "/events",
      orderEvent("3", "5", { contact_upsert: false, contact: { first_name: "No" } }),
    );
    expect(dump().contacts).toMatchObject([{ first_name: "Augusta" }]);
    expect(names(dump().events)).toEqual([
      "contact.created",
      "order.finished",
      "contact.updated",
      "order.finished",
      "order.finished",
    ]);
  });

  it("makes another event each time, and the newest says what the order is", async () => {
    const { call, dump } = testAccount();
    await call("POST", "/events", orderEvent("1", "5"));
    await call("POST", "/events", orderEvent("1", "5"));
    const newest = await call("POST", "/events", orderEvent("1", "4", { event: "order.updated" }));
    // Where the account's key is absent, `id` is taken.
    await call("POST", "/events", orderEvent("2", "9", { data: { shopify_order_id: undefined, id: 2 } }));
    expect(dump().events.filter(({ event }) => event.startsWith("order."))).toHaveLength(4);
    expect(dump().orders).toMatchObject([
      { order_id: "1", event_id: newest.body._id, event: "order.updated", data: { total_price: "4" } },
      { order_id: "2", event: "order.finished" },
    ]);
  });

  it("answers without an id, or with nothing, where the switch says so", async () => {
    const { call, emulator, dump } = testAccount({ eventAnswer: "withoutId" });
    const bare = await call("POST", "/events", orderEvent("1", "5"));
    expect(bare.body).toMatchObject({ event: "order.finished" });
    expect(bare.body).not.toHaveProperty("_id");
    emulator.set({ eventAnswer: "empty" });
    expect(await call("POST", "/events", orderEvent("2", "5"))).toMatchObject({ status: 200, text: "" });
    expect(dump().orders).toHaveLength(2);
  });
});

describe("contact events", () => {
  it("are made by the server for every write that changes something, with the time of the write", async () => {
    const { call, clock, dump } = testAccount();
    const body = { email: "ada@buyer.example", first_name: "Ada" };
    await call("PATCH", "/contacts", body);
    clock.advance(60_000);
    await call("PATCH", "/contacts", body);
    clock.advance(60_000);
    const changed = await call("PATCH", "/contacts", { ...body, first_name: "Augusta" });
    expect(dump().events).toMatchObject([
      { event: "contact.created", at: "2026-05-01T00:00:00.000Z" },
      { event: "contact.updated", at: "2026-05-01T00:02:00.000Z" },
    ]);
    expect(changed.body).toMatchObject({
      created_at: "2026-05-01T00:00:00.000Z",
      updated_at: "2026-05-01T00:02:00.000Z",
    });
  });

  it("are left to the caller where the switch says so", async () => {
    const { call, dump } = testAccount({ contactEvents: false });
    await call("PATCH", "/contacts", { email: "ada@buyer.example" });
    expect([dump().events, dump().automationLog]).toEqual([[], []]);
    const body = { event: "contact.created", primary_key: "email", primary_key_value: "ada@buyer.example" };
    await call("POST", "/events", body);
    expect(dump().automationLog).toMatchObject([{ automation: "Welcome" }]);
  });
});

describe("GET /events", () => {
  const some = async () => {
    const account = testAccount({ contactEvents: false });
    for (const [id, at] of [
      ["1", "2025-03-01T00:00:00Z"],
      ["2", "2025-01-01T00:00:00Z"],
      ["3", "2025-02-01T00:00:00Z"],
    ] as const)
      await account.call("POST", "/events", orderEvent(id, "5", { at }));
    const orders = async (query: string) =>
      (await account.call("GET", `/events${query}`)).list.map(
        ({ data }) => (data as { shopify_order_id: string }).shopify_order_id,
      );
    return { ...account, orders };
  };

  it("lists the newest first, in pages, or in the order that the switch says", async () => {
    const { orders, emulator } = await some();
    expect(await orders("")).toEqual(["3", "2", "1"]);
    expect(await orders("?limit=2")).toEqual(["3", "2"]);
    expect(await orders("?limit=2&offset=2")).toEqual(["1"]);
    emulator.set({ eventsOrder: "oldestFirst" });
    expect(await orders("?limit=2&offset=1")).toEqual(["2", "3"]);
    emulator.set({ eventsOrder: "latestAtFirst" });
    expect(await orders("")).toEqual(["1", "3", "2"]);
  });

  it("ignores filters, unless the switch has them matched", async () => {
    const { orders, call, emulator } = await some();
    const other = { primary_key_value: "bo@buyer.example" };
    const { contact_id } = (await call("POST", "/events", orderEvent("4", "5", other))).body;
    expect(await orders(`?contact_id=${String(contact_id)}`)).toHaveLength(4);
    emulator.set({ otherFilters: "matched" });
    expect(await orders(`?contact_id=${String(contact_id)}`)).toEqual(["4"]);
    expect(await orders("?event=order.updated")).toEqual([]);
  });
});
