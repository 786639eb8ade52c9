import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import fc from "fast-check";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  isOrderSample,
  orderSample,
  sampleOf,
  sampleTopics,
  sampleVersions,
} from "#test/support/webhook-samples.ts";
import { mutatedJson } from "#test/support/mutated-json.ts";
import { runs } from "#test/support/random-runs.ts";
import { clientSecret, domain, startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { numericId, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true });
});
afterAll(() => world.stop());

/** Names and values one after the other, as they go over the wire; a name may stand twice. */
type RawHeaders = readonly string[];

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

async function post(body: Buffer, headers: RawHeaders): Promise<Answered> {
  const answer = await request(`${world.url}/webhooks/shopify`, {
    method: "POST",
    headers: [...headers],
    body,
  });
  const type = String(answer.headers["content-type"] ?? "");
  return { status: answer.statusCode, text: await answer.body.text(), type };
}

function signed(body: Buffer, topic: string, id: string): readonly string[] {
  const signature = createHmac("sha256", clientSecret).update(body).digest("base64");
  return [
    "x-shopify-topic",
    topic,
    "x-shopify-shop-domain",
    domain,
    "x-shopify-webhook-id",
    id,
    "x-shopify-hmac-sha256",
    signature,
  ];
}

/** A refusal says why, by a stable code. */
function expectReason({ status, text, type }: Answered): void {
  expect(type, text).toContain("application/problem+json");
  expect(JSON.parse(text)).toMatchObject({ status, code: expect.stringMatching(/^[A-Z][A-Z_]+$/) as string });
}

/** What became of deliveries, once everything has been looked at. */
async function outcomesOf(ids: readonly string[]) {
  await whenQuiet(world);
  const { rows } = await world.database.pool.query<{
    delivery_id: string;
    outcome: string | null;
    code: string | null;
  }>(
    "select delivery_id, outcome, reason ->> 'code' as code from waybill.inbox where delivery_id = any($1)",
    [ids],
  );
  return rows;
}

/** Nothing failed by a mistake of Waybill's own, and the hub still carries orders over. */
async function expectUnharmed(): Promise<void> {
  const { rows } = await world.database.pool.query<{ record_id: string; outcome: object }>(
    `select record_id, outcome from waybill.record_state where outcome -> 'reason' ->> 'code' in ('INTERNAL_DEFECT', 'STORE_REFUSED')
     or state is null`,
  );
  expect(rows).toEqual([]);
  const order = await world.place({ lines: [{ sku: "MUG-STONE" }] });
  const [record] = await world.hub.sync("acme-unleashed", [`orders:${numericId(order)}`]);
  expect(record?.outcome.state).toBe("synced");
}

const text = fc.string({
  unit: fc.constantFrom("a", "Z", "0", "9", " ", ":", "-", "+", ".", "/", "\\", "'", '"', "\u00e9", "\u00ff"),
  maxLength: 40,
});
const awkward = fc.constantFrom(
  "",
  // Longer than an index entry of PostgreSQL may be, and not compressible.
  Buffer.from(Array.from({ length: 2_050 }, (_, index) => (index * 7919) % 251)).toString("base64"),
  "+012345-01-01T00:00:00Z",
  "-000001-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "1e999",
  "orders/create",
  "customers/update",
  "__proto__",
);
const bytes = fc.oneof(
  { weight: 10, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 10, arbitrary: fc.json().map((json) => Buffer.from(json)) },
  { weight: 4, arbitrary: fc.string({ unit: "binary" }).map((id) => Buffer.from(JSON.stringify({ id }))) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(10, 5_000, 60_000).map((levels) => Buffer.from('{"id":1,"a":'.repeat(levels))),
  },
  { weight: 1, arbitrary: fc.constantFrom(100_000, 600_000).map((size) => Buffer.alloc(size, 0xff)) },
);

describe("whatever arrives as a webhook", () => {
  it("is stored with an outcome, or refused with a reason; with headers that are missing, doubled or odd", async () => {
    const odd = fc.record({
      name: fc.constantFrom(
        "x-shopify-topic",
        "x-shopify-webhook-id",
        "x-shopify-triggered-at",
        "x-shopify-api-version",
        "x-shopify-event-id",
        "x-shopify-shop-domain",
        "x-shopify-hmac-sha256",
        "content-type",
        "content-encoding",
        "x-unknown",
      ),
      value: fc
        .oneof({ weight: 1, arbitrary: text }, { weight: 2, arbitrary: awkward })
        .map((value) => Buffer.from(value.trim(), "latin1").toString("latin1")),
      how: fc.constantFrom("instead", "besides", "without"),
    });
    const delivery = fc.record({ body: bytes, changes: fc.array(odd, { maxLength: 3, size: "max" }) });
    const stored: string[] = [];
    const deliver = async ({
      body,
      changes,
    }: typeof delivery extends fc.Arbitrary<infer One> ? One : never) => {
      const id = randomUUID();
      let headers: readonly string[] = signed(body, "orders/create", id);
      for (const { name, value, how } of changes) {
        const kept = headers.flatMap((text, index) =>
          how !== "besides" && (index % 2 === 0 ? text : headers[index - 1]) === name ? [] : [text],
        );
        headers = how === "without" ? kept : [...kept, name, value];
      }
      const answer = await post(body, headers);
      if (answer.status === 200) {
        expect(answer.text).toBe("");
        if (!changes.some(({ name }) => name === "x-shopify-webhook-id")) stored.push(id);
        return;
      }
      const isMeddled = changes.some(({ name }) => /domain|hmac/.test(name));
      expect(isMeddled, `${answer.status} ${answer.text}`).toBe(true);
      expect([401, 404]).toContain(answer.status);
      expectReason(answer);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(delivery, { minLength: 1, maxLength: 25, size: "max" }),
        async (deliveries) => {
          await Promise.all(deliveries.map(deliver));
        },
      ),
      runs(10),
    );
    const outcomes = await outcomesOf(stored);
    expect(outcomes).toHaveLength(stored.length);
    for (const { outcome, code } of outcomes)
      if (outcome === "failed") expect(code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(outcomes.filter(({ outcome }) => outcome === null)).toEqual([]);
    await expectUnharmed();
  });

  it("and is no HTTP at all is answered, if at all, with a refusal", async () => {
    const { port } = new URL(world.url);
    const lines = fc.array(
      fc.constantFrom(
        "POST /webhooks/shopify HTTP/1.1",
        "POST /webhooks/shopify HTTP/9.9",
        "host: x",
        "content-length: 5",
        "content-length: 7",
        "content-length: -1",
        "content-length: 99999999999999999999",
        "transfer-encoding: chunked",
        "transfer-encoding: chunked, identity",
        "expect: 100-continue",
        "x-shopify-topic : orders/create",
        "x-shopify-topic: a\u0000b",
        `x-long: ${"y".repeat(20_000)}`,
        "zz\r\nhello",
        "",
      ),
      { maxLength: 7 },
    );
    await fc.assert(
      fc.asyncProperty(lines, async (lines) => {
        const answer = await sendRaw(Number(port), `${lines.join("\r\n")}\r\n\r\n{"id":1}\r\n\r\n`);
        const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
        if (status !== undefined) expect(Number(status)).toBeLessThan(500);
      }),
      runs(60),
    );
    await expectUnharmed();
  });

  it("as a published sample with something wrong in it leaves an outcome with a reason", async () => {
    const paid = { financial_status: "paid", cancelled_at: null, test: false, company: null };
    const samples = sampleVersions()
      .slice(-3)
      .flatMap((version) =>
        [...sampleTopics("orders", version), ...sampleTopics("customers", version)].map((topic) => ({
          topic,
          version,
        })),
      );
    let number = 5_000;
    const mutated = fc.constantFrom(...samples).chain(({ topic, version }) => {
      number += 1;
      const body = isOrderSample(topic) ? orderSample(topic, number, paid) : sampleOf(topic, version);
      return mutatedJson(body).map((mutated) => ({ topic, mutated }));
    });
    const stored: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutated, { minLength: 1, maxLength: 25, size: "max" }),
        async (deliveries) => {
          await Promise.all(
            deliveries.map(async ({ topic, mutated: { text } }) => {
              const id = randomUUID();
              const body = Buffer.from(text);
              const answer = await post(body, [
                ...signed(body, topic, id),
                "content-type",
                "application/json",
              ]);
              expect(answer.status, answer.text).toBe(200);
              stored.push(id);
            }),
          );
        },
      ),
      runs(10),
    );
    const outcomes = await outcomesOf(stored);
    expect(outcomes).toHaveLength(stored.length);
    expect(outcomes.filter(({ outcome }) => outcome === null)).toEqual([]);
    await expectUnharmed();
  });
});

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      socket.end(Buffer.from(text, "latin1"));
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });
}
