import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
});
beforeEach(() => {
  toy.file.faults.length = 0;
});
afterAll(() => toy.stop());

const writesOf = (id: string): readonly string[] =>
  toy.file.writes.filter((write) => write.endsWith(`card-${id}`));

describe("a write that goes wrong", () => {
  it("is found by its reference when only the answer was lost", async () => {
    toy.file.faults.push("lost-after");
    await toy.deliver("customers/create", toyCustomer("1", "Ann"));
    await toy.standing("1", "synced");
    expect(writesOf("1")).toEqual(["create card-1"]);
  });

  it("is tried again, after looking, when it never arrived", async () => {
    toy.file.faults.push("lost-before");
    await toy.deliver("customers/create", toyCustomer("2", "Bo"));
    const failed = await toy.standing("2", "failed");
    expect(failed.outcome).toMatchObject({ reason: { code: "ANSWER_LOST" } });
    await toy.advance(60_000);
    await toy.standing("2", "synced");
    expect(writesOf("2")).toEqual(["create card-2"]);
  });

  it("backs off while the other side is away, and holds up nobody else", async () => {
    toy.file.faults.push("unavailable");
    await toy.deliver("customers/create", toyCustomer("3", "Cy"));
    await toy.standing("3", "failed");
    await toy.deliver("customers/create", toyCustomer("4", "Di"));
    await toy.standing("4", "synced");
    await toy.advance(60_000);
    await toy.standing("3", "synced");
  });

  it("is not repeated when it was refused, until a person says so", async () => {
    toy.file.faults.push("rejected");
    await toy.deliver("customers/create", toyCustomer("5", "Ed"));
    const refused = await toy.standing("5", "failed");
    expect(refused.outcome).toMatchObject({ reason: { code: "REFUSED" }, retryAt: null });
    await toy.advance(24 * 3_600_000);
    expect((await toy.standing("5", "failed")).attempts).toBe(1);
    expect(await toy.hub.retry({ cause: "REFUSED" })).toBe(1);
    await toy.standing("5", "synced");
  });

  it("asks a person when what was read back differs", async () => {
    toy.file.faults.push("garbled");
    await toy.deliver("customers/create", toyCustomer("6", "Flo"));
    const record = await toy.standing("6", "attention");
    expect(record.outcome.reason).toMatchObject({
      code: "READ_BACK_MISMATCH",
      // Which field it is, is told; names are not.
      detail: { differences: [{ path: "name" }] },
    });
    const [open] = await toy.hub.attention();
    expect((await toy.hub.resolve(open?.id ?? "", "accept", "test")).outcome.state).toBe("unchanged");
  });

  it("goes on after a restart where it stood, without a second write", async () => {
    toy.file.faults.push("lost-after");
    await toy.deliver("customers/create", toyCustomer("7", "Gil"));
    await toy.restart();
    await toy.standing("7", "synced", "unchanged");
    expect(writesOf("7")).toEqual(["create card-7"]);
  });

  it("a new delivery moves a waiting record to now", async () => {
    toy.file.faults.push("unavailable", "unavailable");
    await toy.deliver("customers/create", toyCustomer("8", "Hal"));
    await toy.standing("8", "failed");
    toy.file.faults.length = 0;
    await toy.deliver("customers/update", toyCustomer("8", "Hall", "2026-02-01T00:00:00.000Z"));
    await toy.standing("8", "synced");
    expect(toy.file.cards.get("card-8")?.name).toBe("Hall");
  });
});

describe("what no webhook announced", () => {
  it("is found by the sweep and told in the journal", async () => {
    const now = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    toy.shop.records.set("20", toyCustomer("20", "Una", now));
    await toy.advance(2 * 3_600_000);
    await toy.standing("20", "synced");
    const [story] = await toy.hub.show("customers:20");
    expect(story?.journal[0]?.code).toBe("FOUND_BY_SWEEP");
  });
});
