import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer, toySecret } from "#test/support/toy-connectors.ts";
import { ask, serveHub, type Answer, type Served, patience } from "./serve-hub.ts";

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

const recordId = async (key: string): Promise<string> => {
  const [record] = await toy.hub.records({ q: key });
  return record?.id ?? "";
};
const list = (answer: Answer, name: string): Record<string, unknown>[] =>
  answer.json[name] as Record<string, unknown>[];

describe("who may ask", () => {
  it("answers a missing, a malformed and an unknown token alike", async () => {
    const headers = [undefined, "Bearer wb_unknown", "Bearer ", "Basic YTpi", `Bearer ${"x".repeat(5_000)}`];
    const answers = await Promise.all(
      headers.map((authorization) =>
        ask(
          `${served.url}/api/v1/connections`,
          authorization === undefined ? {} : { headers: { authorization } },
        ),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(answers[0]?.text);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("refuses an address that cannot be read in the same form as everything else", async () => {
    for (const [path, status, code] of [
      [`/records/${"x".repeat(5_000)}`, 414, "ADDRESS_TOO_LONG"],
      ["/records/%zz", 400, "REQUEST_UNREADABLE"],
    ] as const) {
      const answer = await served.api("GET", path);
      expect(answer).toMatchObject({ status, json: { status, code } });
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
    }
  });

  it("hides even which addresses there are from strangers", async () => {
    expect((await served.api("GET", "/nothing/here", { role: null })).status).toBe(401);
    expect((await served.api("PUT", "/connections", { role: null })).status).toBe(401);
    expect((await ask(`${served.url}/nothing`)).json["code"]).toBe("NO_SUCH_ADDRESS");
    expect((await served.api("GET", "/nothing/here")).json["code"]).toBe("NO_SUCH_ADDRESS");
  });

  it.each([
    ["viewer", "GET", "/connections", 200],
    ["viewer", "POST", "/connections/toy-cards/pause", 403],
    ["viewer", "POST", "/attention/1", 403],
    ["viewer", "POST", "/keys", 403],
    ["operator", "POST", "/connections/toy-cards/test", 200],
    ["operator", "POST", "/keys", 403],
    ["operator", "POST", "/configuration", 403],
    ["owner", "POST", "/connections/toy-cards/test", 200],
  ] as const)("lets a %s %s %s: %i", async (role, method, path, status) => {
    const answer = await served.api(method, path, { role });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json["code"]).toBe("ROLE_TOO_SMALL");
  });

  it("makes tokens that work at once", async () => {
    const made = await served.api("POST", "/keys", { body: { role: "viewer", name: "console" } });
    expect(made.status).toBe(201);
    const authorization = `Bearer ${String(made.json["token"])}`;
    const me = await ask(`${served.url}/api/v1/me`, { headers: { authorization } });
    expect(me.json["role"]).toBe("viewer");
  });

  it("ends tokens, which do not work from then on", async () => {
    const made = await served.api("POST", "/keys", { body: { role: "owner", name: "somebody who left" } });
    const headers = { authorization: `Bearer ${String(made.json["token"])}` };
    expect((await ask(`${served.url}/api/v1/me`, { headers })).status).toBe(200);
    const listed = await served.api("GET", "/keys");
    expect(listed.text).not.toContain(String(made.json["token"]));
    const key = list(listed, "keys").find((one) => one["name"] === "somebody who left");
    expect(key).toMatchObject({ role: "owner", createdAt: expect.stringMatching(/^20/) as string });
    const id = String(key?.["id"]);
    for (const role of ["viewer", "operator"] as const)
      expect((await served.api("DELETE", `/keys/${id}`, { role })).status).toBe(403);
    expect((await served.api("DELETE", `/keys/${id}`)).json).toEqual({ revoked: id });
    expect((await ask(`${served.url}/api/v1/me`, { headers })).status).toBe(401);
    expect(list(await served.api("GET", "/keys"), "keys").map((one) => one["id"])).not.toContain(id);
    expect(await served.api("DELETE", `/keys/${id}`)).toMatchObject({
      status: 404,
      json: { code: "KEY_NOT_FOUND" },
    });
  });

  it("needs none for health, and none for metrics on the machine itself", async () => {
    expect((await ask(`${served.url}/healthz`)).status).toBe(200);
    expect((await ask(`${served.url}/readyz`)).status).toBe(200);
    expect((await ask(`${served.url}/metrics`)).status).toBe(200);
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect((await ask(`${served.url}/metrics`, { headers })).status).toBe(401);
    const authorization = `Bearer ${await served.token("viewer")}`;
    expect((await ask(`${served.url}/metrics`, { headers: { ...headers, authorization } })).status).toBe(200);
  });
});

describe("what is refused", () => {
  it("names unknown fields and parameters", async () => {
    const body = await served.api("POST", "/keys", { body: { role: "viewer", name: "x", admin: true } });
    expect(body).toMatchObject({
      status: 400,
      json: { code: "REQUEST_INVALID", errors: [{ pointer: "#/admin", detail: "unknown field" }] },
    });
    const query = await served.api("GET", "/records?outcome=lost&colour=red");
    expect(query.json["errors"]).toEqual([
      { parameter: "outcome", detail: expect.stringContaining("synced") as string },
      { parameter: "colour", detail: "unknown parameter" },
    ]);
  });

  it.each([
    ["not JSON", "{", "NOT_JSON", 400],
    ["a list", "[]", "REQUEST_INVALID", 400],
    ["nothing", undefined, "REQUEST_INVALID", 400],
    ["text that cannot be stored", { role: "viewer", name: "a\u0000b" }, "REQUEST_INVALID", 400],
    ["half a character", '{"role":"viewer","name":"\\ud800"}', "REQUEST_INVALID", 400],
    ["a prototype", '{"role":"viewer","__proto__":{"name":"x"}}', "REQUEST_INVALID", 400],
    ["too much", { role: "viewer", name: "x".repeat(1_100_000) }, "BODY_TOO_LARGE", 413],
  ])("a body that is %s", async (_what, body, code, status) => {
    expect(await served.api("POST", "/keys", { body })).toMatchObject({ status, json: { code, status } });
  });

  it("a body in another format", async () => {
    const answer = await ask(`${served.url}/api/v1/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${await served.token("owner")}`, "content-type": "text/yaml" },
      body: "role: viewer",
    });
    expect(answer).toMatchObject({ status: 415, json: { code: "CONTENT_TYPE" } });
  });

  it("nested text that no configuration needs", async () => {
    const deep = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
    const answer = await served.api("POST", "/configuration", { body: `{"stores":${deep}}` });
    expect(answer).toMatchObject({ status: 400, json: { code: "REQUEST_INVALID" } });
  });

  it("a page of records behind something that is no cursor", async () => {
    expect((await served.api("GET", "/records?after=%25%00")).status).toBe(400);
  });

  it("a configuration with problems, pointing at each, with nothing applied", async () => {
    const configuration = {
      stores: [],
      connections: [
        {
          name: "x",
          store: "nowhere",
          connector: "fax",
          preset: "recommended",
          credentials: {},
          settings: {},
        },
      ],
    };
    const answer = await served.api("POST", "/configuration", { body: configuration });
    expect(answer).toMatchObject({
      status: 422,
      json: {
        type: "urn:waybill:problem:configuration-refused",
        title: "Unprocessable Entity",
        code: "CONFIGURATION_REFUSED",
        errors: [{ pointer: "#/connections/0/connector" }, { pointer: "#/connections/0/store" }],
      },
    });
    expect(await toy.hub.connections()).toHaveLength(1);
  });

  it.each([
    ["PUT", "/api/v1/connections", "GET, HEAD"],
    ["DELETE", "/api/v1/runs/", "GET, HEAD, POST"],
    ["POST", "/api/v1/runs/some-run?x=1", "DELETE, GET, HEAD"],
    ["GET", "/api/v1/records/some-record/plan", "POST"],
    ["POST", "/api/v1/events", "GET"],
    ["POST", "/api/v1/openapi.json", "GET, HEAD"],
    ["GET", "/webhooks/shopify", "POST"],
    ["PUT", "/healthz", "GET, HEAD"],
    ["POST", "/", "GET, HEAD"],
  ])("%s of %s, which takes %s", async (method, path, allowed) => {
    const headers = { authorization: `Bearer ${await served.token("viewer")}` };
    const answer = await ask(`${served.url}${path}`, { method, headers });
    expect(answer).toMatchObject({ status: 405, json: { code: "METHOD_NOT_ALLOWED", status: 405 } });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.headers.get("allow")).toBe(allowed);
  });

  it("a name that does not exist", async () => {
    for (const path of ["/connections/nope", "/records/bm9wZQ", "/runs/nope", "/connectors/nope/schema"])
      expect((await served.api("GET", path)).status, path).toBe(404);
    for (const path of ["/connections/nope/plan", "/records/bm9wZQ/sync", "/attention/nope"])
      expect(
        (await served.api("POST", path, { body: path.includes("attention") ? { choice: "x" } : {} })).status,
      ).toBe(404);
  });
});

describe("what is answered", () => {
  it("pages through records in one order without gaps or repeats", async () => {
    for (const id of ["11", "12", "13", "14", "15"]) {
      await toy.deliver("customers/create", toyCustomer(id, "Skip"));
      await toy.standing(id, "skipped");
    }
    const seen: string[] = [];
    let after = "";
    do {
      const page = await served.api("GET", `/records?outcome=skipped&limit=2${after}`);
      seen.push(...list(page, "records").map((record) => String(record["recordId"])));
      const { next } = page.json;
      after = typeof next === "string" ? `&after=${next}` : "";
    } while (after !== "");
    expect(seen).toEqual(["11", "12", "13", "14", "15"]);
  });

  it("finds a record as people name it, with its story", async () => {
    await toy.deliver("customers/create", toyCustomer("20", "Una"));
    await toy.standing("20", "synced");
    const found = await served.api("GET", "/records?q=customers:20&kind=customers&connection=toy-cards");
    const [record] = list(found, "records");
    const story = await served.api("GET", `/records/${String(record?.["id"])}`);
    expect(list(story, "journal").map((line) => line["code"])).toContain("WRITTEN_AND_READ_BACK");
    const shown = await served.api("GET", "/show?q=customers:20");
    expect(list(shown, "stories")).toHaveLength(1);
  });

  it("plans a record, carries it over, and then plans nothing", async () => {
    await toy.hub.pause("toy-cards");
    await toy.deliver("customers/create", toyCustomer("21", "Vic"));
    await expect
      .poll(async () => (await toy.hub.plan("toy-cards", ["customers:21"])).records[0]?.action, patience)
      .toBe("create");
    const planned = await served.api("POST", "/connections/toy-cards/plan", {
      body: { records: ["customers:21"] },
    });
    expect(list(planned, "records")[0]).toMatchObject({
      action: "create",
      fields: [{ path: "name", from: null, to: "Vic" }],
    });
    const refused = await served.api("POST", "/connections/toy-cards/sync", {
      body: { records: ["customers:21"] },
    });
    expect(refused).toMatchObject({ status: 409, json: { code: "CONNECTION_PAUSED" } });
    await toy.hub.resume("toy-cards");
    const synced = await served.api("POST", "/connections/toy-cards/sync", {
      body: { records: ["customers:21"] },
    });
    expect(list(synced, "records")[0]).toMatchObject({
      recordId: "21",
      outcome: { state: expect.stringMatching(/synced|unchanged/) as string },
    });
    const id = await recordId("customers:21");
    const again = await served.api("POST", `/records/${id}/plan`);
    expect(list(again, "records")[0]).toMatchObject({ action: "none", fields: [] });
    expect((await served.api("POST", `/records/${id}/sync`)).json).toMatchObject({
      id,
      outcome: { state: "unchanged" },
    });
  });

  it("takes one run at a time and tells how the other one stands", async () => {
    const body = { connection: "toy-cards", entity: "customers", since: "2026-01-01" };
    await toy.hub.pause("toy-cards");
    // What the run reads waits while the connection is paused, so that the run is not over.
    toy.shop.records.set("40", toyCustomer("40", "Skip", "2026-02-01T00:00:00.000Z"));
    const first = await served.api("POST", "/runs", { body });
    expect(first).toMatchObject({
      status: 201,
      json: { state: "running", since: "2026-01-01T00:00:00.000Z" },
    });
    const id = String(first.json["id"]);
    expect((await served.api("POST", `/runs/${id}/pause`)).json["state"]).toBe("paused");
    const second = await served.api("POST", "/runs", { body });
    expect(second).toMatchObject({
      status: 409,
      json: { code: "RUN_UNDER_WAY", run: { id, state: "paused" } },
    });
    expect((await served.api("POST", `/runs/${id}/resume`)).json["state"]).toBe("running");
    expect((await served.api("DELETE", `/runs/${id}`)).json["state"]).toBe("cancelled");
    expect(await served.api("DELETE", `/runs/${id}`)).toMatchObject({
      status: 409,
      json: { run: { state: "cancelled" } },
    });
    expect(list(await served.api("GET", "/runs?connection=toy-cards"), "runs")[0]).toMatchObject({ id });
    await toy.hub.resume("toy-cards");
  });

  it("takes a person's decision and notes whose token it was", async () => {
    await toy.deliver("customers/create", toyCustomer("22", "Ask"));
    await toy.standing("22", "attention");
    const [open] = list(await served.api("GET", "/attention?connection=toy-cards"), "attention");
    const path = `/attention/${String(open?.["id"])}`;
    expect(await served.api("POST", path, { body: { choice: "guess" }, role: "operator" })).toMatchObject({
      status: 400,
      json: { code: "CHOICE_NOT_OFFERED", context: [{ choice: "accept" }, { choice: "leave-out" }] },
    });
    const decided = await served.api("POST", path, { body: { choice: "leave-out" }, role: "operator" });
    expect(decided.json).toMatchObject({ recordId: "22", outcome: { state: "skipped" } });
    const { rows } = await toy.database.pool.query<{ chosen_by: string }>(
      "select chosen_by from waybill.attention where record_id = '22'",
    );
    expect(rows[0]?.chosen_by).toMatch(/^key:[0-9a-f-]{36}$/);
  });

  it("exports a configuration without secrets that can be applied again", async () => {
    const exported = await served.api("GET", "/configuration");
    expect(exported.json).toMatchObject({ connections: [{ name: "toy-cards", settings: {} }] });
    const back = {
      ...exported.json,
      stores: [{ name: "toy", domain: "toy.example", auth: { clientSecret: toySecret } }],
    };
    const applied = await served.api("POST", "/configuration", { body: back });
    expect(applied).toMatchObject({ status: 200, json: { changed: [] } });
  });

  it("has no audits in this version and says so", async () => {
    expect(await served.api("POST", "/audits", { body: { connection: "toy-cards" } })).toMatchObject({
      status: 501,
    });
  });

  it("keeps browsers from doing anything with it but showing it", async () => {
    for (const path of ["/", "/api/v1/openapi.json", "/api/v1/connections", "/healthz"]) {
      const { headers } = await ask(`${served.url}${path}`, { headers: { origin: "https://evil.example" } });
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(headers.get("access-control-allow-origin"), path).toBeNull();
    }
    expect((await ask(`${served.url}/`)).text).toContain("/api/v1/openapi.json");
  });

  it("counts what happened, without naming anybody", async () => {
    const { text } = await ask(`${served.url}/metrics`);
    for (const line of [
      /^waybill_records\{connection="toy-cards",outcome="skipped"\} \d+$/m,
      /^waybill_queue_depth\{connection="toy-cards"\} \d+$/m,
      /^waybill_connection_state\{connection="toy-cards",state="running"\} [01]$/m,
      /^waybill_api_seconds_count\{method="GET",route="\/api\/v1\/records",status="200"\} \d+$/m,
      /^waybill_database_up 1$/m,
      /^process_resident_memory_bytes \d+$/m,
    ])
      expect(text).toMatch(line);
    expect(text).not.toContain("@example.com");
  });
});

describe("the sandbox's clock", () => {
  it("is moved by an operator, and only where there is one", async () => {
    expect((await served.api("POST", "/sandbox/clock", { body: { ms: 1_000 }, role: "viewer" })).status).toBe(
      403,
    );
    expect(
      (await served.api("POST", "/sandbox/clock", { body: { ms: 1_000 }, role: "operator" })).json,
    ).toEqual({ ms: 1_000 });
    expect((await served.api("POST", "/sandbox/clock", { body: { ms: -1 } })).status).toBe(400);
    const real = Object.fromEntries(Object.entries(toy.hub).filter(([name]) => name !== "advanceClock"));
    const other = await serveHub(real as unknown as Hub);
    expect((await other.api("POST", "/sandbox/clock", { body: { ms: 1_000 } })).status).toBe(404);
    await other.close();
  });
});

describe("when something is away", () => {
  const away = (): Promise<never> =>
    Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
  const failing = async (change: Partial<Hub>, path: string): Promise<Answer> => {
    const other = await serveHub({ ...toy.hub, ...change });
    const answer = await other.api("GET", path);
    await other.close();
    return answer;
  };

  it("says that the database is away, also to those who watch over it", async () => {
    const answer = await failing({ connections: away, ready: away }, "/connections");
    expect(answer).toMatchObject({ status: 503, json: { code: "DATABASE_AWAY" } });
    expect(answer.headers.get("retry-after")).toBe("5");
    const other = await serveHub({ ...toy.hub, ready: away, connections: away });
    expect((await ask(`${other.url}/readyz`)).status).toBe(503);
    expect((await ask(`${other.url}/healthz`)).status).toBe(200);
    expect((await ask(`${other.url}/metrics`)).text).toMatch(/^waybill_database_up 0$/m);
    await other.close();
  });

  it("passes on that an outside system asked to wait, with its time", async () => {
    const throttled = new SyncError(
      "throttled",
      { code: "THROTTLED", message: "Later." },
      { retryAfterMs: 2_500 },
    );
    const answer = await failing({ connections: () => Promise.reject(throttled) }, "/connections");
    expect(answer).toMatchObject({ status: 503, json: { code: "THROTTLED", errorClass: "throttled" } });
    expect(answer.headers.get("retry-after")).toBe("3");
  });

  it("keeps a mistake of ours to the log, with a number to find it by", async () => {
    const defect = (): Promise<never> => Promise.reject(new TypeError("x of undefined, ann@example.com"));
    const answer = await failing({ connections: defect }, "/connections");
    expect(answer).toMatchObject({ status: 500, json: { code: "INTERNAL_DEFECT" } });
    expect(answer.text).not.toContain("ann@example.com");
  });
});
