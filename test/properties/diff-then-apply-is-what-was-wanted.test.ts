import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSameValue } from "#connectors/unleashed/flows/customers/compare-units.ts";
import { customersFlow } from "#connectors/unleashed/flows/customers/customers-flow.ts";
import { customerSteps } from "#connectors/unleashed/flows/customers/test-customers.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import type { WireAddress, WireCustomer } from "#connectors/unleashed/schema.ts";
import { startTestClient, type TestClient } from "#connectors/unleashed/test-client.ts";
import { unleashedSettings } from "#connectors/unleashed/settings.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import {
  arbitraryCustomer,
  arbitraryCustomerRules,
  arbitraryStaffFields,
} from "#test/support/arbitrary-customer.ts";
import { arbitraryOrder, arbitraryWords } from "#test/support/arbitrary-order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { runs } from "#test/support/random-runs.ts";

/** A document with changes applied: `SalesOrderLines[2].Product.Guid`. */
function applied(fields: readonly FieldChange[]): unknown {
  const document: Record<string, unknown> = {};
  for (const { path, to } of fields) {
    const steps = path.split(/\.|(?=\[)/);
    let inside = document;
    for (const [index, step] of steps.entries()) {
      const key = step.replace(/^\[(\d+)\]$/, "$1");
      const isLast = index === steps.length - 1;
      if (!isLast) inside[key] ??= steps[index + 1]?.startsWith("[") === true ? [] : {};
      if (isLast) inside[key] = to;
      else inside = inside[key] as Record<string, unknown>;
    }
  }
  return document;
}

describe("a new sales order", () => {
  it("is what its planned fields say, each told once with its reason, and nothing else", () => {
    const settings = testSettings({ currency: { account: "AUD" } });
    fc.assert(
      fc.property(arbitraryOrder({ currencies: ["AUD"] }), arbitraryWords, (input, over) => {
        const projection = ordersFlow.project(buildOrder({ ...input, over }), testFacts(), settings);
        fc.pre(projection.made);
        const plan = ordersFlow.plan(projection.desired, null, null, settings);
        if (plan.action !== "create") throw new Error(plan.action);
        expect(applied(plan.fields)).toEqual(plan.desired.body);
        expect(new Set(plan.fields.map(({ path }) => path)).size).toBe(plan.fields.length);
        for (const { path, from, why } of plan.fields)
          expect([path, from, why]).toEqual([path, null, expect.stringMatching(/\S/)]);
      }),
      runs(150),
    );
  });
});

describe("a customer of Unleashed", () => {
  let test: TestClient;
  beforeAll(async () => {
    test = await startTestClient();
  });
  afterAll(() => test.close());

  const guid = "0d8f4f0e-1111-4111-8111-111111111111";

  /** Fields that the account fills by itself, or that do not come back as they are. */
  const itsOwn = new Set(["LastModifiedOn", "LastModifiedBy", "Contacts", "SalesPerson", "Addresses"]);

  it("changes by what the plan says and by nothing else, whoever may write what", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryCustomerRules,
        arbitraryStaffFields,
        arbitraryCustomer,
        arbitraryCustomer,
        async (rules, fields, agreedSource, source) => {
          const settings = unleashedSettings.parse({ customers: rules });
          fc.pre(customersFlow.accept(source, settings).accepted);
          const { project } = customerSteps(test.client, settings);
          test.emulator.reset();
          await test.client.postCustomer(guid, { Guid: guid, CustomerCode: "C", CustomerName: "Staff" });
          test.emulator.controls.find(({ path }) => path === "/customers/{guid}/edit")?.run({ guid }, fields);
          const before = await read();
          const held = project(agreedSource);
          const agreed = { ...held, held: held.units };
          const plan = customersFlow.plan(
            project(source),
            { externalId: guid, snapshot: before },
            agreed,
            settings,
          );
          if (plan.action !== "update") {
            expect(plan.action).toBe("none");
            // Does not count as tried.
            return fc.pre(false);
          }
          await customersFlow.apply(test.client, plan, plan.desired.guid, before);
          const after = await read();
          const told = plan.fields.map(({ path, to }) => JSON.stringify([path, to]));
          const changes = changesBetween(before, after, plan.fields).map((change) => JSON.stringify(change));
          expect(new Set(told)).toEqual(new Set(changes));
          expect(told).toHaveLength(changes.length);
          expect(customersFlow.verify(plan.desired, after)).toEqual([]);
        },
      ),
      runs(250),
    );
  });

  async function read(): Promise<WireCustomer> {
    const customer = await test.client.getCustomer(guid);
    if (customer === null) throw new Error("it is gone");
    return customer;
  }

  /** What differs between two readings, as a plan would name it. */
  function changesBetween(
    before: WireCustomer,
    after: WireCustomer,
    fields: readonly FieldChange[],
  ): (readonly [path: string, to: unknown])[] {
    const said = new Map(fields.map(({ path, to }) => [path, to]));
    const changes: (readonly [string, unknown])[] = [];
    const compare = (path: string, field: string, from: unknown, to: unknown): void => {
      if (isSameValue(field, from, to)) return;
      // Spelled as the plan spells it, where both are the same value.
      changes.push([path, isSameValue(field, said.get(path), to) ? said.get(path) : to]);
    };
    for (const field of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (!itsOwn.has(field)) {
        if (typeof after[field] === "object" && after[field] !== null)
          expect([field, after[field]]).toEqual([field, before[field]]);
        else compare(field, field, before[field], after[field]);
      }
    const [old, now] = [before.Addresses ?? [], after.Addresses ?? []];
    expect(now.length).toBeGreaterThanOrEqual(old.length);
    for (const [index, address] of now.entries()) {
      const was: WireAddress = old[index] ?? { AddressType: address.AddressType };
      expect(address.AddressType).toBe(was.AddressType);
      expect(address.IsDefault ?? false).toBe(was.IsDefault ?? false);
      for (const part of Object.keys(address))
        if (!["Guid", "AddressType", "IsDefault"].includes(part))
          compare(`Addresses[${address.AddressType}].${part}`, part, was[part], address[part]);
    }
    return changes;
  }
});
