import { afterEach, describe, expect, it } from "vitest";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { orderEvent, testAccount } from "./test-account.ts";

let host: EmulatorHost | undefined;
afterEach(async () => host?.close());

async function hosted() {
  const { emulator, clock } = testAccount();
  host = await startEmulatorHost({ emulators: [emulator], clock });
  const { url } = host;
  const headers = {
    "content-type": "application/json",
    authorization: "Bearer key",
    "x-account-id": "account",
  };
  return { host, get: (path: string) => fetch(`${url}/patch/v2${path}`, { headers }) };
}

describe("who may call", () => {
  it("takes both headers, and refuses a call that lacks one or has another", async () => {
    const { call } = testAccount();
    expect((await call("GET", "/contacts")).status).toBe(200);
    for (const headers of [
      { authorization: undefined },
      { authorization: "key" },
      { authorization: "Bearer other" },
      { "x-account-id": undefined },
      { "x-account-id": "other" },
    ]) {
      const refused = await call("GET", "/contacts", undefined, headers);
      expect([refused.status, refused.body]).toEqual([401, { error: "Unauthorized" }]);
    }
  });

  it("refuses with 403 where the switch says so, and knows a new key once staff gave one out", async () => {
    const { call, control, emulator } = testAccount({ unauthorisedStatus: 403 });
    control("/account", {}, { apiKey: "second" });
    expect((await call("GET", "/contacts")).status).toBe(403);
    expect((await call("GET", "/contacts", undefined, { authorization: "Bearer second" })).status).toBe(200);
    expect(emulator.credentials).toEqual({ apiKey: "second", accountId: "account" });
  });

  it("tolerates the header X-Relationships", async () => {
    const { call } = testAccount();
    expect((await call("GET", "/contacts", undefined, { "x-relationships": "all" })).list).toEqual([]);
  });
});

describe("what is said wrongly", () => {
  it("is refused with 400 where it cannot be read, and changes nothing", async () => {
    const { call, dump } = testAccount();
    const plain = { "content-type": "text/plain" };
    for (const answer of [
      await call("PATCH", "/contacts", "{not json"),
      await call("PATCH", "/contacts", ["a list"]),
      await call("PATCH", "/contacts", { email: "ada@buyer.example" }, plain),
      await call("GET", "/contacts?limit=many"),
      await call("GET", "/events?offset=-1"),
    ])
      expect([answer.status, Object.keys(answer.body)]).toEqual([400, ["error"]]);
    expect(dump().contacts).toEqual([]);
  });

  it("is refused with 422 where a field holds the wrong thing", async () => {
    const { call } = testAccount();
    for (const body of [
      { first_name: 7 },
      { sms_on: "yes" },
      { tags: "one" },
      { email: "nobody" },
      { phone: "none" },
    ])
      expect((await call("PATCH", "/contacts", body)).status).toBe(422);
    const event = await call("POST", "/events", { primary_key: "email", data: [] });
    expect([event.status, event.body]).toEqual([422, { error: "data must be an object" }]);
    const incomplete = await call("POST", "/events", { event: "order.finished", primary_key: "email" });
    expect(incomplete.body).toEqual({ error: "required: primary_key_value" });
  });

  it("is refused with 404 where nothing has the id", async () => {
    const { call } = testAccount();
    for (const path of ["/contacts/0", "/events/0", "/products/0", "/memberships/0", "/calendar_items/0"])
      expect((await call("GET", path)).status).toBe(404);
  });

  it("is ignored where a field is unknown, or refused where the switch says so", async () => {
    const { call, emulator } = testAccount();
    const body = { email: "ada@buyer.example", shoe_size: 44 };
    expect((await call("PATCH", "/contacts", body)).body).not.toHaveProperty("shoe_size");
    emulator.set({ unknownFields: "refused" });
    expect((await call("PATCH", "/contacts", body)).body).toEqual({ error: "shoe_size is not a field" });
    expect((await call("POST", "/events", orderEvent("1", "5", { colour: "red" }))).status).toBe(422);
    expect((await call("POST", "/events", orderEvent("1", "5", { skip_triggers: true }))).status).toBe(200);
    // An account that knows no silence on events takes the word for any other unknown field.
    emulator.set({ silence: "contacts" });
    expect((await call("POST", "/events", orderEvent("1", "5", { skip_triggers: true }))).status).toBe(422);
  });

  it("is loud where the emulator does not model it", async () => {
    const { call } = testAccount({ otherFilters: "matched" });
    for (const [method, path] of [
      ["GET", "/loyalty"],
      ["PUT", "/events/0"],
      ["GET", "/products"],
      ["GET", "/contacts/0/tags"],
      ["GET", "/contacts?favourite=tea"],
      ["GET", "/calendar_items?date_range=today"],
    ] as const) {
      const answer = await call(method, path);
      expect([path, answer.status, answer.headers]).toEqual([
        path,
        404,
        { "x-emulator-not-modelled": expect.any(String) as string },
      ]);
    }
  });
});

describe("limits and failures", () => {
  it("refuses more calls than a second may have, and says how long to wait where the switch says so", async () => {
    const { call, emulator, clock } = testAccount({ callsPerSecond: 2, retryAfterSeconds: 3 });
    const statuses = async () => {
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push(await call("GET", "/contacts"));
      return answers.map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200, 429]);
    expect((await call("GET", "/contacts")).headers).toEqual({ "retry-after": "3" });
    emulator.set({ retryAfterSeconds: null });
    expect((await call("GET", "/contacts")).headers).toEqual({});
    clock.advance(1000);
    expect(await statuses()).toEqual([200, 200, 429]);
    emulator.set({ callsPerSecond: null });
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it("words injected failures as the vendor does: a body with `error`, and nothing from the gateway", async () => {
    const { host: running, get } = await hosted();
    running.setFaults("patch", { http429: { rate: 1, retryAfter: 7 } });
    const throttled = await get("/contacts");
    expect([throttled.status, throttled.headers.get("retry-after"), await throttled.json()]).toEqual([
      429,
      "7",
      { error: "Too many requests" },
    ]);
    running.setFaults("patch", { http429: 1 });
    expect((await get("/contacts")).headers.get("retry-after")).toBeNull();
    running.setFaults("patch", { operations: { "GET /contacts/{id}": { status: { code: 502, rate: 1 } } } });
    const gateway = await get("/contacts/5");
    expect([gateway.status, await gateway.text()]).toEqual([502, ""]);
    expect((await get("/contacts")).status).toBe(200);
    running.setFaults("patch", { http500: 1 });
    expect(await (await get("/contacts")).json()).toEqual({ error: "Something went wrong" });
  });

  it("answers 200 or 201 to what was made, and 200 to what was changed", async () => {
    const { call, emulator } = testAccount();
    const body = { email: "ada@buyer.example", first_name: "Ada" };
    expect((await call("PATCH", "/contacts", body)).status).toBe(200);
    emulator.set({ createdStatus: 201 });
    expect((await call("PATCH", "/contacts", body)).status).toBe(200);
    expect((await call("PATCH", "/contacts", { email: "bo@buyer.example" })).status).toBe(201);
    expect((await call("POST", "/events", orderEvent("1", "5"))).status).toBe(201);
  });

  it("gives the same ids for the same seed, and goes back to where it began", async () => {
    const { call, emulator, dump } = testAccount();
    const first = await call("PATCH", "/contacts", { email: "ada@buyer.example" });
    expect(first.body._id).toMatch(/^[0-9a-f]{24}$/);
    emulator.set({ createdStatus: 201 });
    emulator.seed({ contacts: [{ email: "kept@buyer.example" }] });
    emulator.reset();
    expect(dump().contacts).toMatchObject([{ email: "kept@buyer.example", _id: first.body._id }]);
    expect((await call("POST", "/tags", { name: "new" })).status).toBe(200);
  });
});
