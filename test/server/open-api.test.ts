import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer, toySecret } from "#test/support/toy-connectors.ts";
import { ask, serveHub, type Answer, type Served } from "./serve-hub.ts";

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

let toy: ToyHub;
let served: Served;
let document: Document;
const routes: string[] = [];

beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
  document = JSON.parse((await ask(`${served.url}/api/v1/openapi.json`)).text) as Document;
  // What the router itself knows, whatever the routes say of themselves: a tree, four characters for each level.
  const above: string[] = [];
  for (const line of served.app.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", part = "", methods = ""] = /^(.*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    if (part === "") continue;
    const level = indent.length / 4;
    above[level] = part;
    const path = above.slice(0, level + 1).join("");
    for (const method of methods.split(", ")) routes.push(`${method} ${path}`);
  }
});
afterAll(async () => {
  await served.close();
  await toy.stop();
});

/** A copy in which objects may hold nothing but what is described, so that an undescribed field is noticed. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in copy && !("additionalProperties" in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}

function check(method: string, path: string, { status, headers, json }: Answer): string {
  const operation = document.paths[path]?.[method.toLowerCase()];
  const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
  const content = operation?.responses[String(status)]?.content?.[type];
  if (content === undefined) return `${method} ${path} ${status} ${type} is not described`;
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(closed({ $id: "api", components: document.components }) as object);
  const inside = JSON.parse(JSON.stringify(content.schema).replaceAll('"#/', '"api#/')) as object;
  const validate = ajv.compile(closed(inside) as object);
  return validate(json) ? "" : `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}`;
}

describe("the OpenAPI document", () => {
  it("is 3.1, valid in its schemas, and every operation has an id of its own", () => {
    expect(document.openapi).toBe("3.1.0");
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "api", components: document.components });
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => (operation as { operationId?: string }).operationId),
    );
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(document)).not.toContain("$defs");
  });

  it("has every route", () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = routes
      .map((route) => route.replaceAll(/:(\w+)/g, "{$1}"))
      .filter((route) => !route.startsWith("HEAD") && route !== "GET /");
    expect(known.length).toBeGreaterThan(30);
    expect(new Set(described)).toEqual(new Set(known));
  });

  it("is what the interface promises", () => {
    for (const promised of [
      "get /connections",
      "get /connections/{name}",
      "post /connections/{name}/test",
      "get /records",
      "get /records/{id}",
      "post /records/{id}/plan",
      "post /records/{id}/sync",
      "get /runs",
      "post /runs",
      "get /runs/{id}",
      "delete /runs/{id}",
      "post /runs/{id}/pause",
      "post /runs/{id}/resume",
      "get /attention",
      "post /attention/{id}",
      "post /audits",
      "get /audits/{id}",
      "get /events",
    ]) {
      const [method = "", path = ""] = promised.split(" ");
      expect(document.paths[`/api/v1${path}`]?.[method], promised).toBeDefined();
    }
  });
});

describe("answers", () => {
  it("are as the document describes them, down to the last field", async () => {
    await toy.deliver("customers/create", toyCustomer("1", "Ann"));
    await toy.standing("1", "synced");
    await toy.deliver("customers/create", toyCustomer("2", "Skip"));
    await toy.standing("2", "skipped");
    await toy.deliver("customers/create", toyCustomer("3", "After 4"));
    await toy.standing("3", "waiting");
    await toy.deliver("customers/create", toyCustomer("5", "Ask"));
    await toy.standing("5", "attention");
    toy.file.faults.push("rejected");
    await toy.deliver("customers/create", toyCustomer("6", "No"));
    await toy.standing("6", "failed");
    const [record] = await toy.hub.records({ q: "customers:1" });
    const id = record?.id ?? "";
    const [open] = await toy.hub.attention();
    const configuration = {
      ...(await toy.hub.exportConfiguration()),
      stores: [{ name: "toy", domain: "toy.example", auth: { clientSecret: toySecret } }],
    };
    const run = { connection: "toy-cards", entity: "customers" };
    const calls: readonly (readonly [string, string, string?, unknown?])[] = [
      ["GET", "/connections"],
      ["GET", "/connections/{name}", "/connections/toy-cards"],
      ["GET", "/connections/{name}", "/connections/none"],
      ["POST", "/connections/{name}/test", "/connections/toy-cards/test"],
      ["POST", "/doctor"],
      ["POST", "/connections/{name}/pause", "/connections/toy-cards/pause"],
      ["POST", "/connections/{name}/sync", "/connections/toy-cards/sync", { records: ["customers:1"] }],
      ["POST", "/connections/{name}/resume", "/connections/toy-cards/resume"],
      ["POST", "/connections/{name}/plan", "/connections/toy-cards/plan", { records: ["customers:1"] }],
      ["POST", "/connections/{name}/plan", "/connections/toy-cards/plan"],
      ["POST", "/connections/{name}/sync", "/connections/toy-cards/sync", { records: ["customers:1"] }],
      ["GET", "/records"],
      ["GET", "/records", "/records?limit=0"],
      ["GET", "/records/{id}", `/records/${id}`],
      ["POST", "/records/{id}/plan", `/records/${id}/plan`],
      ["POST", "/records/{id}/sync", `/records/${id}/sync`],
      ["GET", "/show", "/show?q=customers:1"],
      ["POST", "/retry", "/retry", { cause: "REFUSED" }],
      ["GET", "/attention"],
      ["POST", "/attention/{id}", `/attention/${open?.id ?? ""}`, { choice: "no" }],
      ["POST", "/attention/{id}", `/attention/${open?.id ?? ""}`, { choice: "leave-out" }],
      ["POST", "/runs", "/runs", run],
      ["POST", "/runs", "/runs", run],
      ["GET", "/runs"],
      ["GET", "/configuration"],
      ["POST", "/configuration", "/configuration", configuration],
      ["POST", "/configuration", "/configuration", { stores: [], connections: [{}] }],
      ["GET", "/connectors/{name}/schema", "/connectors/cards/schema"],
      ["POST", "/keys", "/keys", { role: "viewer" }],
      ["GET", "/keys"],
      ["DELETE", "/keys/{id}", "/keys/none"],
      ["GET", "/me"],
      ["POST", "/audits"],
      ["POST", "/sandbox/clock", "/sandbox/clock", { ms: 1 }],
    ];
    const wrong: string[] = [];
    for (const [method, template, path = template, body] of calls)
      wrong.push(
        check(
          method,
          `/api/v1${template}`,
          await served.api(method, path, body === undefined ? {} : { body }),
        ),
      );
    const [started] = await toy.hub.runs();
    const runPath = `/runs/${started?.id ?? ""}`;
    for (const [method, template, path] of [
      ["GET", "/runs/{id}", runPath],
      ["POST", "/runs/{id}/resume", `${runPath}/resume`],
      ["DELETE", "/runs/{id}", runPath],
      ["DELETE", "/runs/{id}", runPath],
    ] as const)
      wrong.push(check(method, `/api/v1${template}`, await served.api(method, path)));
    wrong.push(check("GET", "/api/v1/connections", await served.api("GET", "/connections", { role: null })));
    for (const path of ["/healthz", "/readyz"])
      wrong.push(check("GET", path, await ask(`${served.url}${path}`)));
    wrong.push(
      check("POST", "/webhooks/shopify", await ask(`${served.url}/webhooks/shopify`, { method: "POST" })),
    );
    expect(wrong.filter((text) => text !== "")).toEqual([]);
  });
});
