import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arbitraryOfSchema, type JsonSchema, type KnownTexts } from "#test/support/arbitrary-of-schema.ts";
import { runs } from "#test/support/random-runs.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { serveHub, type Served } from "../server/serve-hub.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema?: JsonSchema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly security?: readonly object[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
}

let toy: ToyHub;
let served: Served;
let routes: readonly Route[];
let schemas: Document["components"]["schemas"];
/** Names and ids of what there is, by the name of the field or parameter. */
let known: KnownTexts;

beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
  for (const [id, name] of [
    ["1", "Ann"],
    ["2", "Skip"],
    ["3", "Ask"],
  ] as const) {
    toy.shop.records.set(id, toyCustomer(id, name));
    await toy.deliver("customers/create", toyCustomer(id, name));
  }
  const records = [
    await toy.standing("1", "synced"),
    await toy.standing("2", "skipped"),
    await toy.standing("3", "attention"),
  ];
  const [question] = await toy.hub.attention();
  const ids = [...records.map(({ id }) => id), question?.id ?? "1"];
  known = {
    id: ids,
    connection: ["toy-cards"],
    store: ["toy"],
    record: ["customers:1", "customers:2"],
    records: ["customers:1", "customers:3", "1"],
    cause: ["TOY_QUESTION"],
    choice: ["leave-out", "accept", "retry"],
    since: ["2026-01-01", "2026-01-01T00:00:00Z"],
    until: ["2026-02-30", "2026-01-01T00:00:00Z"],
    name: ["toy-cards", "cards", "somebody"],
    domain: ["toy.example"],
    connector: ["cards"],
    "": ["customers", "customers:1", "Ann", "toy-cards", "x", ...ids],
  };
  const document = (await served.app.inject("/api/v1/openapi.json")).json<Document>();
  ({ schemas } = document.components);
  routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      // An endless stream is answered without end.
      .filter(([, { responses }]) => !JSON.stringify(responses).includes("text/event-stream"))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});
afterAll(async () => {
  await served.close();
  await toy.stop();
});

const encoded = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return encodeURIComponent((text ?? "").toWellFormed());
};

/** A request to one of the routes, right in most parts. */
function requestTo({ method, path, operation }: Route): fc.Arbitrary<Sent> {
  const parameters = operation.parameters ?? [];
  const values = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema = {} }) => [name, arbitraryOfSchema(schema, { schemas, known, name })]),
    ),
    { requiredKeys: parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name) },
  );
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const json =
    schema === undefined
      ? fc.jsonValue({ maxDepth: 1 })
      : arbitraryOfSchema(schema, { schemas, known, name: "" });
  const body = fc.oneof(
    { weight: 12, arbitrary: json.map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "{",
        "null",
        "[]",
        '{"a":1}}',
        "\u0000",
        '{"__proto__":1}',
        "[".repeat(20_000),
      ),
    },
  );
  const oddEnds = [
    "?limit=1&limit=2",
    "?q=%00",
    "?q=%ff",
    "?q=%",
    "?unknown=1",
    "?__proto__=1",
    "#x",
    "/",
    "/..",
  ];
  const odd = fc.oneof(
    { weight: 9, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.constantFrom(...oddEnds) },
  );
  return fc.tuple(values, body, odd, fc.nat(9)).map(([values, body, odd, chance]) => {
    const given = values as Readonly<Record<string, unknown>>;
    const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(given[name] ?? "x"));
    const query = parameters
      .filter((parameter) => parameter.in === "query" && given[parameter.name] !== undefined)
      .map(({ name }) => `${name}=${encoded(given[name])}`);
    const asked = query.length > 0 ? `?${query.join("&")}` : odd;
    const sends = method !== "GET" && (schema === undefined ? chance === 0 : chance !== 0);
    return { method, url: `${place}${asked}`, body: sends ? (body ?? "") : null };
  });
}

async function send({ method, url, body }: Sent, authorization: string | null) {
  return served.app.inject({
    method: method as "GET",
    url,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(body === null ? {} : { "content-type": "application/json" }),
    },
    ...(body === null ? {} : { payload: body }),
  });
}

type Response = Awaited<ReturnType<typeof send>>;

function expectProblem(answer: Response): void {
  expect(answer.headers["content-type"], answer.body).toContain("application/problem+json");
  expect(answer.json()).toMatchObject({
    status: answer.statusCode,
    code: expect.stringMatching(/^[A-Z][A-Z_]+$/) as string,
    detail: expect.stringMatching(/\S/) as string,
  });
}

/** Everything that is kept, but what the hub notes of itself while it runs. */
async function everythingKept(): Promise<unknown> {
  const { rows } = await toy.database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'waybill'
     and tablename not in ('process', 'checkpoint', 'budget', 'budget_slots', 'token') order by 1`,
  );
  const tables = await Promise.all(
    rows.map(async ({ name }) => {
      const { rows } = await toy.database.pool.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from waybill.${name} t`,
      );
      return [name, rows[0]?.sum];
    }),
  );
  return Object.fromEntries(tables);
}

describe("whatever is sent to the API", () => {
  // First, while nothing is under way that was asked for with a right token.
  it("changes nothing and tells nothing without a token that may", async () => {
    const guarded = routes.filter(
      ({ path, operation }) => path.startsWith("/api/v1") && (operation.security ?? []).length > 0,
    );
    expect(guarded.length).toBeGreaterThan(25);
    const viewer = await served.token("viewer");
    const tokens = fc.oneof(
      fc.constantFrom(
        null,
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        `bearer\t${viewer}`,
        `Bearer ${viewer}x`,
        `Bearer ${viewer.slice(1)}`,
        `Bearer ${"a".repeat(5_000)}`,
      ),
      fc.base64String({ minLength: 10, maxLength: 60 }).map((token) => `Bearer ${token}`),
    );
    const before = await everythingKept();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...guarded).chain(requestTo), tokens, async (sent, authorization) => {
        const answer = await send(sent, authorization);
        expect([400, 401, 404, 405, 414], `${sent.method} ${sent.url}: ${answer.statusCode}`).toContain(
          answer.statusCode,
        );
        expectProblem(answer);
        expect(answer.body).not.toContain("Ann");
      }),
      runs(200),
    );
    const writing = guarded.filter(({ method }) => method !== "GET");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writing).chain(requestTo), async (sent) => {
        const answer = await send(sent, `Bearer ${viewer}`);
        // A plan and a test change nothing, so that a viewer may ask for them.
        if (answer.statusCode < 400) expect(sent.url).toMatch(/\/(plan|test)\b/);
        else expectProblem(answer);
      }),
      runs(200),
    );
    expect(await everythingKept()).toEqual(before);
  });

  it("is answered, or refused with a problem document; it never fails", async () => {
    const authorization = `Bearer ${await served.token("owner")}`;
    const request = fc.constantFrom(...routes).chain(requestTo);
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const answer = await send(sent, authorization);
        const told = `${sent.method} ${sent.url} ${sent.body}: ${answer.body}`;
        // What this version does not have says so.
        if (answer.statusCode !== 501 || !sent.url.startsWith("/api/v1/audits"))
          expect(answer.statusCode, told).toBeLessThan(500);
        if (answer.statusCode >= 400) expectProblem(answer);
        // Something has to be there for the requests to come.
        else if (sent.url.startsWith("/api/v1/configuration")) await toy.apply();
        expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
      }),
      runs(500),
    );
    expect(served.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});
