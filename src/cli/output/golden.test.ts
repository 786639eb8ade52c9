import { describe, expect, it } from "vitest";
import type { SourceRecord } from "#domain/source-record.ts";
import { UseCaseError } from "#engine/use-cases/hub.ts";
import { createFakeHub } from "#test/support/fake-hub.ts";
import { runCommand, type RunCommandOptions } from "#test/support/run-command.ts";
import {
  connectionJournal,
  failingStory,
  happyStory,
  parkedQuestion,
  parkedStory,
  plannedRecords,
  sampleConnection,
  sampleRecord,
  sampleReport,
  sampleRun,
  storeJournal,
  waitingStory,
} from "#test/support/cli-samples.ts";

/** What people see, kept as files: a change of any of them is reviewed like code (`vitest -u` writes them anew). */
const golden = (name: string): string => `../../../test/golden/cli/${name}.txt`;

const connections = [
  sampleConnection(),
  sampleConnection({
    name: "acme-two",
    state: "paused",
    reason: { code: "PAUSED_BY_PERSON", message: "Somebody paused it." },
    counts: { failed: 3 },
    waiting: 0,
    budget: { callsToday: 12, callsThisMonth: 12, blockedUntil: "2026-11-25T06:00:00.000Z" },
  }),
];

const customerRecord = sampleRecord({ kind: "customers", recordId: "77", title: "Jane" });
const keptCustomer: SourceRecord = {
  kind: "customers",
  id: "77",
  origin: "customer",
  updatedAt: "2026-11-20T00:00:00.000Z",
  firstName: "Jane",
  lastName: "\u202e",
  companyName: null,
  externalId: null,
  email: undefined,
  phone: null,
  note: null,
  tags: ["vip"],
  taxExempt: false,
  billingAddress: null,
  shippingAddress: null,
};

const hub = createFakeHub({
  connections: () => Promise.resolve(connections),
  attention: () => Promise.resolve([parkedQuestion]),
  plan: () => Promise.resolve({ records: plannedRecords }),
  sync: () =>
    Promise.resolve([
      happyStory.record,
      parkedStory.record,
      failingStory.record,
      sampleRecord({ kind: "customers", recordId: "77", title: "Jane Doe" }),
    ]),
  runs: () =>
    Promise.resolve([
      sampleRun(),
      sampleRun({
        id: "11111111-1111-4111-8111-111111111111",
        state: "done",
        since: "2026-01-01T00:00:00.000Z",
        startedAt: "2026-11-20T00:00:00.000Z",
        endedAt: "2026-11-20T02:11:00.000Z",
        read: 120_000,
        expected: 120_000,
        report: sampleReport({
          expected: 120_000,
          read: 120_000,
          created: 119_000,
          unchanged: 900,
          attention: 1,
          skipped: 99,
          told: { live: 0, history: 119_000 },
        }),
      }),
      sampleRun({
        id: "22222222-2222-4222-8222-222222222222",
        state: "failed",
        startedAt: "2026-11-19T00:00:00.000Z",
        endedAt: "2026-11-19T00:00:09.000Z",
        read: 0,
        reason: { code: "SIGN_IN_REFUSED", message: "The shop refused the sign-in." },
      }),
    ]),
  doctor: () =>
    Promise.resolve([
      { about: "store acme", level: "ok", code: "SHOP_ANSWERS", message: "acme.myshopify.com answers." },
      {
        about: "store acme",
        level: "warning",
        code: "CUSTOMER_DATA_WITHHELD",
        message:
          "The shop's plan (Basic) hides names, addresses, e-mail addresses and phone numbers of buyers.",
      },
      {
        about: "connection acme-unleashed",
        level: "note",
        code: "X",
        message: "Unleashed counts calls per month.",
      },
      {
        about: "connection acme-unleashed",
        level: "error",
        code: "UNKNOWN_WAREHOUSE",
        message: "The warehouse EAST of the settings is not in the account.",
      },
    ]),
  journal: (query) => {
    if ("connection" in query && query.connection === "acme-unleashed")
      return Promise.resolve(connectionJournal);
    if ("store" in query && query.store === "acme") return Promise.resolve(storeJournal);
    const code = "store" in query ? "STORE_NOT_FOUND" : "CONNECTION_NOT_FOUND";
    return Promise.reject(new UseCaseError(404, code, "There is none."));
  },
  show: (text) =>
    Promise.resolve(
      {
        "customers:77": [{ record: customerRecord, source: keptCustomer, journal: [] }],
        "#1001": [happyStory, waitingStory],
        "#1002": [parkedStory],
        "#1003": [failingStory],
        "jane@example.com": Array.from({ length: 8 }, (_, index) => ({
          ...happyStory,
          record: sampleRecord({ title: `#${1001 + index}`, recordId: String(5001 + index) }),
        })),
      }[text] ?? [],
    ),
});

const shown = async (args: readonly string[], options: RunCommandOptions = {}): Promise<string> =>
  (await runCommand(args, { hub, ...options })).output;

describe("what people see of", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "show-order": ["show", "#1001"],
    "show-parked-order": ["show", "#1002"],
    "show-failing-order": ["show", "#1003"],
    "show-data": ["show", "customers:77", "--data"],
    "show-connection": ["show", "acme-unleashed"],
    "show-shop": ["show", "acme"],
    "show-many": ["show", "jane@example.com"],
    connections: ["connections"],
    attention: ["attention"],
    plan: ["plan", "acme-unleashed"],
    sync: ["sync", "acme-unleashed"],
    runs: ["runs"],
    doctor: ["doctor"],
  };
  it.each(Object.keys(cases))("%s", async (name) => {
    await expect(
      await shown(cases[name]!, { columns: 110, environment: { NO_COLOR: "1" } }),
    ).toMatchFileSnapshot(golden(name));
  });

  it.each(Object.keys(cases))("%s on a narrow terminal stays within it", async (name) => {
    const text = await shown(cases[name]!, { columns: 44, environment: { NO_COLOR: "1" } });
    await expect(text).toMatchFileSnapshot(golden(`${name}-narrow`));
    // Commands are kept whole, so that they can be copied.
    const tooLong = text
      .split("\n")
      .filter((line) => line.length > 44 && !/waybill |[0-9a-f-]{36}/.test(line));
    expect(tooLong).toEqual([]);
  });
});

describe("colours", () => {
  const escape = "\u001b[";

  it("are shown on a terminal only, and never when NO_COLOR is set or the terminal is dumb", async () => {
    expect(await shown(["show", "#1002"], { columns: 100 })).toContain(escape);
    expect(await shown(["show", "#1002"])).not.toContain(escape);
    expect(await shown(["show", "#1002"], { columns: 100, environment: { NO_COLOR: "1" } })).not.toContain(
      escape,
    );
    expect(await shown(["show", "#1002"], { columns: 100, environment: { TERM: "dumb" } })).not.toContain(
      escape,
    );
  });

  it("of names that come from outside are taken out", async () => {
    const evil = createFakeHub({
      connections: () => Promise.resolve(connections),
      show: () =>
        Promise.resolve([
          {
            ...happyStory,
            record: sampleRecord({
              kind: "customers",
              title: "Eve\u001b[2J\u001b]0;owned\u0007\nSecond\u202eline",
            }),
          },
        ]),
    });
    const { output } = await runCommand(["show", "customers:9"], { hub: evil, columns: 100 });
    expect(output).not.toContain("\u001b[2J");
    expect(output).not.toContain("\u0007");
    expect(output).not.toContain("\u202e");
    expect(output).toContain("Second");
  });
});

it("times are told in the zone of the reader", async () => {
  expect(await shown(["show", "#1001"], { timeZone: "Australia/Sydney" })).toContain("14:03:12");
  expect(await shown(["show", "#1001"], { timeZone: "America/New_York" })).toContain("22:03:12");
});

it("a pipe gets whole lines, however long they are", async () => {
  expect(await shown(["attention"])).toMatch(/^12 .*The detail shows every part\..*rounding-line/m);
});
