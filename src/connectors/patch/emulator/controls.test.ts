import { afterEach, describe, expect, it } from "vitest";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { orderEvent, testAccount } from "./test-account.ts";

let host: EmulatorHost | undefined;
afterEach(async () => host?.close());

type Body = Record<string, unknown>;

async function hosted() {
  const account = testAccount();
  host = await startEmulatorHost({ emulators: [account.emulator], clock: account.clock });
  const { url } = host;
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}/_control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  };
  return { ...account, url, control };
}

const idsOf = (body: unknown) => (body as { _id: string }[]).map(({ _id }) => _id);

describe("the controls", () => {
  it("are listed with credentials, and every example works", async () => {
    const { control, url } = await hosted();
    const { body: overview } = await control("GET", "");
    expect(overview["systems"]).toEqual([
      { name: "patch", baseUrl: `${url}/patch/v2`, credentials: { apiKey: "key", accountId: "account" } },
    ]);
    const { body } = await control("POST", "/patch/contacts", [
      { phone: "1" },
      { phone: "2" },
      { phone: "3" },
    ]);
    const [keep, merge, other] = idsOf(body);
    const controls = overview["controls"] as { method: string; path: string; example: unknown }[];
    for (const { method, path, example } of controls.toSorted((a, b) => rank(a.path) - rank(b.path))) {
      const sent = path.endsWith("/merge") ? { keep, merge: [merge] } : example;
      const id = path.endsWith("/delete") ? other : keep;
      const place = path.replace("/_control", "").replace("{id}", id ?? "");
      const answer = await control(method, place, method === "POST" ? sent : undefined);
      expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()]);
    }
  });

  it("name what is wrong", async () => {
    const { control } = await hosted();
    const [id] = idsOf((await control("POST", "/patch/contacts", { phone: "1" })).body);
    for (const [path, body, words] of [
      ["/switches", { creatdStatus: 201 }, "creatdStatus"],
      ["/contacts", { email: "nobody" }, "email is not an e-mail address"],
      [`/contacts/${id}/edit`, { shoe_size: 1 }, "shoe_size is not a field"],
      [`/contacts/${id}/edit`, { custom_fields: { hat: 1 } }, "no custom field hat"],
      ["/contacts/merge", { keep: id, merge: [id] }, "merged with itself"],
    ] as const) {
      const refused = await control("POST", `/patch${path}`, body);
      expect([refused.status, refused.body["error"]]).toEqual([400, expect.stringContaining(words)]);
    }
    expect((await control("POST", "/patch/contacts/none/points", { change: 1 })).status).toBe(404);
  });

  it("let staff edit a contact as loudly as at the vendor's console, and change its points", async () => {
    const { control, dump } = await hosted();
    const [id] = idsOf(
      (await control("POST", "/patch/contacts", { phone: "1", sms_on: true, points: 4 })).body,
    );
    expect([dump().events, dump().automationLog]).toEqual([[], []]);
    await control("POST", `/patch/contacts/${id}/edit`, { first_name: "Ada" });
    expect(dump().events).toMatchObject([{ event: "contact.updated", cause: "staff", silent: false }]);
    expect(dump().automationLog).toMatchObject([{ automation: "We have changed your details" }]);
    await control("POST", `/patch/contacts/${id}/points`, { change: -1 });
    const { body } = await control("POST", `/patch/contacts/${id}/points`, { points: 20 });
    expect(body).toMatchObject({ first_name: "Ada", loyalty_points: 20 });
    expect(dump().pointsLedger.map(({ points }) => points)).toEqual([4, -1, 17]);
  });

  it("merge contacts: the first keeps its data, and gets the others' events and orders", async () => {
    const { control, call, dump } = await hosted();
    await call("POST", "/events", orderEvent("1", "10", { contact: { first_name: "Ada" } }));
    await call("POST", "/events", orderEvent("2", "7", { primary_key_value: "bo@buyer.example" }));
    const [ada, bo] = idsOf(dump().contacts);
    const merged = await control("POST", "/patch/contacts/merge", { keep: ada, merge: [bo] });
    expect(merged.body).toMatchObject({ email: "ada@buyer.example", first_name: "Ada", loyalty_points: 10 });
    expect(dump().contacts).toHaveLength(1);
    expect(new Set(dump().events.map((event) => event["contact_id"]))).toEqual(new Set([ada]));
    await call("POST", "/events", orderEvent("2", "9"));
    expect(dump().contacts).toMatchObject([{ loyalty_points: 12 }]);
  });

  it("add up points of merged contacts where the switch says so", async () => {
    const { control, dump } = await hosted();
    await control("POST", "/patch/switches", { mergePoints: "sum" });
    const people = [{ phone: "1", points: 3 }, { phone: "2", points: 4 }, { phone: "3" }];
    const [keep, ...merge] = idsOf((await control("POST", "/patch/contacts", people)).body);
    await control("POST", "/patch/contacts/merge", { keep, merge });
    expect(dump().contacts).toMatchObject([{ phone: "1", loyalty_points: 7 }]);
  });
});

describe("the vendor's own sync of orders", () => {
  const customer = { id: "7001", email: "ada@buyer.example", sms_on: true };
  const order = (id: string, total: string, more = {}) => ({ id, total, customer, ...more });

  it("goes by the ids of orders and customers, silently, with the order's time and the contact's of the sync", async () => {
    const { control, dump } = await hosted();
    const first = {
      orders: [order("1", "10", { at: "2024-01-01T00:00:00Z" }), order("2", "5", { customer: null })],
    };
    expect((await control("POST", "/patch/sync", first)).body).toEqual({
      running: false,
      done: 2,
      of: 2,
      skipped: 1,
    });
    const renamed = { ...customer, email: "new@buyer.example" };
    await control("POST", "/patch/sync", { orders: [order("1", "12", { customer: renamed })] });
    expect(dump().events).toMatchObject([
      { event: "contact.created", at: "2026-05-01T00:00:00.000Z", silent: true, cause: "sync" },
      { event: "order.finished", at: "2024-01-01T00:00:00.000Z", silent: true },
      { event: "contact.updated", silent: true },
      { event: "order.updated", silent: true },
    ]);
    expect(dump().contacts).toMatchObject([{ email: "new@buyer.example", loyalty_points: 0 }]);
    expect([dump().automationLog, dump().pointsLedger]).toEqual([[], []]);
  });

  it("moves points only of orders that had applied some, and not with skip_loyalty", async () => {
    const { control, call, dump } = await hosted();
    for (const id of ["1", "2"]) await call("POST", "/events", orderEvent(id, "10"));
    const orders = [order("1", "8"), order("2", "8", { skipLoyalty: true }), order("3", "8")];
    await control("POST", "/patch/sync", { orders });
    expect(dump().pointsLedger.map(({ order_id, points }) => [order_id, points])).toEqual([
      ["1", 10],
      ["2", 10],
      ["1", -2],
    ]);
  });

  it("takes its time, and refuses a second start with its status", async () => {
    const { control, clock } = await hosted();
    const orders = [order("1", "1"), order("2", "2"), order("3", "3")];
    await control("POST", "/patch/sync", { orders, seconds: 3600 });
    clock.advance(1_300_000);
    const refused = await control("POST", "/patch/sync", { orders });
    expect(refused).toEqual({
      status: 400,
      body: { error: "a sync is already running: 1 of 3 orders done" },
    });
    expect((await control("GET", "/patch/sync")).body).toMatchObject({ running: true, done: 1, of: 3 });
    clock.advance(2_400_000);
    expect((await control("GET", "/patch/sync")).body).toMatchObject({ running: false, done: 3 });
    expect((await control("POST", "/patch/sync", { orders })).status).toBe(200);
  });
});

/** Deleting and resetting come last, merging before them. */
function rank(path: string): number {
  if (path.endsWith("/reset")) return 3;
  return path.endsWith("/delete") ? 2 : path.endsWith("/merge") ? 1 : 0;
}
