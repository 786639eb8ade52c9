import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerSteps } from "#connectors/unleashed/flows/customers/test-customers.ts";
import { customersFlow } from "#connectors/unleashed/flows/customers/customers-flow.ts";
import {
  kept,
  startOrderAccount,
  type OrderAccount,
} from "#connectors/unleashed/flows/orders/test-account-of-orders.ts";
import { startTestClient, type TestClient } from "#connectors/unleashed/test-client.ts";
import { unleashedSettings } from "#connectors/unleashed/settings.ts";
import type { Order } from "#domain/order/order.ts";
import {
  arbitraryCustomer,
  arbitraryCustomerRules,
  arbitraryStaffFields,
} from "#test/support/arbitrary-customer.ts";
import { arbitraryOrder, arbitraryWords } from "#test/support/arbitrary-order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { runs } from "#test/support/random-runs.ts";

describe("an order that is carried over", () => {
  const accounts: OrderAccount[] = [];
  beforeAll(async () => {
    const strict = { strictStatus: true, strictRequired: true, refuseUnknownFields: "all" } as const;
    accounts.push(
      await startOrderAccount({ emulator: { emulator: strict } }),
      await startOrderAccount({
        orders: {
          comments: { attributes: true },
          customerRef: "po-number",
          currency: { account: "NZD", rates: { AUD: "0.92" } },
          delivery: {
            region: "code",
            country: "code",
            cityGoesTo: "both",
            name: "person",
            billingWhenMissing: true,
          },
          rounding: { unitPriceDecimals: 2 },
        },
      }),
    );
  });
  afterAll(() => Promise.all(accounts.map((account) => account.stop())));

  let next = 1;
  it("is the same on both sides and plans nothing more, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryOrder({ currencies: ["AUD"] }),
        arbitraryWords,
        fc.nat(1),
        async (input, words, which) => {
          const account = accounts[which]!;
          const id = next++;
          const order = buildOrder({ ...input, id: String(70_000 + id), over: { ...words, name: `#${id}` } });
          fc.pre(!isEmpty(order));
          const { desired, stored } = await account.carry(order);
          const agreed = kept(desired);
          expect(account.flow.verify(agreed, stored)).toEqual([]);
          const spelled = otherwiseSpelled(stored);
          expect(account.flow.verify(agreed, spelled)).toEqual([]);
          const met = { externalId: stored.Guid, snapshot: spelled };
          expect(account.flow.plan(agreed, met, agreed, account.settings)).toMatchObject({ action: "none" });
          expect(account.flow.reconsider(order, agreed, account.settings)).toMatchObject({
            decision: "unchanged",
          });
          // And found again without a link, as after a lost answer or a restored backup.
          const again = await account.project(order);
          expect(kept(again)).toEqual(agreed);
          const planned = await account.plan(again, true);
          expect(planned).toMatchObject({ action: "none", externalId: desired.guid });
        },
      ),
      runs(80),
    );
  });
});

/** A document as an account may give it back: other line ends, space around texts, amounts with more zeros, e-mails in capitals. */
function otherwiseSpelled<Document>(document: Document): Document {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (typeof value === "number" && ["Total", "SubTotal", "LineTotal"].includes(key))
        return value.toFixed(4);
      if (typeof value !== "string" || !isFreeText(key)) return value;
      return key === "Email" ? ` ${value.toUpperCase()} ` : ` ${value.trim().replace(/\r?\n/g, "\r\n")} `;
    }),
  ) as Document;
}

const isFreeText = (field: string): boolean =>
  /^(Delivery(?!Method)|Comments|Contact|Email|Notes|StreetAddress|City|Region|Country)/.test(field);

function isEmpty(order: Order): boolean {
  return (
    order.shippingLines.every((line) => line.removed || line.currentPrice.shop === "0") &&
    order.lines.every((line) => line.currentQuantity === 0)
  );
}

describe("a customer that is carried over", () => {
  let test: TestClient;
  beforeAll(async () => {
    test = await startTestClient();
  });
  afterAll(() => test.close());

  /** A customer that staff made and whom no record is linked to yet. */
  async function staffCustomer(fields: object): Promise<void> {
    const guid = "0d8f4f0e-1111-4111-8111-111111111111";
    await test.client.postCustomer(guid, { Guid: guid, CustomerCode: "STAFF", CustomerName: "Staff" });
    staffEdit(guid, fields);
  }

  function staffEdit(guid: string, fields: object): void {
    const control = test.emulator.controls.find(({ path }) => path === "/customers/{guid}/edit");
    control?.run({ guid }, fields);
  }

  it("is the same on both sides and plans nothing more, new or met, and after each change of the shop or of staff", async () => {
    const change = fc.oneof(
      arbitraryCustomer.map((source) => ({ source, fields: null })),
      arbitraryStaffFields.map((fields) => ({ source: null, fields })),
    );
    await fc.assert(
      fc.asyncProperty(
        arbitraryCustomerRules,
        fc.option(arbitraryStaffFields),
        arbitraryCustomer,
        fc.array(change, { maxLength: 4 }),
        async (rules, there, first, changes) => {
          test.emulator.reset();
          if (there !== null) await staffCustomer(there);
          const settings = unleashedSettings.parse({ customers: rules });
          const { carry, project } = customerSteps(test.client, settings);
          let source = first;
          let link: Parameters<typeof carry>[1] = null;
          for (const { source: told, fields } of [{ source: first, fields: null }, ...changes]) {
            if (fields !== null && link !== null) staffEdit(link.externalId, fields);
            source = told ?? source;
            if (!customersFlow.accept(source, settings).accepted) continue;
            // `carry` reads back what it wrote and compares it.
            const carried = await carry(source, link);
            link = { externalId: carried.externalId, agreed: kept(carried.agreed) };
            expect(await carry(source, link)).toMatchObject({ action: "none" });
            expect(customersFlow.reconsider(source, link.agreed, settings)).toMatchObject({
              decision: "unchanged",
            });
            // Nor without the memory of what was agreed, as after a restored backup.
            const snapshot = await test.client.getCustomer(link.externalId);
            if (snapshot === null) throw new Error("it is gone");
            const current = { externalId: link.externalId, snapshot };
            const forgotten = customersFlow.plan(project(source), current, null, settings);
            expect(forgotten).toMatchObject({ action: "none" });
            const spelled = { ...current, snapshot: otherwiseSpelled(snapshot) };
            const again = customersFlow.plan(project(source), spelled, link.agreed, settings);
            expect(again).toMatchObject({ action: "none" });
          }
        },
      ),
      runs(100),
    );
  });
});
