import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { post, serveHub, signed, type Served } from "./serve-hub.ts";

let toy: ToyHub;
let served: Served;
beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
});
afterAll(async () => {
  await served.close();
  await toy.stop();
});

const headerText = fc
  .string({
    unit: fc.constantFrom(
      "a",
      "Z",
      "0",
      "9",
      " ",
      ":",
      "-",
      "+",
      ".",
      "/",
      "\\",
      "'",
      '"',
      "\u00e9",
      "\u00ff",
    ),
    maxLength: 40,
  })
  .map((text) => text.trim());
const awkward = fc.constantFrom(
  "",
  // Longer than an index entry of PostgreSQL may be, and not compressible.
  Buffer.from(Array.from({ length: 2_050 }, (_, index) => (index * 7919) % 251)).toString("base64"),
  "+012345-01-01T00:00:00Z",
  "-000001-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "1e999",
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: "binary" }).map((id) => Buffer.from(JSON.stringify({ id, firstName: "Skip" }))),
);

describe("whatever arrives", () => {
  it("as a webhook is stored, or refused for a reason; it never fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.boolean(),
        fc.record(
          {
            "x-shopify-topic": fc.oneof(
              headerText,
              fc.constantFrom("orders/create", "customers/update"),
              awkward,
            ),
            "x-shopify-webhook-id": fc.oneof(headerText, awkward),
            "x-shopify-triggered-at": fc.oneof(headerText, awkward),
            "x-shopify-api-version": fc.oneof(headerText, awkward),
            "x-shopify-event-id": fc.oneof(headerText, awkward),
            "x-shopify-shop-domain": fc.oneof(
              { weight: 1, arbitrary: headerText },
              { weight: 9, arbitrary: fc.constant("TOY.example") },
            ),
            "content-type": headerText,
          },
          { requiredKeys: [] },
        ),
        async (bytes, isSigned, headers) => {
          const given: Record<string, string> = { ...signed(bytes, "orders/create"), ...headers };
          if (!isSigned) given["x-shopify-hmac-sha256"] = "bm8=";
          const answer = await post(served.url, bytes, given);
          const known = given["x-shopify-shop-domain"]?.toLowerCase() === "toy.example";
          expect(answer.status, answer.text).toBe(known ? (isSigned ? 200 : 401) : 404);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("at the API is answered, or refused with a problem document; it never fails", async () => {
    const authorization = `Bearer ${await served.token("owner")}`;
    const part = fc.oneof(
      fc.constantFrom("toy-cards", "1", "customers:1", "dG95LWNhcmRzCmN1c3RvbWVycwox", "-".repeat(36)),
      fc.constantFrom(
        Buffer.from("toy-cards\ncustomers\n\u0000").toString("base64url"),
        Buffer.from([0xff, 10, 0xfe, 10, 0xfd]).toString("base64url"),
        "0190c7f2-0000-7000-8000-000000000000",
      ),
      fc.string({ unit: "binary", maxLength: 30 }),
    );
    const encoded = part.map((text) => encodeURIComponent(text.toWellFormed()));
    const path = fc.oneof(
      fc.constantFrom(
        "/connections",
        "/records",
        "/show",
        "/runs",
        "/attention",
        "/configuration",
        "/me",
        "/keys",
        "/retry",
      ),
      fc
        .tuple(fc.constantFrom("connections", "records", "runs", "attention", "connectors"), encoded)
        .map(([a, b]) => `/${a}/${b}`),
      fc
        .tuple(
          fc.constantFrom("connections", "records", "runs", "connectors"),
          encoded,
          fc.constantFrom("plan", "test", "schema", "nothing"),
        )
        .map((parts) => `/${parts.join("/")}`),
    );
    const query = fc.oneof(
      fc.constant(""),
      fc
        .dictionary(
          fc.constantFrom("q", "connection", "kind", "outcome", "limit", "after", "__proto__"),
          fc.oneof(part, fc.constantFrom("orders", "failed", "5", "1e3", "NaN")),
        )
        .map(
          (values) =>
            `?${Object.entries(values)
              .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
              .join("&")}`,
        ),
      fc.constantFrom("?q=%00", "?q=%", "?q=%ff", "?limit=1&limit=2", "?q[]=1", "?after=_"),
    );
    const json = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.string(),
      fc
        .record(
          {
            connection: fc.oneof(fc.constant("toy-cards"), fc.string({ unit: "binary" })),
            records: fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }),
            cause: fc.string(),
            choice: fc.string({ unit: "binary" }),
            role: fc.constantFrom("viewer", "king"),
            name: fc.string({ unit: "binary" }),
            entity: fc.constantFrom("customers", "products"),
            since: fc.oneof(fc.constantFrom("2026-02-30", "2026-01-01", "0000-01-01T00:00:00Z"), fc.string()),
            stores: fc.array(
              fc.record({
                name: fc.string({ unit: "binary" }),
                domain: fc.oneof(fc.constant("toy.example"), fc.string({ unit: "binary" })),
                auth: fc.dictionary(fc.string(), fc.string()),
              }),
              { maxLength: 2 },
            ),
            connections: fc.array(
              fc.record({
                name: fc.constantFrom("same", "toy-cards"),
                store: fc.constantFrom("toy", "none"),
                connector: fc.constantFrom("cards", "fax"),
                preset: fc.constantFrom("documented", "recommended"),
                credentials: fc.constant({}),
                settings: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
              }),
              { maxLength: 2 },
            ),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "GET", "POST", "POST", "DELETE", "PUT", "PATCH"),
        path,
        query,
        json,
        async (method, path, query, payload) => {
          const answer = await served.app.inject({
            method: method as "GET",
            url: `/api/v1${path}${query}`,
            headers: { authorization, ...(method === "GET" ? {} : { "content-type": "application/json" }) },
            ...(method === "GET" ? {} : { payload }),
          });
          expect(answer.statusCode, `${method} ${path}${query} ${payload}: ${answer.body}`).toBeLessThan(500);
          if (answer.statusCode >= 400) {
            expect(answer.headers["content-type"]).toContain("application/problem+json");
            expect(answer.json()).toMatchObject({
              status: answer.statusCode,
              code: expect.stringMatching(/^[A-Z][A-Z_]+$/) as string,
            });
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it("as a configuration is applied as a whole, or refused as a whole", async () => {
    const name = fc.constantFrom("toy", "other", "a/b", "\u{1F4E6}");
    const configuration = fc.record({
      stores: fc.array(
        fc.record({
          name,
          domain: fc.constantFrom("toy.example", "TOY.example", "other.example"),
          auth: fc.constant({ clientSecret: "x" }),
        }),
        { maxLength: 3 },
      ),
      connections: fc.array(
        fc.record({
          name,
          store: name,
          connector: fc.constantFrom("cards", "cards", "fax"),
          preset: fc.constantFrom("documented", "recommended"),
          credentials: fc.dictionary(fc.string(), fc.string()),
          settings: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
        }),
        { maxLength: 3 },
      ),
    });
    const refused = new Set([400, 422]);
    await fc.assert(
      fc.asyncProperty(configuration, async (body) => {
        const before = await toy.hub.exportConfiguration();
        const answer = await served.api("POST", "/configuration", { body });
        if (answer.status === 200) return;
        expect(refused.has(answer.status), answer.text).toBe(true);
        expect(await toy.hub.exportConfiguration()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
