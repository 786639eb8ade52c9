import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  UseCaseError,
  type Configuration,
  type Hub,
  type PlannedRecord,
  type SilenceView,
} from "#engine/use-cases/hub.ts";
import { createFakeHub } from "#test/support/fake-hub.ts";
import {
  happyStory,
  parkedQuestion,
  parkedStory,
  plannedRecords,
  sampleConnection,
  sampleRecord,
  sampleReport,
  sampleRun,
} from "#test/support/cli-samples.ts";
import { runCommand } from "#test/support/run-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs with `--json` and answers the exit code and the one document. */
async function json(
  args: readonly string[],
  answers: Partial<Hub>,
): Promise<{ code: number; document: unknown }> {
  const { code, output } = await runCommand([...args, "--json"], { hub: createFakeHub(answers) });
  expect(output.endsWith("\n")).toBe(true);
  return { code, document: JSON.parse(output) as unknown };
}

const sampleKey = {
  id: "key-1",
  role: "operator" as const,
  name: "night-shift",
  createdAt: "2026-11-20T00:00:00.000Z",
};

describe("wrong usage is told, with exit code 2, and nothing is opened", () => {
  it.each([
    [[], /Say what to do/],
    [["conections"], /unknown command 'conections'[^]*Did you mean connections/],
    [["plan"], /missing required argument 'connection'/],
    [["sync"], /missing required argument 'connection'/],
    [["show"], /missing required argument 'record'/],
    [["show", "#1001", "#1002"], /too many arguments/],
    [["resolve", "12"], /missing required argument 'choice'/],
    [["cancel"], /missing required argument 'run'/],
    [["pause"], /missing required argument/],
    [["resume"], /missing required argument/],
    [["schema"], /missing required argument 'connector'/],
    [["backup"], /missing required argument 'file'/],
    [["restore"], /missing required argument 'file'/],
    [["audit"], /missing required argument 'connection'/],
    [["keys"], /Say what to do/],
    [["keys", "create"], /required option '--role/],
    [["keys", "create", "--role", "king"], /Allowed choices are viewer, operator, owner/],
    [["serve", "--role", "both"], /Allowed choices are all, web, worker/],
    [["sandbox", "--port", "70000"], /not a port/],
    [["apply"], /required option '-f, --file/],
    [["retry", "--all", "--cause", "X"], /not both/],
    [["backfill", "c", "--entity", "stock"], /Allowed choices are orders, customers/],
    [["backfill", "c", "--since", "last week"], /not a date/],
    [["backfill", "c", "--since", "2026-02-30"], /not a date/],
    [["backfill", "c", "--since", "2027-01-01"], /lies in the future/],
    [["connections", "--colour"], /unknown option '--colour'/],
    [["backup", "x", "--url", "http://h"], /works on the database itself/],
    [["restore", "x", "--url", "http://h"], /works on the database itself/],
  ])("%j", async (args, expected) => {
    const plain = await runCommand(args, { hub: createFakeHub({}) });
    expect(plain.errors).toMatch(expected);
    expect(plain.errors).toContain("(WRONG_USAGE)");
    expect(plain).toMatchObject({ code: 2, output: "", opened: [] });

    const asJson = await runCommand([...args, "--json"], { hub: createFakeHub({}) });
    expect(JSON.parse(asJson.output)).toMatchObject({ error: { code: "WRONG_USAGE" } });
    expect(asJson.code).toBe(2);
  });
});

describe("help and version", () => {
  it("are answers, not errors", async () => {
    expect(await runCommand(["--version"])).toMatchObject({ code: 0, output: "9.9.9\n", errors: "" });
    const help = await runCommand(["plan", "--help"]);
    expect(help.code).toBe(0);
    expect(help.output).toMatch(/writes nothing[^]*--json/);
  });

  it("name every command of the interface", async () => {
    const { output } = await runCommand(["--help"]);
    const named = [...output.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1]);
    expect(named).toEqual(
      expect.arrayContaining(
        (
          "serve sandbox apply export connections doctor plan sync backfill runs cancel show attention resolve retry " +
          "pause resume audit keys schema backup restore"
        ).split(" "),
      ),
    );
  });
});

describe("--json", () => {
  const fields = [{ path: "A", from: null, to: "1", why: "because" }];
  const planned = (action: PlannedRecord["action"]): PlannedRecord => ({
    record: "#1",
    key: "orders:1",
    action,
    reason: { code: "X", message: "y" },
    fields: action === "create" ? fields : [],
  });

  it("plan: records with record, action and fields; exit code 3 when something would be written", async () => {
    const { code, document } = await json(["plan", "acme-unleashed", "#1001"], {
      plan: () => Promise.resolve({ records: plannedRecords }),
    });
    expect(code).toBe(3);
    expect(document).toMatchObject({
      records: [
        {
          record: "#1001",
          action: "create",
          fields: [
            {
              path: "OrderNumber",
              from: null,
              to: "#1001",
              why: "the order's name with the prefix of the settings",
            },
            { path: "SalesOrderLines[0].OrderQuantity", from: null, to: 3, why: "units sold" },
            { path: "Comments", from: null, to: "", why: "the order has no note" },
          ],
        },
        { record: "Jane Doe", action: "update" },
        { record: "#1002", action: "attention", fields: [] },
      ],
      settled: [{ record: "#1004", action: "skip" }],
    });
  });

  it.each([
    ["none", 0, 0],
    ["skip", 0, 0],
    ["create", 3, 1],
    ["update", 3, 1],
    ["wait", 3, 1],
    ["attention", 3, 1],
    ["fail", 1, 1],
  ] as const)("plan with a record that is %s: exit code %i, %i records", async (action, exit, count) => {
    const { code, document } = await json(["plan", "c"], {
      plan: () => Promise.resolve({ records: [planned(action)] }),
    });
    expect(code).toBe(exit);
    expect((document as { records: unknown[] }).records).toHaveLength(count);
  });

  it.each([
    ["synced", 0],
    ["unchanged", 0],
    ["skipped", 0],
    ["waiting", 3],
    ["attention", 3],
    ["failed", 1],
  ] as const)("sync with a record that is %s: exit code %i", async (state, exit) => {
    const reason = { code: "X", message: "y" };
    const record = sampleRecord({
      outcome:
        state === "waiting"
          ? { state, reason, on: [] }
          : state === "attention"
            ? { state, reason: { ...reason, choices: [] } }
            : state === "failed"
              ? { state, reason, retryAt: null }
              : { state, reason },
    });
    const { code, document } = await json(["sync", "c", "#1"], { sync: () => Promise.resolve([record]) });
    expect(code).toBe(exit);
    expect(document).toEqual({ records: [record] });
  });

  it.each<[readonly string[], Partial<Hub>, number, unknown]>([
    [
      ["connections"],
      { connections: () => Promise.resolve([sampleConnection()]) },
      0,
      { connections: [sampleConnection()] },
    ],
    [["attention"], { attention: () => Promise.resolve([]) }, 0, { attention: [] }],
    [
      ["attention"],
      { attention: () => Promise.resolve([parkedQuestion]) },
      3,
      { attention: [parkedQuestion] },
    ],
    [["runs"], { runs: () => Promise.resolve([sampleRun()]) }, 0, { runs: [sampleRun()] }],
    [
      ["cancel", "x"],
      { cancelRun: () => Promise.resolve(sampleRun({ state: "cancelled" })) },
      0,
      { run: sampleRun({ state: "cancelled" }) },
    ],
    [
      ["show", "#1001"],
      { show: () => Promise.resolve([happyStory]), connections: () => Promise.resolve([]) },
      0,
      { stories: [happyStory] },
    ],
    [["retry"], { retry: () => Promise.resolve(4) }, 0, { count: 4 }],
    [
      ["resolve", "12", "leave-out"],
      { resolve: () => Promise.resolve(happyStory.record) },
      0,
      { record: happyStory.record },
    ],
    [
      ["keys", "create", "--role", "viewer"],
      { createKey: () => Promise.resolve({ token: "wb_x" }) },
      0,
      { token: "wb_x", role: "viewer", name: "command line" },
    ],
    [["keys", "list"], { keys: () => Promise.resolve([sampleKey]) }, 0, { keys: [sampleKey] }],
    [["keys", "revoke", "key-1"], { revokeKey: () => Promise.resolve() }, 0, { revoked: "key-1" }],
    [
      ["doctor"],
      {
        doctor: () => Promise.resolve([{ about: "a", level: "warning", code: "B", message: "c" }]),
      },
      0,
      { findings: [{ about: "a", level: "warning", code: "B", message: "c" }] },
    ],
    [
      ["doctor"],
      { doctor: () => Promise.resolve([{ about: "a", level: "error", code: "B", message: "c" }]) },
      3,
      { findings: [{ about: "a", level: "error", code: "B", message: "c" }] },
    ],
    [
      ["pause", "acme-unleashed"],
      {
        pause: () => Promise.resolve(),
        connection: () => Promise.resolve(sampleConnection({ state: "paused" })),
      },
      0,
      { connection: sampleConnection({ state: "paused" }) },
    ],
    [
      ["resume", "03871734-c6c6-443d-9fd2-d04b5d06e7c0"],
      { resumeRun: () => Promise.resolve(sampleRun()) },
      0,
      { run: sampleRun() },
    ],
  ])("%j", async (args, answers, exit, expected) => {
    expect(await json(args, answers)).toEqual({ code: exit, document: expected });
  });

  it("an error is one document, and is told on the error output too", async () => {
    const refusal = new UseCaseError(404, "CONNECTION_NOT_FOUND", "There is no connection nobody.");
    const { code, output, errors } = await runCommand(["plan", "nobody", "--json"], {
      hub: createFakeHub({ plan: () => Promise.reject(refusal) }),
    });
    expect(code).toBe(1);
    expect(JSON.parse(output)).toEqual({
      error: { code: "CONNECTION_NOT_FOUND", message: "There is no connection nobody." },
    });
    expect(errors).toBe("error: There is no connection nobody. (CONNECTION_NOT_FOUND)\n");
  });
});

describe("a hub", () => {
  it("is closed whatever happens, and opened for work only where work is waited for", async () => {
    const boom = createFakeHub({});
    for (const [args, need] of [
      [["connections"], "look"],
      [["plan", "c"], "look"],
      [["sync", "c"], "work"],
      [["resolve", "1", "x"], "work"],
      [["backfill", "c"], "work"],
      [["backfill", "c", "--detach"], "look"],
    ] as const) {
      const { code, opened } = await runCommand(args, { hub: boom });
      expect(code).toBe(1);
      expect(opened).toEqual([{ need, url: null, closed: true }]);
    }
  });

  it("of --url is asked, wherever the option stands", async () => {
    const hub = createFakeHub({ runs: () => Promise.resolve([]) });
    for (const args of [
      ["--url", "http://h:1", "--token", "t", "runs"],
      ["runs", "--url", "http://h:1", "--token", "t"],
    ])
      expect((await runCommand(args, { hub })).opened[0]?.url).toBe("http://h:1");
  });

  it("gets exactly what was asked", async () => {
    const hub = createFakeHub({
      plan: () => Promise.resolve({ records: [] }),
      sync: () => Promise.resolve([]),
      retry: () => Promise.resolve(0),
      startBackfill: () => Promise.resolve(sampleRun()),
      attention: () => Promise.resolve([parkedQuestion]),
      resolve: () => Promise.resolve(happyStory.record),
    });
    for (const args of [
      ["plan", "c"],
      ["plan", "c", "#1001", "1002"],
      ["sync", "c", "#1001"],
      ["retry", "--cause", "X_Y", "--connection", "c"],
      ["backfill", "c", "--entity", "customers", "--since", "2026-01-31", "--detach"],
      ["resolve", "#1002", "map=A 1"],
    ])
      await runCommand(args, { hub });
    expect(hub.calls).toEqual([
      "plan c",
      'plan c ["#1001","1002"]',
      'sync c ["#1001"]',
      'retry {"connection":"c","cause":"X_Y"}',
      'startBackfill {"connection":"c","entity":"customers","since":"2026-01-31T00:00:00.000Z"}',
      'attention {"limit":500}',
      "resolve 12 map=A 1 olga",
    ]);
  });
});

describe("a backfill", () => {
  it("is followed to its end", async () => {
    const states = [
      sampleRun(),
      sampleRun({ state: "paused" }),
      sampleRun({
        state: "done",
        report: sampleReport({
          expected: 1250,
          read: 1250,
          created: 1240,
          unchanged: 10,
          told: { live: 1, history: 1239 },
        }),
      }),
    ];
    const hub = createFakeHub({
      startBackfill: () => Promise.resolve(sampleRun({ read: 0 })),
      run: () => Promise.resolve(states.shift() ?? sampleRun({ state: "done" })),
      connection: () => Promise.resolve(sampleConnection()),
    });
    const { code, output, errors } = await runCommand(["backfill", "acme-unleashed"], { hub });
    expect(code).toBe(0);
    expect(output).toBe(
      "Done: 1,250 records read. Of these: 1,240 made, 10 agreed already. " +
        "The shop counts 1,250, 1,250 were read, and each is accounted for. " +
        "Written silently: 1,239; 1 announced, since they changed meanwhile.\n",
    );
    expect(errors).toMatch(/Run 03871734.* began/);
  });

  it("that leaves questions open says so by its exit code", async () => {
    const report = sampleReport({ read: 2, created: 1, attention: 1, reasons: { TOTALS_DIFFER: 1 } });
    const { code, output } = await runCommand(["backfill", "c"], {
      hub: createFakeHub({
        startBackfill: () => Promise.resolve(sampleRun()),
        run: () => Promise.resolve(sampleRun({ state: "done", read: 2, report })),
      }),
    });
    expect(code).toBe(3);
    expect(output).toMatch(/1 made, 1 needs a decision/);
  });

  it("that fails or is cancelled is a failure", async () => {
    for (const state of ["failed", "cancelled", "incomplete"] as const) {
      const { code } = await runCommand(["backfill", "c"], {
        hub: createFakeHub({
          startBackfill: () => Promise.resolve(sampleRun()),
          run: () => Promise.resolve(sampleRun({ state, reason: { code: "X", message: "why" } })),
          connection: () => Promise.resolve(sampleConnection()),
        }),
      });
      expect(code).toBe(1);
    }
  });

  it("beside another one is refused with exit code 4 and how far the other is", async () => {
    const refusal = new UseCaseError(409, "RUN_UNDER_WAY", "A run of c is running already.", sampleRun());
    const { code, output } = await runCommand(["backfill", "c", "--json"], {
      hub: createFakeHub({ startBackfill: () => Promise.reject(refusal) }),
    });
    expect(code).toBe(4);
    expect(JSON.parse(output)).toEqual({
      error: { code: "RUN_UNDER_WAY", message: "A run of c is running already.", detail: sampleRun() },
    });
  });

  it("goes on in the hub after Ctrl-C, and says so", async () => {
    const { code, errors, opened } = await runCommand(["backfill", "c"], {
      hub: createFakeHub({
        startBackfill: () => Promise.resolve(sampleRun()),
        run: () => Promise.resolve(sampleRun()),
        connection: () => Promise.resolve(sampleConnection()),
      }),
      onWait: (interrupt) => interrupt(),
    });
    expect(code).toBe(130);
    expect(errors).toMatch(/the run goes on in the hub.*waybill cancel 03871734/s);
    expect(opened[0]?.closed).toBe(true);
  });

  it("that is detached without a hub that runs says who will work on it", async () => {
    const { errors } = await runCommand(["backfill", "c", "--detach"], {
      hub: createFakeHub({ startBackfill: () => Promise.resolve(sampleRun()) }),
      where: "here",
    });
    expect(errors).toMatch(/No hub runs here/);
  });
});

describe("silence", () => {
  const silence = (
    state: SilenceView["state"],
    look: string | null = "Look at the outbox.",
  ): SilenceView => ({
    connection: "c",
    state,
    look,
  });
  const asked = (args: readonly string[], answer: SilenceView) =>
    runCommand(["silence", "c", ...args], {
      hub: createFakeHub({
        silence: () => Promise.resolve(answer),
        probeSilence: () => Promise.resolve(answer),
        answerSilence: () => Promise.resolve(answer),
      }),
    });

  it("that nobody has confirmed is something left to do, and says how", async () => {
    const { code, output } = await asked([], silence("unknown"));
    expect(code).toBe(3);
    expect(output).toMatch(/waybill silence c --probe\. Look at the outbox\./);
  });

  it("is tried out, and says what to look at and how to answer", async () => {
    const { code, output } = await asked(["--probe"], silence("unknown"));
    expect(code).toBe(3);
    expect(output).toMatch(/Look at the outbox\..*--confirm.*--deny/s);
  });

  it("that is confirmed, or not needed, is done", async () => {
    expect((await asked(["--confirm"], silence("confirmed"))).code).toBe(0);
    expect((await asked(["--probe"], silence("not-needed", null))).code).toBe(0);
    expect((await asked(["--deny"], silence("broken"))).code).toBe(3);
  });

  it("takes one answer at a time", async () => {
    expect((await asked(["--confirm", "--deny"], silence("unknown"))).code).toBe(2);
  });
});

describe("apply", () => {
  const yaml = `
stores: [{ name: acme, domain: acme.example, auth: { clientSecret: \${SECRET} } }]
connections: [{ name: c, store: acme, connector: unleashed, settings: { orders: { colour: 1 } } }]
`;
  const applied: Configuration[] = [];
  const taking = createFakeHub({
    apply: (configuration) => {
      applied.push(configuration);
      return Promise.resolve({ changed: ["store acme"], findings: [] });
    },
  });

  it("hands the file over with its variables, from a file or the input", async () => {
    const file = join(folder, "good.yaml");
    await writeFile(file, yaml);
    const environment = { SECRET: "hush" };
    const fromFile = await runCommand(["apply", "-f", file], { hub: taking, environment });
    expect(fromFile).toMatchObject({ code: 0, output: "Applied: store acme.\n" });
    await runCommand(["apply", "--file", "-"], { hub: taking, environment, input: yaml });
    expect(applied).toHaveLength(2);
    expect(applied[0]).toEqual(applied[1]);
    expect(applied[0]?.stores[0]?.auth).toEqual({ clientSecret: "hush" });
  });

  it("opens no hub for a file with problems: exit code 2, file, line and column", async () => {
    const file = join(folder, "bad.yaml");
    await writeFile(file, "stores:\n  - name: acme\n    domian: x\n");
    const { code, output, errors, opened } = await runCommand(["apply", "-f", file, "--json"], {
      hub: taking,
    });
    expect(code).toBe(2);
    expect(opened).toEqual([]);
    expect(errors).toContain(`${file}:3:5: the key \`domian\` is not known here; did you mean \`domain\`?`);
    expect(JSON.parse(output)).toMatchObject({
      error: {
        code: "CONFIGURATION_INVALID",
        file,
        problems: [
          { line: 2, column: 5, path: "stores[0].domain" },
          { line: 2, column: 5, path: "stores[0].auth" },
          { line: 3, column: 5, path: "stores[0].domian" },
        ],
      },
    });
  });

  it("gives what the hub refuses its place in the file, exit code 2", async () => {
    const refusal = new UseCaseError(422, "CONFIGURATION_REFUSED", "1 problem", [
      { path: ["connections", 0, "settings", "orders", "colour"], message: "is not known here" },
    ]);
    const { code, errors } = await runCommand(["apply", "-f", "-"], {
      hub: createFakeHub({ apply: () => Promise.reject(refusal) }),
      environment: { SECRET: "hush" },
      input: yaml,
    });
    expect(code).toBe(2);
    expect(errors).toContain("(input):3:83: `settings.orders.colour`: is not known here");
    expect(errors).not.toContain("hush");
  });

  it("says what does not work yet, exit code 3", async () => {
    const { code, output } = await runCommand(["apply", "-f", "-"], {
      hub: createFakeHub({
        apply: () =>
          Promise.resolve({
            changed: [],
            findings: [{ level: "error", code: "SIGN_IN_REFUSED", message: "The shop refused the sign-in." }],
          }),
      }),
      environment: { SECRET: "x" },
      input: yaml,
    });
    expect(code).toBe(3);
    expect(output).toMatch(/The shop refused the sign-in\. \(SIGN_IN_REFUSED\)/);
  });

  it("tells when there is no such file", async () => {
    const { code, errors } = await runCommand(["apply", "-f", join(folder, "nope.yaml")], { hub: taking });
    expect(code).toBe(1);
    expect(errors).toMatch(/nope\.yaml does not exist\. \(FILE_TROUBLE\)/);
  });
});

describe("retry without a hub that runs", () => {
  it("stays until the work is done", async () => {
    const waiting = [3, 1, 0];
    const hub = createFakeHub({
      retry: () => Promise.resolve(3),
      connections: () => Promise.resolve([sampleConnection({ waiting: waiting.shift() ?? 0 })]),
    });
    const { output } = await runCommand(["retry", "--all"], { hub, where: "here" });
    expect(hub.calls).toEqual(["retry {}", "connections", "connections", "connections"]);
    expect(output).toMatch(/3 records were tried again/);
  });
});

describe("resolve by name", () => {
  it("refuses names without a question, and names with several", async () => {
    const none = await runCommand(["resolve", "#9", "x"], {
      hub: createFakeHub({ attention: () => Promise.resolve([parkedQuestion]) }),
    });
    expect(none).toMatchObject({ code: 1 });
    expect(none.errors).toContain("ATTENTION_NOT_FOUND");
    const several = await runCommand(["resolve", "#1002", "x"], {
      hub: createFakeHub({
        attention: () =>
          Promise.resolve([parkedQuestion, { ...parkedQuestion, id: "13", connection: "other" }]),
      }),
    });
    expect(several).toMatchObject({ code: 2 });
    expect(several.errors).toMatch(/12 \(acme-unleashed\), 13 \(other\)/);
  });
});

describe("what is not there", () => {
  it("show tells so", async () => {
    const { code, errors } = await runCommand(["show", "#9999"], {
      hub: createFakeHub({ show: () => Promise.resolve([]) }),
    });
    expect(code).toBe(1);
    expect(errors).toMatch(/Waybill knows no record named "#9999"/);
  });

  it("audit says plainly that it is for later", async () => {
    const { code, output } = await runCommand(["audit", "c", "--csv", "x.csv", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { code: "NOT_THERE_YET" } });
  });
});

describe("serve and sandbox", () => {
  it("run until Ctrl-C, tell their address at once, and stop in order", async () => {
    for (const [args, document] of [
      [["serve", "--role", "web"], { url: "http://x:1", role: "web", pid: process.pid }],
      [["sandbox", "--only", "unleashed", "--port", "0"], { url: "http://x:1" }],
    ] as const) {
      const asked: unknown[] = [];
      let stopped = 0;
      let press: () => void = () => undefined;
      const start = (options: unknown) => {
        asked.push(options);
        setImmediate(() => press());
        return Promise.resolve({ url: "http://x:1", stop: () => Promise.resolve(void (stopped += 1)) });
      };
      const { code, output } = await runCommand([...args, "--json"], {
        host: { serve: start, runSandbox: start },
        onReady: (interrupt) => {
          press = interrupt;
        },
      });
      expect(code).toBe(0);
      expect(JSON.parse(output)).toEqual(document);
      expect(stopped).toBe(1);
      expect(asked).toEqual([args[0] === "serve" ? { role: "web" } : { only: "unleashed", port: 0 }]);
    }
  });

  it("a folder that is in use is exit code 4", async () => {
    const { code, errors } = await runCommand(["serve"], {
      host: {
        serve: () => Promise.reject(new Error("FOLDER_IN_USE: another hub (process 7) works on /x already.")),
      },
    });
    expect(code).toBe(4);
    expect(errors).toBe("error: another hub (process 7) works on /x already. (FOLDER_IN_USE)\n");
  });
});

describe("backup and restore", () => {
  it("say where the key is", async () => {
    const made = {
      file: "b.tar.gz",
      bytes: 1234567,
      hasSecretKey: false,
      keyIsIn: "/d/secret-key",
      rows: { a: 2, b: 3 },
    };
    const { output, errors } = await runCommand(["backup", "b.tar.gz"], {
      host: { backup: () => Promise.resolve(made) },
    });
    expect(output).toBe("b.tar.gz: 5 rows in 1.2 MB.\n");
    expect(errors).toMatch(/NOT in the file.*\/d\/secret-key/);
    const withKey = await runCommand(["backup", "b.tar.gz", "--with-key", "--json"], {
      host: {
        backup: ({ withKey: asked }) => Promise.resolve({ ...made, hasSecretKey: asked, keyIsIn: null }),
      },
    });
    expect(JSON.parse(withKey.output)).toMatchObject({ hasSecretKey: true });
    expect(withKey.errors).toMatch(/Keep it like a password/);
  });

  it("warn before something is replaced", async () => {
    let warned = false;
    const { output, errors } = await runCommand(["restore", "b.tar.gz", "--force", "--without-secrets"], {
      host: {
        restore: (options) => {
          expect(options).toMatchObject({ file: "b.tar.gz", force: true, withoutSecrets: true });
          warned = true;
          return Promise.resolve({
            file: "b.tar.gz",
            version: "0.1.0",
            createdAt: "2026-11-20T00:00:00.000Z",
            hasCredentials: false,
            keyWrittenTo: null,
            rows: { a: 1 },
          });
        },
      },
    });
    expect(warned).toBe(true);
    expect(errors).toMatch(/^Everything that this database holds is replaced/);
    expect(errors).toMatch(/Apply the configuration again/);
    expect(output).toMatch(/Restored 1 row as they were at 20 Nov 2026, 11:00/);
  });
});

describe("schema", () => {
  const schema = {
    connector: "x",
    title: "System X",
    credentials: {
      type: "object",
      properties: { key: { type: "string", description: "The key." } },
      required: ["key"],
    },
    settings: {
      type: "object",
      properties: {
        orders: {
          type: "object",
          properties: {
            status: { enum: ["Parked", "Placed"], default: "Parked", description: "Status." },
            map: { type: "object", additionalProperties: { type: "string" }, default: {} },
            most: { anyOf: [{ type: "integer" }, { type: "null" }], default: null },
          },
        },
      },
    },
    presets: { documented: { orders: { status: "Placed" } }, recommended: {} },
  };

  it("is a JSON Schema for programs and a list for people, without any hub", async () => {
    const host = { settingsSchema: () => Promise.resolve(schema) };
    const asJson = await runCommand(["schema", "x", "--json"], { host });
    expect(JSON.parse(asJson.output)).toEqual(schema);
    const { output } = await runCommand(["schema", "x"], { host });
    expect(output.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
      "System X (connector: x)",
      "",
      "credentials",
      "Key | Takes | Default | What it does",
      "key | text | (required) | The key.",
      "",
      "settings",
      "Key | Takes | Default | What it does",
      "orders.status | Parked | Placed | Parked | Status. Preset documented: Placed.",
      "orders.map | map to text | {}",
      "orders.most | whole number | nothing (null) | null",
      "",
    ]);
  });
});

it("parked stories offer the commands that settle them", async () => {
  const { output } = await runCommand(["show", "#1002"], {
    hub: createFakeHub({
      show: () => Promise.resolve([parkedStory]),
      connections: () => Promise.resolve([sampleConnection()]),
      attention: () => Promise.resolve([parkedQuestion]),
    }),
  });
  expect(output).toContain("waybill resolve 12 'map=<code>'");
});

it("tokens are listed with for whom they are, and one that is revoked is named", async () => {
  const hub = createFakeHub({ keys: () => Promise.resolve([sampleKey]), revokeKey: () => Promise.resolve() });
  const { output } = await runCommand(["keys", "list"], { hub });
  expect(output).toMatch(/key-1\s+operator\s+night-shift\s+20 Nov/);
  expect((await runCommand(["keys", "revoke", "key-1"], { hub })).output).toContain("key-1");
  expect(hub.calls).toEqual(["keys", "revokeKey key-1"]);
  const none = createFakeHub({ keys: () => Promise.resolve([]) });
  expect((await runCommand(["keys", "list"], { hub: none })).output).toContain("waybill keys create");
});
