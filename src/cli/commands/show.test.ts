import { describe, expect, it } from "vitest";
import type { SourceRecord } from "#domain/source-record.ts";
import { UseCaseError, type JournalQuery, type RecordStory } from "#engine/use-cases/hub.ts";
import { happyStory, sampleConnection, sampleLine } from "#test/support/cli-samples.ts";
import { createFakeHub } from "#test/support/fake-hub.ts";
import { runCommand } from "#test/support/run-command.ts";

describe("show", () => {
  const unknown = (query: JournalQuery): Promise<never> =>
    Promise.reject(
      new UseCaseError(404, "store" in query ? "STORE_NOT_FOUND" : "CONNECTION_NOT_FOUND", "There is none."),
    );

  it("of a connection's or store's name tells what happened to it, of the newest hundred lines", async () => {
    const lines = Array.from({ length: 101 }, (_, index) => ({
      ...sampleLine("24T01:00:00", "X", "x"),
      id: index + 7,
    }));
    const hub = createFakeHub({
      show: () => Promise.resolve([]),
      connections: () => Promise.resolve([sampleConnection()]),
      journal: (query) => ("connection" in query ? Promise.resolve(lines) : unknown(query)),
    });
    const { output, code } = await runCommand(["show", "acme-unleashed", "--json"], { hub });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      stories: [],
      journals: [{ connection: "acme-unleashed", journal: lines.slice(1), earlier: 8 }],
    });
    const { output: text } = await runCommand(["show", "acme-unleashed"], { hub });
    expect(text).toContain("waybill show acme-unleashed --before 8");
    await runCommand(["show", "acme-unleashed", "--before", "8"], { hub });
    expect(hub.calls).toContain('journal {"connection":"acme-unleashed","limit":101,"before":8}');
  });

  it("of a record goes back before a line, and takes only the number of one", async () => {
    const hub = createFakeHub({
      show: () => Promise.resolve([{ ...happyStory, earlier: 9 }]),
      record: () => Promise.resolve(happyStory),
      connections: () => Promise.resolve([]),
    });
    const { output } = await runCommand(["show", "#1001"], { hub });
    expect(output).toContain("waybill show orders:5001 --before 9");
    await runCommand(["show", "#1001", "--before", "9"], { hub });
    expect(hub.calls).toContain(`record ${happyStory.record.id} {"before":9,"limit":100}`);
    expect(await runCommand(["show", "#1001", "--before", "yesterday"], { hub })).toMatchObject({ code: 2 });
  });

  it("prints a person's data only when asked to, and says when there is none to print", async () => {
    const source = { kind: "orders", id: "5001", email: "jane@mail.example" } as unknown as SourceRecord;
    const shown = async (story: RecordStory, ...args: readonly string[]) => {
      const hub = createFakeHub({
        show: () => Promise.resolve([story]),
        connections: () => Promise.resolve([]),
      });
      return (await runCommand(["show", "#1001", ...args], { hub })).output;
    };
    expect(await shown({ ...happyStory, source })).not.toContain("jane@mail.example");
    expect(await shown({ ...happyStory, source }, "--data")).toContain('"email": "jane@mail.example"');
    expect(JSON.parse(await shown({ ...happyStory, source }, "--json"))).toMatchObject({
      stories: [{ source }],
    });
    expect(await shown({ ...happyStory, source: null }, "--data")).toMatch(/keeps no copy/);
    expect(await shown(happyStory, "--data")).toMatch(/needs the role operator/);
  });

  it("passes on what is neither a record nor unknown", async () => {
    const hub = createFakeHub({
      show: () => Promise.resolve([]),
      journal: () => Promise.reject(new UseCaseError(503, "STILL_WORKING", "Not now.")),
    });
    const { code, errors } = await runCommand(["show", "acme"], { hub });
    expect(code).toBe(1);
    expect(errors).toMatch(/Not now\. *\(STILL_WORKING\)/);
  });
});
