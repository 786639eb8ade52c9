import { afterEach, describe, expect, it } from "vitest";
import type { SyncError } from "#domain/sync-error.ts";
import { startTestClient, type TestClient } from "./test-client.ts";

const running: TestClient[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});
const start = async (options: Parameters<typeof startTestClient>[0] = {}): Promise<TestClient> => {
  const test = await startTestClient(options);
  running.push(test);
  return test;
};
const loud = { silent: false };
const silent = { silent: true };
const email = (value: string) => ({ field: "email", value });
const order = (id: string, total = "10.00") => ({
  event: "order.finished",
  primary_key: "email",
  primary_key_value: "ada@buyer.example",
  data: { shopify_order_id: id, total_price: total },
});
const failure = (work: Promise<unknown>): Promise<SyncError> =>
  work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as SyncError,
  );

describe("sign-in", () => {
  it("sends both headers with every call, and is refused without the right two", async () => {
    const test = await start();
    await test.client.peek("contacts");
    expect(test.requests()[0]?.headers).toMatchObject({
      authorization: "Bearer key",
      "x-account-id": "account",
    });
    for (const credentials of [{ apiKey: "other" }, { accountId: "other" }]) {
      const error = await failure(test.open({ credentials }).peek("contacts"));
      expect(error).toMatchObject({ errorClass: "unauthorised", reason: { code: "PATCH_SIGN_IN_REFUSED" } });
    }
  });
});

describe("contacts", () => {
  it("are made by their key, met again by it, changed, and read", async () => {
    const { client, dump } = await start({ switches: { createdStatus: 201 } });
    const made = await client.upsertContact(email("ada@buyer.example"), { first_name: "Ada" }, loud);
    const met = await client.upsertContact(email("ada@buyer.example"), { last_name: "Byron" }, loud);
    expect(met._id).toBe(made._id);
    await client.updateContact(made._id, { phone: "12125550123" }, loud);
    expect(await client.getContact(made._id)).toMatchObject({
      first_name: "Ada",
      last_name: "Byron",
      email: "ada@buyer.example",
      phone: "12125550123",
    });
    expect(dump().contacts).toHaveLength(1);
    expect(await client.getContact("0123456789abcdef01234567")).toBeNull();
  });

  it.each(["array", "data", "dataWithTotal"] as const)(
    "are found by e-mail in a list as %s",
    async (listShape) => {
      const { client } = await start({ switches: { listShape } });
      await client.upsertContact(email("ada@buyer.example"), { first_name: "Ada" }, loud);
      expect(await client.findByEmail("ada@buyer.example")).toHaveLength(1);
      expect(await client.findByEmail("bob@buyer.example")).toEqual([]);
    },
  );

  it("are found by phone and customer id in the list that was read, and in what was written since", async () => {
    const settings = { contacts: { customerIdField: "shopify_customer_id" }, account: { pageSize: 3 } };
    const test = await start({ settings, switches: { highestLimit: 2 } });
    test.control(
      "/contacts",
      Array.from({ length: 7 }, (_, index) => ({
        phone: `1212555010${index}`,
        custom_fields: { shopify_customer_id: `70${index}` },
      })),
    );
    expect(await test.client.listedWith("phone", "12125550106")).toHaveLength(1);
    expect(await test.client.listedWith("customer-id", "703")).toHaveLength(1);
    const pages = test.calls().length;
    await test.client.upsertContact({ field: "phone", value: "12125550199" }, { first_name: "New" }, loud);
    expect(await test.client.listedWith("phone", "12125550199")).toHaveLength(1);
    expect(test.calls()).toHaveLength(pages + 1);
    test.clock.advance(31 * 60_000);
    await test.client.listedWith("phone", "12125550106");
    expect(test.calls().length).toBeGreaterThan(pages + 4);
  });
});

describe("silence", () => {
  const events = (test: TestClient) =>
    test.dump().events.map(({ event, silent }) => `${event} ${silent ? "silent" : "loud"}`);

  it.each([
    ["body", "body"],
    ["query", "query"],
  ] as const)("is asked for in the %s", async (where, silencePlace) => {
    const test = await start({ settings: { silence: { where } }, switches: { silencePlace } });
    await test.client.upsertContact(email("ada@buyer.example"), { first_name: "Ada" }, silent);
    await test.client.postEvent(order("1"), silent);
    await test.client.postEvent(order("2"), loud);
    expect(events(test)).toEqual(["contact.created silent", "order.finished silent", "order.finished loud"]);
    expect(test.dump().automationLog).toHaveLength(1);
  });

  it("is asked for in an event's data", async () => {
    const test = await start({
      settings: { silence: { where: "data" } },
      switches: { silencePlace: "data" },
    });
    await test.client.upsertContact(email("ada@buyer.example"), { first_name: "Ada" }, loud);
    await test.client.postEvent(order("1"), silent);
    expect(events(test).at(-1)).toBe("order.finished silent");
  });

  it("is not asked for by an account that has no means", async () => {
    const test = await start({ settings: { silence: { means: "none" } } });
    await test.client.upsertContact(email("ada@buyer.example"), { first_name: "Ada" }, silent);
    expect(events(test)).toEqual(["contact.created loud"]);
    expect(test.requests().at(-1)?.body).not.toContain("skip_triggers");
  });
});

describe("events", () => {
  it("are appended, and read by the id that is answered, or by none", async () => {
    const test = await start();
    await test.client.upsertContact(email("ada@buyer.example"), {}, loud);
    const id = await test.client.postEvent(order("1"), loud);
    expect(await test.client.getEvent(id ?? "")).toMatchObject({ data: { shopify_order_id: "1" } });
    expect(await test.client.getEvent("0123456789abcdef01234567")).toBeNull();
    for (const eventAnswer of ["withoutId", "empty"] as const) {
      test.emulator.set({ eventAnswer });
      expect(await test.client.postEvent(order("2"), loud)).toBeNull();
    }
  });

  it("for somebody who is not there are told so", async () => {
    const { client } = await start();
    const error = await failure(client.postEvent(order("1"), loud));
    expect(error).toMatchObject({ errorClass: "gone", reason: { code: "PATCH_NOT_THERE" } });
  });
});

describe("trouble", () => {
  it("waits as long as a 429 says, or as the settings say", async () => {
    const test = await start({
      switches: { callsPerSecond: 1, retryAfterSeconds: 7 },
      settings: { account: { throttleSeconds: 3 } },
    });
    await test.client.peek("contacts");
    expect(await failure(test.client.peek("contacts"))).toMatchObject({
      errorClass: "throttled",
      retryAfterMs: 7000,
    });
    test.emulator.set({ retryAfterSeconds: null });
    expect(await failure(test.client.peek("contacts"))).toMatchObject({
      errorClass: "throttled",
      retryAfterMs: 3000,
    });
    expect(test.pauses).toEqual([7000, 3000]);
  });

  it("of content is told in the vendor's words, without what was sent", async () => {
    const { client } = await start({ switches: { unknownFields: "refused" } });
    const error = await failure(client.upsertContact(email("ada@buyer.example"), { email: "nobody" }, loud));
    expect(error).toMatchObject({ errorClass: "rejected", reason: { code: "PATCH_REJECTED" } });
    expect(error.message).toContain("email is not an e-mail address");
    expect(error.message).not.toContain("ada@");
    expect(error.message).not.toContain("nobody");
  });

  const read = ({ client }: TestClient) => client.peek("contacts");
  const write = ({ client }: TestClient) => client.upsertContact(email("ada@buyer.example"), {}, loud);
  it.each([
    ["a 500", { http500: 1 }, "unavailable", "unknown-outcome"],
    ["a 502 without a body", { status: { code: 502, rate: 1 } }, "unavailable", "unknown-outcome"],
    ["a lost answer", { answerLost: 1 }, "unavailable", "unknown-outcome"],
    ["an empty answer", { body: { kind: "empty", rate: 1 } }, "unavailable", "unknown-outcome"],
    ["a page of HTML", { body: { kind: "html", rate: 1 } }, "unavailable", "unknown-outcome"],
    ["half an answer", { body: { kind: "truncated", rate: 1 } }, "unavailable", "unknown-outcome"],
    ["a 403", { status: { code: 403, rate: 1 } }, "unauthorised", "unauthorised"],
    ["a 302", { status: { code: 302, rate: 1 } }, "unavailable", "unavailable"],
    ["a 409", { status: { code: 409, rate: 1 } }, "rejected", "rejected"],
    ["a 404", { status: { code: 404, rate: 1 } }, "unavailable", "gone"],
    ["another shape", { status: { code: 200, rate: 1, body: '{"other":1}' } }, "defect", "unknown-outcome"],
  ] as const)("%s is what it means for a read and for a write", async (_what, faults, reading, writing) => {
    const test = await start();
    test.setFaults(faults);
    expect((await failure(read(test))).errorClass).toBe(reading);
    expect((await failure(write(test))).errorClass).toBe(writing);
  });

  it("with custom fields that are none is not taken for a contact without any", async () => {
    const test = await start();
    test.setFaults({ status: { code: 200, rate: 1, body: '{"_id":"a","custom_fields":"x"}' } });
    expect((await failure(test.client.getContact("a"))).errorClass).toBe("defect");
  });

  it("of a page that is somebody else's is not taken for an absent contact", async () => {
    const test = await start();
    test.setFaults({ status: { code: 404, rate: 1, body: "<html>not found</html>" } });
    expect((await failure(test.client.getContact("a"))).errorClass).toBe("unavailable");
  });
});
