import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret } from "#connectors/shopify/interpret.ts";
import { locate } from "#connectors/shopify/locate.ts";
import { topics } from "#connectors/shopify/topics.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { customersFlow } from "#connectors/unleashed/flows/customers/customers-flow.ts";
import { testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import { mutatedJson } from "#test/support/mutated-json.ts";
import { runs } from "#test/support/random-runs.ts";
import { sampleOf, sampleTopics, sampleVersions } from "#test/support/webhook-samples.ts";

const settings = testSettings();
const facts = testFacts();
const paid = { financial_status: "paid", cancelled_at: null, test: false, company: null };

/** Published samples, of every version, of what we listen to; orders paid, so that something comes of them. */
const samples = sampleVersions().flatMap((version) =>
  [...sampleTopics("orders", version), ...sampleTopics("customers", version)].map((topic) => {
    const body = sampleOf(topic, version);
    return { version, topic, body: "line_items" in body ? { ...body, ...paid } : body };
  }),
);
const sample = fc.constantFrom(...samples);
const topic = fc.constantFrom(...topics.keys(), "products/update", "__proto__", "constructor");

/** The record that an interpretation is about. */
function keyOf(tells: Interpretation): RecordKey | null {
  if (tells.says === "record") return { kind: tells.record.kind, id: tells.record.id };
  return tells.says === "changed" || tells.says === "deleted" ? tells.key : null;
}

function expectUnderstood(tells: Interpretation): void {
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  if (tells.says === "unreadable" || tells.says === "nothing")
    expect(tells.reason).toMatchObject({
      code: expect.stringMatching(/^[A-Z][A-Z_]+$/) as string,
      message: expect.stringMatching(/^[A-Z`].+\.$/s) as string,
    });
}

/** Everything that is decided about a record before the other side is asked. */
function decide(tells: Interpretation): void {
  if (tells.says !== "record") return;
  const { record } = tells;
  if (record.kind === "orders") {
    if (!ordersFlow.accept(record, settings).accepted) return;
    ordersFlow.requires(record, settings, facts.store);
    ordersFlow.needs(record, settings);
    const projection = ordersFlow.project(record, facts, settings);
    if (!projection.made) return;
    expect(ordersFlow.reconsider(record, projection.desired, settings).decision).toBe("unchanged");
    ordersFlow.plan(projection.desired, null, null, settings);
    const { body } = projection.desired;
    expect(JSON.parse(JSON.stringify(body))).toEqual(body);
    return;
  }
  if (!customersFlow.accept(record, settings).accepted) return;
  const projection = customersFlow.project(record, facts, settings);
  if (projection.made) customersFlow.plan(projection.desired, null, null, settings);
}

describe("a webhook's body", () => {
  it("that is a published sample with something wrong in it is read, or refused for a reason", () => {
    const mutated = sample.chain(({ topic, version, body }) =>
      mutatedJson(body).map((mutated) => ({ topic, version, mutated })),
    );
    fc.assert(
      fc.property(mutated, ({ topic, mutated: { text, told } }) => {
        const tells = interpret({ topic, body: text });
        expectUnderstood(tells);
        decide(tells);
        const key = keyOf(tells);
        if (key === null) return;
        const located = locate(topic, text);
        // Of a key that stands twice, the one takes the first and the other the last; the engine then uses neither.
        if (!told.includes("double")) expect(located === null ? "none" : keyText(located)).toBe(keyText(key));
      }),
      runs(700),
    );
  });

  it("that is anything else is refused for a reason", () => {
    const nearly = { id: 5, order_id: 6, customer: { id: 7 }, admin_graphql_api_id: "gid://shopify/Order/5" };
    const deep = fc.constantFrom("[".repeat(20_000), `${'{"id":'.repeat(9_000)}1${"}".repeat(9_000)}`);
    const anything = fc.oneof(
      { weight: 30, arbitrary: fc.string({ unit: "binary" }) },
      { weight: 30, arbitrary: fc.json() },
      { weight: 30, arbitrary: mutatedJson(nearly).map(({ text }) => text) },
      { weight: 1, arbitrary: deep },
    );
    fc.assert(
      fc.property(topic, anything, (topic, body) => {
        const tells = interpret({ topic, body });
        expectUnderstood(tells);
        locate(topic, body);
      }),
      runs(700),
    );
  });
});
