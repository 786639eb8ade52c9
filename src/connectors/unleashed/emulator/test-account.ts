import { answerText } from "#connectors/kit/emulator/answer-text.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { signQuery } from "../signature.ts";
import { createUnleashedEmulator, seedUnleashed } from "./create-unleashed-emulator.ts";
import type { UnleashedSettings } from "./settings.ts";

/** An emulated account with two products, a service and a customer, and signed calls into it. For tests. */
export function testAccount(
  settings: Partial<UnleashedSettings> = {},
  clock: EmulatorClock = createEmulatorClock(),
) {
  const emulator = createUnleashedEmulator({ clock, apiId: "id", apiKey: "key", settings });
  seedUnleashed(emulator, {
    products: [
      { code: "TEA", description: "Tea", price: 10, stock: { MAIN: 20, NORTH: 5 } },
      { code: "MUG", description: "Mug", price: 7.5 },
      { code: "SHIP", description: "Shipping", nonStock: true },
    ],
    customers: [{ code: "C1", name: "First Customer", email: "first@customer.example" }],
  });
  let number = 0;
  const call = async (
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const [path = "", query = ""] = target.split("?");
    const answer = await emulator.handle({
      number: ++number,
      method,
      path,
      query,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "api-auth-id": "id",
        "api-auth-signature": signQuery(query, "key"),
        ...headers,
      },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
    });
    const text = answerText(answer);
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      text,
      get body() {
        return JSON.parse(text) as Record<string, unknown>;
      },
    };
  };
  const control = (method: "GET" | "POST" | "DELETE", path: string, parameters = {}, body: unknown = {}) => {
    const found = emulator.controls.find((entry) => entry.method === method && entry.path === path);
    if (!found) throw new Error(`no control ${method} ${path}`);
    return found.run(parameters, body);
  };
  return { emulator, call, control, clock };
}

/** An order of two teas and a charge, with every required field. */
export function testOrder(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    OrderStatus: "Parked",
    Customer: { CustomerCode: "C1" },
    Warehouse: { WarehouseCode: "MAIN" },
    ExchangeRate: 1,
    Tax: { TaxCode: "G.S.T.", TaxRate: 0.1 },
    TaxRate: 0.1,
    SubTotal: 25,
    TaxTotal: 2.5,
    Total: 27.5,
    SalesOrderLines: [
      {
        LineNumber: 1,
        Product: { ProductCode: "TEA" },
        OrderQuantity: 2,
        UnitPrice: 10,
        DiscountRate: 0,
        LineTotal: 20,
        LineTax: 2,
      },
      {
        LineNumber: 2,
        LineType: "Charge",
        Product: { ProductDescription: "Shipping" },
        OrderQuantity: 1,
        UnitPrice: 5,
        LineTotal: 5,
        LineTax: 0.5,
      },
    ],
    ...changes,
  };
}
