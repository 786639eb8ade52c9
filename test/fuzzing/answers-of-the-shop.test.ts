import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEmulatedShop } from "#connectors/shopify/decode/testing/emulated-shop.ts";
import { readGraphBody } from "#connectors/shopify/graph-body.ts";
import { scriptedShop, type ShopAnswer } from "#connectors/shopify/test/scripted-shop.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import type { AnnouncedRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { everythingShown } from "#test/support/arbitrary-wish.ts";
import { mutatedJson, type MutatedJson } from "#test/support/mutated-json.ts";
import { runs } from "#test/support/random-runs.ts";

const shop = createEmulatedShop({ currency: "AUD", taxesIncluded: true });
shop.protect(everythingShown);
const order = shop.place({
  randomLines: 3,
  shipping: "9.95",
  discounts: [{ code: "SAVE", percentage: "10" }],
  tip: "2.00",
  note: "Ring twice",
});
if (order === undefined) throw new Error("not placed");
const [customerId] = shop.shop.data.customers.keys();
const customer = customerId ?? "";

/** What the shop answers truly; without its points, which are a matter of their own. */
const truth = (query: string, variables: Readonly<Record<string, unknown>>) => ({
  data: shop.ask("2026-10", query, variables),
});

const reads: Readonly<Record<string, (system: SourceSystem) => Promise<unknown>>> = {
  orders: (system) => system.read("orders", [order.id]),
  customers: (system) => system.read("customers", [customer]),
  "changed orders": (system) => system.changedSince("orders", "2026-01-01T00:00:00.000Z", null),
  "changed customers": (system) => system.changedSince("customers", "2026-01-01T00:00:00.000Z", null),
  probe: (system) => system.probe(),
  subscriptions: (system) => system.ensureSubscriptions("https://hub.example/webhooks/shopify", null),
};
type Reading = keyof typeof reads;

/** The true answers that a reading gets, in their order. */
async function truths(reading: Reading): Promise<readonly object[]> {
  const answers: object[] = [];
  const { system } = scriptedShop(({ query, variables }): ShopAnswer => {
    const answer = truth(query, variables);
    answers.push(answer);
    return { scripted: { json: answer } };
  });
  await reads[reading]?.(system);
  await system.close();
  return answers;
}

const settings = testSettings();

/** Records survive what is done with them next. */
function use(record: AnnouncedRecord): void {
  expect(() => JSON.stringify(record)).not.toThrow();
  if (record.kind !== "orders" || !ordersFlow.accept(record, settings).accepted) return;
  ordersFlow.requires(record, settings, testFacts().store);
  ordersFlow.project(record, testFacts(), settings);
}

describe("an answer of the shop with something wrong in it", () => {
  it.each(Object.keys(reads))("is read, or refused in words: %s", async (reading) => {
    const bases = await truths(reading);
    expect(bases.length).toBeGreaterThan(0);
    const spoilt = fc.nat(bases.length - 1).chain((index) =>
      fc.record({
        index: fc.constant(index),
        answer: mutatedJson(bases[index] ?? {}),
      }),
    );
    await fc.assert(
      fc.asyncProperty(spoilt, async ({ index, answer }) => {
        const { system } = scriptedShop((_query, asked): ShopAnswer => {
          const text = asked === index ? answer.text : JSON.stringify(bases[asked % bases.length]);
          return { scripted: { text } };
        });
        try {
          await expectReadable(await reads[reading]?.(system));
        } catch (error) {
          expectSaid(error, answer);
        } finally {
          await system.close();
        }
      }),
      runs(60),
    );
  });
});

describe("what an answer says of calls", () => {
  const seconds = fc.oneof(
    fc.string(),
    fc.constantFrom("0", "1.5", "9".repeat(40), "9".repeat(400), "-1", "1e9", "soon"),
  );
  const statuses = fc.constantFrom(199, 204, 301, 400, 401, 402, 403, 404, 423, 429, 430, 499, 500, 503, 599);

  it("never stops the work for good, whatever it asks for", async () => {
    await fc.assert(
      fc.asyncProperty(
        statuses,
        seconds,
        fc.constantFrom("", "<html>", "{}", "null"),
        async (status, wait, text) => {
          const headers = { "retry-after": wait };
          const { system, fake } = scriptedShop(() => ({ scripted: { status, headers, text } }));
          const error: unknown = await system.read("orders", ["1"]).catch((failure: unknown) => failure);
          await system.close();
          expectSaid(error);
          const waits = [...fake.throttles, ...(error instanceof SyncError ? [error.retryAfterMs ?? 0] : [])];
          for (const ms of waits) expect(ms >= 0 && ms <= 3_600_000).toBe(true);
        },
      ),
      runs(150),
    );
  });

  it("counts as a bucket of points only when it is one", () => {
    const status = { maximumAvailable: 2_000, currentlyAvailable: 1_900, restoreRate: 100 };
    const answer = { data: {}, extensions: { cost: { requestedQueryCost: 10, throttleStatus: status } } };
    fc.assert(
      fc.property(mutatedJson(answer), ({ text }) => {
        const points = readGraphBody({ status: 200, headers: {}, text })?.cost?.status ?? null;
        if (points === null) return;
        const { maximumAvailable, currentlyAvailable, restoreRate } = points;
        // Full again within an hour.
        expect((maximumAvailable - currentlyAvailable) / restoreRate).toBeLessThanOrEqual(2 * 3_600);
        expect(maximumAvailable).toBeGreaterThan(0);
      }),
      runs(500),
    );
  });
});

async function expectReadable(answer: unknown): Promise<void> {
  const records: AnnouncedRecord[] = [];
  if (answer instanceof Map)
    for (const one of answer.values() as Iterable<
      Awaited<ReturnType<SourceSystem["read"]>> extends Map<string, infer A> ? A : never
    >)
      if (one.state === "present") records.push(one.record, ...one.alongside);
      else if (one.state === "failed") expectSaid(one.error);
      else expect(one.state).toBe("absent");
  else if (typeof answer === "object" && answer !== null && "records" in answer)
    for (const { record, alongside } of (answer as Awaited<ReturnType<SourceSystem["changedSince"]>>).records)
      records.push(record, ...alongside);
  for (const record of records) use(record);
}

/** A failure in words, which hold nothing of what the answer said of a person. */
function expectSaid(error: unknown, answer?: MutatedJson): void {
  if (!(error instanceof SyncError)) throw error;
  expect(error.reason.code, answer?.told).toMatch(/^[A-Z][A-Z_]+$/);
  expect(error.reason.message).toMatch(/\S/);
}
