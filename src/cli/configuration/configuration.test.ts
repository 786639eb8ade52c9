import { describe, expect, it } from "vitest";
import { UseCaseError, type Configuration } from "#engine/use-cases/hub.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { locateRefusal } from "./locate-refusal.ts";
import { readConfiguration } from "./read-configuration.ts";
import { writeConfiguration } from "./write-configuration.ts";

const environment = { CLIENT_ID: "id-1", CLIENT_SECRET: "hush-hush", API_KEY: "s3cret, {with} $signs" };

const read = (text: string, variables: NodeJS.ProcessEnv = environment) =>
  readConfiguration(Buffer.from(text), { file: "waybill.yaml", environment: variables });

/** `line:column message` of every problem. */
function problemsOf(
  text: string | Uint8Array,
  variables: NodeJS.ProcessEnv = environment,
): readonly string[] {
  try {
    readConfiguration(typeof text === "string" ? Buffer.from(text) : text, {
      file: "waybill.yaml",
      environment: variables,
    });
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
    throw error;
  }
  return [];
}

const good = `# the file of the interface
stores:
  - name: acme
    domain: acme.myshopify.com
    apiVersion: "2026-10"
    auth: { clientId: \${CLIENT_ID}, clientSecret: \${CLIENT_SECRET} }   # or accessToken + apiSecret
    baseUrl: http://127.0.0.1:7430/shopify/acme
connections:
  - name: acme-unleashed
    store: acme
    connector: unleashed
    credentials: { baseUrl: "http://127.0.0.1:7430/unleashed", apiId: "id-\${CLIENT_ID}-x", apiKey: \${API_KEY} }
    settings:
      orders: { prefix: "#", maxLines: 250, dryRun: false }
`;

describe("a configuration file", () => {
  it("is read with its variables, whatever signs they hold", () => {
    expect(read(good).configuration).toEqual({
      stores: [
        {
          name: "acme",
          domain: "acme.myshopify.com",
          apiVersion: "2026-10",
          auth: { clientId: "id-1", clientSecret: "hush-hush" },
          baseUrl: "http://127.0.0.1:7430/shopify/acme",
        },
      ],
      connections: [
        {
          name: "acme-unleashed",
          store: "acme",
          connector: "unleashed",
          preset: "recommended",
          credentials: {
            baseUrl: "http://127.0.0.1:7430/unleashed",
            apiId: "id-id-1-x",
            apiKey: "s3cret, {with} $signs",
          },
          settings: { orders: { prefix: "#", maxLines: 250, dryRun: false } },
        },
      ],
    });
  });

  it("may use anchors and merge keys", () => {
    const file = read(`
stores: [{ name: a, domain: a.example, auth: &auth { clientId: x, clientSecret: y } }, { name: b, domain: b.example, auth: *auth }]
connections:
  - &one
    name: one
    store: a
    connector: unleashed
    settings: { orders: { status: Parked } }
  - <<: *one
    name: two
    store: b
`);
    expect(file.configuration.stores[1]?.auth).toEqual({ clientId: "x", clientSecret: "y" });
    expect(file.configuration.connections[1]).toMatchObject({
      name: "two",
      store: "b",
      connector: "unleashed",
    });
    expect(file.locate(["connections", 1, "settings", "orders", "status"]).line).toBe(8);
    expect(file.locate(["connections", 1, "store"]).line).toBe(11);
  });

  it("reads only YAML 1.2: yes and no are words", () => {
    const { configuration } = read(
      "connections: [{ name: c, store: s, connector: x, settings: { a: yes, b: true, c: 012, d: 1_000 } }]",
    );
    expect(configuration.connections[0]?.settings).toEqual({ a: "yes", b: true, c: 12, d: "1_000" });
  });

  it("writes a text that looks like a variable with two dollars", () => {
    const { configuration } = read(
      "connections: [{ name: c, store: s, connector: x, settings: { a: '$${CLIENT_ID} and $${not-a-name}' } }]",
    );
    expect(configuration.connections[0]?.settings).toEqual({ a: "${CLIENT_ID} and ${not-a-name}" });
  });
});

describe("what is wrong with a file", () => {
  it("is told all at once, each with its line and column", () => {
    expect(
      problemsOf(`stores:
  - name: acme
    domain: https://acme.myshopify.com
    apiVersion: 2026.10
    auth: { clientId: \${NOT_THERE}, clientSecret: \${CLIENT_SECRET} }
    colour: blue
conections: []
connections:
  - name: "two words"
    store: acme
    connector: 7
    preset: best
    setings: {}
    settings: []
`),
    ).toEqual([
      "3:13 `domain` has to be a domain, such as acme.myshopify.com, without https://",
      "4:17 `apiVersion` has to be text, not a number (put it in quotes)",
      "5:23 the environment variable NOT_THERE is not set",
      "6:5 the key `colour` is not known here; known are name, domain, apiVersion, auth, baseUrl",
      "7:1 the key `conections` is not known here; did you mean `connections`?",
      "9:11 `name` has to be letters, digits, `.`, `_` or `-`, at most 63, beginning with a letter or digit",
      "11:16 `connector` has to be text, not a number (put it in quotes)",
      "12:13 `preset` has to be documented or recommended",
      "13:5 the key `setings` is not known here; did you mean `settings`?",
      "14:15 `settings` has to be a group of keys, not a list",
    ]);
  });

  it("names the entry that a key is missing in", () => {
    expect(problemsOf("stores:\n  - name: acme\n    domain: a.example\n")).toEqual([
      "2:5 `auth` is missing; it has to be a group of keys",
    ]);
  });

  it("finds names and domains that stand twice", () => {
    expect(
      problemsOf(`stores:
  - { name: a, domain: a.example, auth: {} }
  - { name: A, domain: A.example, auth: {} }
connections:
  - { name: c, store: a, connector: x }
  - { name: c, store: a, connector: x }
`),
    ).toEqual([
      "3:13 another entry of `stores` has this name already (line 2)",
      "3:24 another entry of `stores` has this domain already (line 2)",
      "6:13 another entry of `connections` has this name already (line 5)",
    ]);
  });

  it.each([
    ["stores:\n\t- name: a\n", /2:1 a tab stands where lines are indented/],
    ["stores: [\n", /2:1 a brace or bracket that was opened above/],
    ["a: 1\na: 2\n", /2:1 this key was given already/],
    ["a: *nobody\n", /1:4 an alias/],
    ["a: 1\n---\nb: 2\n", /2:1 a second document/],
    ["a: !!binary aGk=\n", /1:4 this type/],
    ["%YAML 1.1\n---\nstores: []\n", /only YAML 1\.2/],
    ["", /1:1 the file is empty/],
    ["# nothing\n", /1:1 the file is empty/],
    ["just text\n", /1:1 the file has to be a group of keys, not text/],
    ["connections: [{ name: '${no-name}', store: s, connector: x }]", /1:23 `\$\{…\}` has to hold the name/],
    ["${CLIENT_ID}: 1\n", /1:1 the key `\$\{CLIENT_ID\}` is not known here/],
  ])("%j", (text, expected) => {
    expect(problemsOf(text).join("\n")).toMatch(expected);
  });

  it("an empty variable counts as one that is not set", () => {
    expect(problemsOf("stores: [{ name: a, domain: a.b, auth: { x: ${EMPTY} } }]", { EMPTY: "" })).toEqual([
      "1:45 the environment variable EMPTY is not set",
    ]);
  });

  it("never shows a value, not even of a line that cannot be read", () => {
    const secret = "sup3r-s3cret";
    for (const text of [
      `stores:\n  - name: a\n    auth: { clientSecret: ${secret}: x: y }\n`,
      `stores: [{ name: a, domain: '${secret} ${secret}', auth: { k: [${secret}] } }]`,
      `connections: "${secret}"`,
      `a: "\\q${secret}"`,
      `@${secret}`,
    ]) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join("\n")).not.toContain(secret);
    }
    const wrong = problemsOf("stores: [{ name: a, domain: ${CLIENT_SECRET}!, auth: {} }]");
    expect(wrong.join("\n")).not.toContain("hush-hush");
  });

  it("huge files, files of other kinds and aliases that unfold are refused", () => {
    expect(problemsOf(Buffer.alloc(1024 * 1024 + 1, 35)).join()).toMatch(/larger than 1 MB/);
    expect(problemsOf(new Uint8Array([0xff, 0xfe, 0x00])).join()).toMatch(/not UTF-8/);
    const laughs = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef"].map((pair) => pair.split("")))
      laughs.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(", ")}]`);
    expect(problemsOf(laughs.join("\n")).join()).toMatch(/aliases .* too often/);
  });

  it("found by the hub is given its place too", () => {
    const file = read(good);
    const refusal = new UseCaseError(422, "CONFIGURATION_REFUSED", "2 problems", [
      {
        path: ["connections", 0, "settings", "orders", "maxLines"],
        message: "Too big: expected number to be <=100",
      },
      { path: ["connections", 0, "settings", "orders", "colour"], message: "is not known" },
      {
        path: ["connections", 0, "credentials", "apiSecret"],
        message: "Invalid input: expected string, received undefined",
      },
    ]);
    const located = locateRefusal(refusal, "waybill.yaml", file);
    expect(located).toBeInstanceOf(ConfigurationError);
    expect((located as ConfigurationError).message.split("\n")).toEqual([
      "waybill.yaml has 3 problems; nothing was applied.",
      "waybill.yaml:12:18: `credentials.apiSecret`: is missing",
      "waybill.yaml:14:15: `settings.orders.colour`: is not known",
      "waybill.yaml:14:40: `settings.orders.maxLines`: Too big: expected number to be <=100",
    ]);
    const other = new Error("x");
    expect(locateRefusal(other, "waybill.yaml", file)).toBe(other);
  });
});

describe("an exported configuration", () => {
  it("is taken back unchanged", () => {
    const exported: Configuration = {
      stores: [
        {
          name: "acme",
          domain: "acme.myshopify.com",
          apiVersion: "2026-10",
          auth: { clientId: "id-1", clientSecret: "${ACME_CLIENT_SECRET}" },
        },
      ],
      connections: [
        {
          name: "acme-unleashed",
          store: "acme",
          connector: "unleashed",
          preset: "documented",
          credentials: { apiId: "012", apiKey: "${ACME_UNLEASHED_API_KEY}" },
          settings: {
            orders: { prefix: "#", note: "costs ${amount} or ${x-y}", on: true, many: [1, "2", null] },
            text: "a: b # c\nsecond line ".repeat(20),
          },
        },
        { name: "x", store: "acme", connector: "y", preset: "recommended", credentials: {}, settings: {} },
      ],
    };
    const text = writeConfiguration(exported);
    expect(text).toContain("#   ACME_CLIENT_SECRET\n#   ACME_UNLEASHED_API_KEY");
    const back = read(text, { ACME_CLIENT_SECRET: "one", ACME_UNLEASHED_API_KEY: "two" }).configuration;
    const filled = JSON.parse(
      JSON.stringify(exported)
        .replace("${ACME_CLIENT_SECRET}", "one")
        .replace("${ACME_UNLEASHED_API_KEY}", "two"),
    ) as Configuration;
    expect(back).toEqual(filled);
  });
});
