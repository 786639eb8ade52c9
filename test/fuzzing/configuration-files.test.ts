import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError } from "#cli/configuration/configuration-error.ts";
import { locateRefusal } from "#cli/configuration/locate-refusal.ts";
import { readConfiguration, type ReadConfiguration } from "#cli/configuration/read-configuration.ts";
import { writeConfiguration } from "#cli/configuration/write-configuration.ts";
import { UseCaseError } from "#engine/use-cases/hub.ts";
import { mutatedJson } from "#test/support/mutated-json.ts";
import { runs } from "#test/support/random-runs.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";

const secret = "s3cr3t-of-the-environment";
const environment = { CLIENT_SECRET: secret, EMPTY: "" };

/** Reads a file; null: it was refused, as a whole, with every problem at its place and without a secret. */
function read(text: string | Uint8Array): ReadConfiguration | null {
  const content = typeof text === "string" ? Buffer.from(text) : text;
  try {
    return readConfiguration(content, { file: "waybill.yaml", environment });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expectProblems(error, Buffer.from(content).toString("utf8").split("\n").length);
    return null;
  }
}

function expectProblems({ code, problems, message }: ConfigurationError, lines: number): void {
  expect(code).toBe("CONFIGURATION_INVALID");
  expect(problems.length).toBeGreaterThan(0);
  for (const { line, column, message } of problems) {
    expect(line >= 1 && line <= lines && column >= 1, `${line}:${column} of ${lines}: ${message}`).toBe(true);
    expect(message).toMatch(/\S/);
  }
  expect(message).not.toContain(secret);
}

const base = {
  stores: [
    {
      name: "acme",
      domain: "acme.myshopify.com",
      apiVersion: "2026-10",
      auth: { clientId: "id", clientSecret: "${CLIENT_SECRET}" },
      baseUrl: "http://127.0.0.1:1/shopify",
    },
  ],
  connections: [
    {
      name: "acme-unleashed",
      store: "acme",
      connector: "unleashed",
      preset: "recommended",
      credentials: { apiId: "id", apiKey: "${CLIENT_SECRET}" },
      settings: { orders: { prefix: "#", taxes: { byRate: { "0.1": "GST" } } } },
    },
  ],
};

/** A secret in every place that takes a text, right or wrong. */
const misplaced = JSON.parse(
  JSON.stringify(base, (_key, value: unknown) => (typeof value === "string" ? "${CLIENT_SECRET}" : value)),
) as unknown;

describe("a configuration file", () => {
  it("of any text is read, or refused with a place for each problem", () => {
    const piece = fc.constantFrom(
      "stores:",
      "connections:",
      "  - ",
      "name: acme",
      "domain: acme.myshopify.com",
      "auth:",
      "  clientSecret: ${CLIENT_SECRET}",
      "${",
      "$${NAME}",
      "${UNSET}",
      "${EMPTY}",
      "&a",
      "*a",
      "*b",
      "<<: *a",
      "<<: [*a, *a]",
      "? ",
      ": ",
      "!!binary",
      "!!js/function 'x'",
      "!tag",
      "%YAML 1.1",
      "%TAG ! x",
      "---",
      "...",
      "|",
      ">-",
      "'",
      '"',
      "\\",
      "[",
      "]",
      "{",
      "}",
      ",",
      "#",
      "\t",
      "\n",
      "\n  ",
      "\n    ",
      "~",
      "null",
      "yes",
      "0x1F",
      "1e999",
      ".nan",
      "2026-01-01",
      "__proto__: {polluted: 1}",
      "constructor:",
      "\u0000",
      "\ud800",
      "\ufeff",
      "\u2028",
      "\ue000\ue001x\ue002",
      "x".repeat(1_100),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary" }),
      fc.uint8Array({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (text) => {
        read(text);
        expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
      }),
      runs(400),
    );
  });

  it("that is right but for something is read as it says, or refused", () => {
    fc.assert(
      fc.property(fc.oneof(mutatedJson(base), mutatedJson(misplaced)), ({ text }) => {
        const configuration = read(text)?.configuration;
        if (configuration === undefined) return;
        // What was read can be written and read again.
        const again = read(writeConfiguration(configuration))?.configuration;
        expect(again).toEqual(configuration);
      }),
      runs(200),
    );
  });

  it("that unfolds into something huge, or is huge, is refused in bounded time", () => {
    const bomb = (levels: number, width: number) =>
      Array.from(
        { length: levels },
        (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(width)}]`,
      );
    const lines = (count: number, line: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => line(n)).join("\n");
    const deep = (open: string, levels: number) => `stores: ${open.repeat(levels)}`;
    const huge: readonly (readonly [what: string, text: string])[] = [
      ["a bomb of aliases", ["a0: &a0 [x]", ...bomb(12, 9), "stores: *a12"].join("\n")],
      [
        "a bomb of merges",
        [
          "a0: &a0 {x: 1}",
          ...Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} {<<: [*a${n}, *a${n}]}`),
        ].join("\n"),
      ],
      ["an alias within itself", "stores: &a [*a]"],
      ["lists in lists", deep("[", 3_000)],
      ["groups in groups", deep("{a: ", 3_000)],
      ["lists in lists, closed", `${deep("[", 3_000)}${"]".repeat(3_000)}`],
      ["more than a megabyte", `# ${"x".repeat(1024 * 1024)}`],
      ["a long line of quotes", `stores: ${"'".repeat(50_001)}`],
      ["a long line of placeholders", `stores: ${"${CLIENT_SECRET".repeat(10_000)}`],
      ["many keys", lines(10_000, (n) => `key${n}: 1`)],
      ["many anchors", lines(5_000, (n) => `key${n}: &a${n} 1`)],
      ["many aliases", `a: &a 1\n${lines(5_000, (n) => `key${n}: *a`)}`],
      ["many aliases of nothing", lines(5_000, (n) => `key${n}: *a`)],
      ["many repeated keys", lines(5_000, () => "key: 1")],
    ];
    for (const [what, text] of huge) {
      const from = performance.now();
      expect([what, read(text)]).toEqual([what, null]);
      expect([what, performance.now() - from < 8_000]).toEqual([what, true]);
    }
  });
});

describe("a configuration that was read", () => {
  let toy: ToyHub;
  beforeAll(async () => {
    toy = await startToyHub();
  });
  afterAll(() => toy.stop());

  it("is applied as a whole, or refused as a whole with the places in its file", async () => {
    const name = fc.constantFrom("toy", "other", "third");
    const configuration = fc.record({
      stores: fc.array(
        fc.record({
          name,
          domain: fc.constantFrom("toy.example", "TOY.example", "other.example", "third.example"),
          auth: fc.constant({ clientSecret: "${CLIENT_SECRET}" }),
        }),
        { maxLength: 3 },
      ),
      connections: fc.array(
        fc.record({
          name: fc.constantFrom("toy-cards", "cards-2", "cards-3"),
          store: name,
          connector: fc.constantFrom("cards", "cards", "cards", "fax"),
          credentials: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
          settings: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }),
        }),
        { maxLength: 3 },
      ),
    });
    const right = {
      stores: [{ name: "toy", domain: "toy.example", auth: { clientSecret: "${CLIENT_SECRET}" } }],
      connections: [{ name: "toy-cards", store: "toy", connector: "cards", credentials: {}, settings: {} }],
    };
    const ours = read(writeFile(right))?.configuration;
    if (ours === undefined) throw new Error("not read");
    await toy.hub.apply(ours);
    await fc.assert(
      fc.asyncProperty(configuration, async (given) => {
        const file = read(writeFile(given));
        if (file === null) return;
        const before = await toy.hub.exportConfiguration();
        try {
          await toy.hub.apply(file.configuration);
        } catch (error) {
          expect(error).toBeInstanceOf(UseCaseError);
          const said = locateRefusal(error, "waybill.yaml", file);
          if (said instanceof ConfigurationError) expectProblems(said, writeFile(given).split("\n").length);
          expect(await toy.hub.exportConfiguration()).toEqual(before);
          return;
        }
        const after = await toy.hub.exportConfiguration();
        expect(after.stores.map(({ name }) => name).toSorted()).toEqual(
          expect.arrayContaining(file.configuration.stores.map(({ name }) => name)),
        );
      }),
      runs(60),
    );
  });

  /** As a person would write it: JSON is YAML too. */
  const writeFile = (given: unknown): string => JSON.stringify(given, null, 2);
});
