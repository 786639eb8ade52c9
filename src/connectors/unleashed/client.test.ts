import { afterEach, describe, expect, it } from "vitest";
import { SyncError, type SyncErrorClass } from "#domain/sync-error.ts";
import { testOrder } from "./emulator/test-account.ts";
import type { CustomerBody, SalesOrderBody } from "./schema.ts";
import { startTestClient, type TestClient } from "./test-client.ts";

const guid = "6f1d8c0e-5b7a-5f5c-a3f2-c0d9e4b81a57";
const body: CustomerBody = { CustomerCode: "C-9", CustomerName: "Nine" };
const running: TestClient[] = [];
const start = async (...args: Parameters<typeof startTestClient>) => {
  const test = await startTestClient(...args);
  running.push(test);
  return test;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});

async function failure(promise: Promise<unknown>): Promise<SyncError> {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof SyncError) return error;
  throw new Error(`expected a SyncError, got ${String(error)}`);
}
const classOf = async (promise: Promise<unknown>): Promise<SyncErrorClass> =>
  (await failure(promise)).errorClass;

describe("signing in", () => {
  it("signs the very characters of any search text", async () => {
    const { client, emulator } = await start();
    for (const email of [
      "a+b@x.example",
      "o'neil&co=1@x.example",
      "jürgen 100%@x.example",
      "(a)*!~@x.example",
    ]) {
      emulator.seed({ customers: [{ code: email.slice(0, 4), name: "N", email }] });
      const hits = await client.findCustomers({ contactEmail: email });
      expect(hits.map((hit) => hit.Email)).toEqual([email]);
    }
  });

  it("names itself, and takes a base address with a slash at its end", async () => {
    const { open, requests, host } = await start({ emulator: { requireClientType: true } });
    await open({ credentials: { baseUrl: `${host.url}/unleashed/` } }).getCustomer(guid);
    await open({ settings: { account: { clientType: "acme/shop" } } }).list("Taxes");
    expect(requests().map(({ headers, path, status }) => [headers["client-type"], path, status])).toEqual([
      ["waybill/shopify", `/unleashed/Customers/${guid}`, 404],
      ["acme/shop", "/unleashed/Taxes/1?pageSize=1000", 200],
    ]);
  });

  it("pauses for sign-in when the key is wrong, whatever form the refusal has", async () => {
    for (const errorBody of ["description", "message", "text", "empty"] as const) {
      const { open } = await start({ emulator: { errorBody } });
      const wrong = open({ credentials: { apiKey: "other" } });
      const error = await failure(wrong.list("Warehouses"));
      expect([error.errorClass, error.reason.code]).toEqual(["unauthorised", "UNLEASHED_SIGN_IN_REFUSED"]);
      expect(await classOf(wrong.getCustomer(guid))).toBe("unauthorised");
      expect(await classOf(wrong.postCustomer(guid, body))).toBe("unauthorised");
    }
  });
});

describe("lists", () => {
  it("reads every page of 1,001 and more", async () => {
    const { client, emulator, calls } = await start();
    emulator.seed({
      customers: Array.from({ length: 2_001 }, (_, index) => ({ code: `C${index}`, name: "N" })),
    });
    const all = await client.findCustomers({ customerCode: "C" });
    expect(new Set(all.map((customer) => customer.Guid)).size).toBe(2_001);
    expect(calls()).toHaveLength(3);
    expect(await client.findCustomers({ customerCode: "C2000" })).toHaveLength(1);
    expect(await client.findCustomers({ customerCode: "nobody" })).toEqual([]);
  });

  it("finds obsolete customers too, so that their codes are not given away again", async () => {
    const { client, emulator } = await start();
    emulator.seed({ customers: [{ code: "OLD", name: "Old", fields: { Obsolete: true } }] });
    expect(await client.findCustomers({ customerCode: "OLD" })).toHaveLength(1);
  });
});

describe("single objects", () => {
  it("are null when they are not there, and gone when a write meets nothing", async () => {
    const { client } = await start();
    expect(await client.getCustomer(guid)).toBeNull();
    expect(await client.getSalesOrder(guid)).toBeNull();
    const order = testOrder({ Guid: guid }) as unknown as SalesOrderBody;
    expect(await classOf(client.putSalesOrder(guid, order))).toBe("gone");
  });

  it("are not taken for missing because a page of somebody else says 404", async () => {
    const { client, setFaults } = await start();
    setFaults({ status: { code: 404, rate: 1, body: "<html>no such site</html>" } });
    expect(await classOf(client.getCustomer(guid))).toBe("unavailable");
  });

  it("are made under the GUID that is given, and replaced by a second POST", async () => {
    const { client } = await start({ emulator: { createdStatus: 201 } });
    expect((await client.postCustomer(guid.toUpperCase(), body)).Guid).toBe(guid);
    await client.postCustomer(guid, { ...body, CustomerName: "Ten" });
    expect((await client.getCustomer(guid))?.CustomerName).toBe("Ten");
  });
});

describe("refusals", () => {
  it("of a body carry the vendor's words and no personal data", async () => {
    for (const errorBody of ["description", "message", "text"] as const) {
      const { client, emulator } = await start({ emulator: { errorBody } });
      emulator.seed({ customers: [{ code: "C-9", name: "Somebody" }] });
      const { errorClass, reason } = await failure(client.postCustomer(guid, body));
      expect(errorClass).toBe("rejected");
      expect(reason.message).toContain("It said: Customer code … is already in use.");
    }
  });

  it("of a field that is not taken are a bare 500, so the outcome is open", async () => {
    const { client } = await start();
    expect(await classOf(client.postCustomer(guid, { ...body, Contacts: [] }))).toBe("unknown-outcome");
  });

  it("with 429 make everybody wait as long as was asked, or a little", async () => {
    const { client, setFaults, pauses } = await start();
    setFaults({ http429: { rate: 1, retryAfter: 7 } });
    expect(await failure(client.getCustomer(guid))).toMatchObject({
      errorClass: "throttled",
      retryAfterMs: 7_000,
    });
    setFaults({ http429: 1 });
    expect(await classOf(client.postCustomer(guid, body))).toBe("throttled");
    expect(pauses).toEqual([7_000, 2_000]);
  });

  it.each([403, 429] as const)(
    "with %i and the quota's words wait for the month's end",
    async (quotaStatus) => {
      const { client, clock, pauses } = await start({ emulator: { quotaStatus, monthlyQuota: 0 } });
      const error = await failure(client.getCustomer(guid));
      expect(error.reason.code).toBe("UNLEASHED_QUOTA_USED_UP");
      const until = new Date(clock.now() + (error.retryAfterMs ?? 0) + 500);
      expect([until.getUTCDate(), until.getUTCHours()]).toEqual([1, 0]);
      expect(pauses).toEqual([]);
    },
  );
});

describe("answers that are lost or cannot be read", () => {
  it.each([
    ["cut before it was carried out", { requestLost: 1 }, false],
    ["cut after it was carried out", { answerLost: 1 }, true],
    ["500 before", { http500: 1 }, false],
    ["500 after", { http500AfterCommit: 1 }, true],
    ["an empty answer", { body: { kind: "empty", rate: 1 } }, true],
    ["a page of HTML", { body: { kind: "html", rate: 1 } }, true],
    ["a cut-off answer", { body: { kind: "truncated", rate: 1 } }, true],
    ["garbage", { body: { kind: "garbage", rate: 1 } }, true],
  ] as const)("%s leaves a write open and a read to be tried again", async (_what, faults, isThere) => {
    const { client, setFaults } = await start();
    setFaults(faults);
    expect(await classOf(client.postCustomer(guid, body))).toBe("unknown-outcome");
    expect(await classOf(client.list("Taxes"))).toBe("unavailable");
    setFaults({});
    expect((await client.getCustomer(guid)) !== null).toBe(isThere);
  });

  it("an answer in another shape does too", async () => {
    const { client, setFaults } = await start();
    setFaults({ status: { code: 200, rate: 1, body: "{}" } });
    expect(await classOf(client.postCustomer(guid, body))).toBe("unknown-outcome");
    expect(await classOf(client.getCustomer(guid))).toBe("defect");
    expect(await classOf(client.list("Taxes"))).toBe("defect");
  });

  it("a call that takes too long is a lost answer", async () => {
    const { setFaults, open, customers } = await start();
    setFaults({ slowMs: [60_000, 60_000] });
    const hasty = open({ settings: { account: { timeoutSeconds: 0.05 } } });
    const [write, read] = await Promise.all([
      classOf(hasty.postCustomer(guid, body)),
      classOf(hasty.list("Taxes")),
    ]);
    expect([write, read]).toEqual(["unknown-outcome", "unavailable"]);
    expect(customers()).toHaveLength(1);
  });

  it("a server that is away was sent nothing", async () => {
    const { client, host } = await start();
    await host.close();
    expect(await classOf(client.postCustomer(guid, body))).toBe("unavailable");
  });
});

describe("sales orders", () => {
  const order = (changes: Record<string, unknown>) =>
    testOrder({ Customer: { CustomerCode: "C1" }, ...changes }) as unknown as SalesOrderBody;
  const account = async () => {
    const test = await start({ settings: { account: { overlapHours: 1 } } });
    test.emulator.seed({
      products: [{ code: "TEA", price: 10 }],
      customers: [{ code: "C1", name: "First" }],
    });
    const remove = async (id: string) =>
      test.emulator.controls.find(({ path }) => path === "/salesorders/{guid}/delete")?.run({ guid: id }, {});
    return { ...test, remove };
  };

  it("are found by their whole number, deleted ones only when asked for", async () => {
    const { client, remove } = await account();
    const [one, other] = [guid, guid.replace("6f1d", "7f1d")];
    await client.postSalesOrder(one, order({ OrderNumber: "#1001" }));
    await client.postSalesOrder(other, order({ OrderNumber: "#10011" }));
    const find = async (withDeleted: boolean) =>
      (await client.findSalesOrders({ orderNumber: "#1001", withDeleted })).map((found) => found.Guid);
    expect([await find(false), await find(true)]).toEqual([[one], [one]]);
    await remove(one);
    expect([await find(false), await find(true)]).toEqual([[], [one]]);
  });

  it("are noticed when they are deleted, from a while before the last look on", async () => {
    const { client, remove, clock } = await account();
    await client.postSalesOrder(guid, order({ OrderNumber: "#1" }));
    expect(await client.deletedSalesOrders(clock.now())).toEqual([]);
    await remove(guid);
    const at = clock.now();
    expect(await client.deletedSalesOrders(at + 30 * 60_000)).toEqual([guid]);
    expect(await client.deletedSalesOrders(at + 61 * 60_000)).toEqual([]);
  });
});
