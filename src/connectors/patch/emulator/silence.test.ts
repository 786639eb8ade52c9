import { describe, expect, it } from "vitest";
import { orderEvent, testAccount } from "./test-account.ts";

describe("automations", () => {
  it("run for every event they listen for, and send to those who consented", async () => {
    const { call, dump } = testAccount();
    const contact = { phone: "61400000001", sms_on: true };
    const { _id } = (await call("POST", "/events", orderEvent("1", "5", { contact }))).body;
    await call("PATCH", "/contacts", { phone: "61400000001", first_name: "Ada", email_on: true });
    await call("POST", "/events", orderEvent("1", "6", { event: "order.updated", contact_upsert: false }));
    const [ada] = dump().contacts;
    expect(dump().automationLog).toMatchObject([
      { automation: "Welcome", channel: "email", sent: false, contact_id: ada?._id },
      { automation: "Thank you for your order", channel: "sms", sent: true, event_id: _id },
      { automation: "We have changed your details", channel: "email", sent: true },
      { automation: "Your order has changed", channel: "email", sent: true, event: "order.updated" },
    ]);
  });

  it("do not send to somebody without an address for it, but are logged", async () => {
    const { call, dump } = testAccount();
    await call("POST", "/events", orderEvent("1", "5", { contact: { sms_on: true } }));
    expect(dump().automationLog.at(-1)).toMatchObject({ channel: "sms", sent: false });
  });

  it("rest while they are switched off, and listen for whatever event they are told", async () => {
    const { call, control, dump } = testAccount();
    control("/automations", {}, [
      { name: "Thank you for your order", event: "order.finished", channel: "sms", active: false },
      { name: "Delivered", event: "delivery", channel: "sms" },
    ]);
    await call("POST", "/events", orderEvent("1", "5"));
    await call("POST", "/events", orderEvent("1", "5", { event: "delivery" }));
    expect(dump().automationLog.map(({ automation }) => automation)).toEqual(["Welcome", "Delivered"]);
  });
});

describe("silence", () => {
  const silently = async (account: ReturnType<typeof testAccount>, order: string) => {
    const email = `${order}@buyer.example`;
    await account.call("PATCH", "/contacts", { email, skip_triggers: true });
    await account.call("PATCH", "/contacts", { email, first_name: "Ada", skip_triggers: true });
    const body = orderEvent(order, "5", {
      primary_key_value: email,
      contact: { last_name: "L" },
      skip_triggers: true,
    });
    await account.call("POST", "/events", body);
    await account.call("POST", "/events", { ...body, event: "order.updated" });
  };

  it("keeps every automation still, while all events are there", async () => {
    const account = testAccount();
    await silently(account, "1");
    expect(account.dump().automationLog).toEqual([]);
    expect(account.dump().events.map(({ event, silent }) => [event, silent])).toEqual([
      ["contact.created", true],
      ["contact.updated", true],
      ["contact.updated", true],
      ["order.finished", true],
      ["order.updated", true],
    ]);
    // What comes afterwards is heard again.
    await account.call("POST", "/events", orderEvent("2", "5"));
    expect(account.dump().automationLog).toHaveLength(2);
  });

  it("holds on contacts or on events only, or nowhere, where the switch says so", async () => {
    const account = testAccount({ silence: "contacts" });
    const heard = () => account.dump().automationLog.map(({ event }) => event);
    await silently(account, "1");
    // The contact that an event carries is written as loudly as the event.
    expect(heard()).toEqual(["contact.updated", "order.finished", "order.updated"]);
    account.emulator.reset();
    account.emulator.set({ silence: "events" });
    await silently(account, "2");
    expect(heard()).toEqual(["contact.created", "contact.updated"]);
    account.emulator.reset();
    account.emulator.set({ silence: "ignored" });
    await silently(account, "3");
    expect(heard()).toHaveLength(5);
  });

  it("is looked for in `data` or in the query where the switch says so", async () => {
    const { call, dump, emulator } = testAccount({ silencePlace: "data", contactEvents: false });
    await call("POST", "/events", orderEvent("1", "5", { skip_triggers: true }));
    expect(dump().automationLog).toHaveLength(1);
    await call("POST", "/events", orderEvent("2", "5", { data: { skip_triggers: true } }));
    expect(dump().automationLog).toHaveLength(1);
    emulator.set({ silencePlace: "query", contactEvents: true });
    await call("POST", "/events?skip_triggers=true", orderEvent("3", "5"));
    await call("PATCH", "/contacts?skip_triggers=true", { phone: "5" });
    expect(dump().automationLog).toHaveLength(1);
  });

  it("is the other way round for calendar items: there it is known, in the body", async () => {
    const { call, control, dump } = testAccount({ silence: "ignored" });
    control("/automations", {}, { name: "Booked", event: "calendar_item.created", channel: "sms" });
    const { _id } = (control("/contacts", {}, { phone: "5" }) as unknown as { _id: string }[])[0]!;
    const day = { start_at: "2026-05-02T10:00:00Z", end_at: "2026-05-02T11:00:00Z" };
    const item = { contact_id: _id, title: "Tasting", ...day };
    await call("POST", "/calendar_items", { ...item, skip_triggers: true });
    expect(dump().automationLog).toEqual([]);
    await call("POST", "/calendar_items", item);
    expect(dump().automationLog).toMatchObject([{ automation: "Booked", event_id: null, contact_id: _id }]);
  });
});
