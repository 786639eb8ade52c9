import { afterEach, describe, expect, it } from "vitest";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import type { EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { signQuery } from "../signature.ts";
import { testAccount, testOrder } from "./test-account.ts";

let host: EmulatorHost | undefined;
afterEach(async () => host?.close());

async function hosted() {
  const { emulator, clock } = testAccount();
  host = await startEmulatorHost({ emulators: [emulator], clock });
  const base = host.url;
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "api-auth-id": "id",
    "api-auth-signature": signQuery("", "key"),
  };
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { host, send };
}

const guid = "88888888-8888-4888-8888-888888888888";

describe("the emulator behind the host", () => {
  it("answers signed calls, and its controls play staff", async () => {
    const { host: running, send } = await hosted();
    await send("POST", `/unleashed/SalesOrders/${guid}`, testOrder());
    const control = `/_control/unleashed/salesorders/${guid}`;
    expect((await send("POST", `${control}/edit`, { Comments: "Ring" })).body).toMatchObject({
      Comments: "Ring",
      LastModifiedBy: "staff@account.example",
    });
    expect((await send("POST", `${control}/edit`, { Nonsense: 1 })).body["error"]).toContain("Nonsense");
    expect((await send("POST", `${control}/complete`, {})).body["OrderStatus"]).toBe("Completed");
    expect(await send("POST", `${control}/delete`, {})).toMatchObject({ status: 400 });
    expect((await send("POST", "/_control/unleashed/salesorders/none/delete", {})).status).toBe(404);
    const { body: dump } = await send("GET", "/_control/unleashed/dump");
    expect(dump["SalesOrders"]).toMatchObject([{ Guid: guid, OrderStatus: "Completed" }]);
    expect(Object.keys(dump)).toEqual(
      expect.arrayContaining(["Customers", "Products", "Warehouses", "Taxes", "Invoices", "StockOnHand"]),
    );
    expect(running.requests("unleashed").requests.map((entry) => entry.operation)).toEqual([
      "POST /SalesOrders/{guid}",
    ]);
  });

  it("words injected faults as the real errors", async () => {
    const { host: running, send } = await hosted();
    running.setFaults("unleashed", { operations: { "GET /Taxes": { http429: 1 } } });
    expect(await send("GET", "/unleashed/Taxes")).toEqual({
      status: 429,
      body: { Description: "Too many requests" },
    });
    expect((await send("GET", "/unleashed/Warehouses")).status).toBe(200);
  });

  it("every example of a control works", async () => {
    const { send } = await hosted();
    await send("POST", `/unleashed/SalesOrders/${guid}`, testOrder());
    await send("POST", "/unleashed/CreditNotes/FreeCredit", {
      Customer: { CustomerCode: "C1" },
      Warehouse: { WarehouseCode: "MAIN" },
    });
    const { body: overview } = await send("GET", "/_control");
    const controls = overview["controls"] as { method: string; path: string; example: unknown }[];
    const { body: dump } = await send("GET", "/_control/unleashed/dump");
    const idOf = (collection: string) => (dump[collection] as { Guid: string }[])[0]?.Guid ?? "";
    const own = controls.filter(({ path }) =>
      /unleashed\/(?!webhooks\/|(?:salesorders|creditnotes).*delete)/.test(path),
    );
    for (const { method, path, example } of own.toSorted((a, b) => rank(a.path) - rank(b.path))) {
      const [, collection = "SalesOrders"] =
        Object.entries({ customers: "Customers", products: "Products", creditnotes: "CreditNotes" }).find(
          ([part]) => path.includes(part),
        ) ?? [];
      const id = idOf(collection);
      const body = method === "POST" ? example : undefined;
      const answer = await send(method, path.replace("{guid}", id), body);
      expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()]);
    }
  });

  it("seeds and patches, and says what is wrong", async () => {
    const { send } = await hosted();
    const product = { code: "NEW", price: 3, stock: { MAIN: 4 }, fields: { Barcode: "93" } };
    const created = await send("POST", "/_control/unleashed/products", product);
    expect(created.body).toMatchObject([{ ProductCode: "NEW", Barcode: "93", DefaultSellPrice: 3 }]);
    expect(await send("POST", "/_control/unleashed/products", { code: "X", stock: { NOPE: 1 } })).toEqual({
      status: 400,
      body: { error: "no warehouse has the code NOPE" },
    });
    const [customer] = (await send("POST", "/_control/unleashed/customers", { code: "C1", name: "Renamed" }))
      .body as unknown as { Guid: string }[];
    const path = `/_control/unleashed/customers/${customer?.Guid}/edit`;
    expect((await send("POST", path, { Notes: "Mondays" })).body).toMatchObject({
      Notes: "Mondays",
      CustomerName: "Renamed",
    });
    expect((await send("POST", path, { Shoe: 1 })).body).toEqual({
      error: "a customer has no such field: Shoe",
    });
    expect(
      (await send("POST", "/_control/unleashed/settings", { errorBdoy: "text" })).body["error"],
    ).toContain("errorBdoy");
    expect((await send("POST", "/_control/unleashed/quota", { monthlyQuota: 5, used: 5 })).body).toEqual({
      used: 5,
      monthlyQuota: 5,
      quotaStatus: 403,
    });
    expect((await send("GET", "/unleashed/Taxes")).status).toBe(403);
  });
});

/** Completing and resetting come last: after them the order cannot be edited any more. */
function rank(path: string): number {
  if (path.endsWith("/faults") || path.endsWith("/reset")) return 3;
  return path.endsWith("/complete") ? 2 : path.endsWith("/stock") ? 1 : 0;
}
