import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import { accountedFor, endOfRun } from "#test/support/end-of-run.ts";
import { soon } from "#test/support/story.ts";
import { giveHistory, type ToyHistory } from "#test/support/toy-history.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let toy: ToyHub;
let history: ToyHistory;
beforeEach(async () => {
  toy = await startToyHub();
  history = giveHistory(toy.shop);
  await toy.restart();
});
afterEach(() => toy.stop());

const backfill = () => toy.hub.startBackfill({ connection: "toy-cards", entity: "customers", since: null });

function fill(count: number): void {
  for (let index = 0; index < count; index += 1)
    toy.shop.records.set(`h${index}`, toyCustomer(`h${index}`, `Ann ${index}`));
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    if (await isSo()) return;
    await soon();
  }
  throw new Error("it did not come to that");
}

describe("a run over a history that the shop prepares", () => {
  it("waits until it is ready, reads all of it once, and proves it with the shop's own number", async () => {
    fill(45);
    history.states.push({ state: "preparing", prepared: 12 });
    const run = await endOfRun(toy.hub, await backfill());
    expect(run).toMatchObject({ state: "done", expected: 45, read: 45 });
    expect(run.report).toMatchObject({
      created: 45,
      expected: 45,
      complete: true,
      told: { live: 0, history: 45 },
    });
    expect(history.asked).toEqual([null]);
    const again = await endOfRun(toy.hub, await backfill());
    expect(again.report).toMatchObject({ created: 0, unchanged: 45, complete: true });
    expect(toy.file.writes).toHaveLength(45);
  });

  it("is incomplete when the shop counts more than it gave", async () => {
    fill(7);
    history.claims = 1;
    const run = await endOfRun(toy.hub, await backfill());
    expect(run).toMatchObject({ state: "incomplete", expected: 8, read: 7, report: { complete: false } });
  });

  it("that was lost is asked for anew, and every record counts once", async () => {
    fill(25);
    let isCut = false;
    history.beforePage = (page) => {
      if (page < 1 || isCut) return Promise.resolve();
      isCut = true;
      history.states.push({ state: "lost", reason: { code: "EXPIRED", message: "It is gone." } });
      return Promise.reject(
        new SyncError("unavailable", { code: "CUT", message: "Cut off." }, { retryAfterMs: 1 }),
      );
    };
    const run = await endOfRun(toy.hub, await backfill());
    expect(run).toMatchObject({ state: "done", read: 25, expected: 25 });
    expect(accountedFor(run)).toBe(25);
    expect(new Set(history.begun).size).toBe(2);
  });

  it("that the shop loses again and again fails with the shop's reason", async () => {
    fill(5);
    const reason = { code: "SHOP_FAILED", message: "The shop failed on it." };
    history.states.push(...[1, 2, 3].map(() => ({ state: "lost", reason }) as const));
    expect(await endOfRun(toy.hub, await backfill())).toMatchObject({ state: "failed", reason });
  });

  it("goes on from where it was, in another process too", async () => {
    fill(55);
    let letGo = (): void => undefined;
    history.beforePage = (page) =>
      page === 3 ? new Promise((resolve) => (letGo = resolve)) : Promise.resolve();
    const run = await backfill();
    await until(async () => (await toy.hub.run(run.id)).read === 30);
    history.beforePage = () => Promise.resolve();
    letGo();
    await toy.restart();
    const ended = await endOfRun(toy.hub, run);
    expect(ended.report).toMatchObject({ created: 55, complete: true });
    expect(history.begun).toHaveLength(1);
    expect(toy.file.writes).toHaveLength(55);
  });
});

describe("a run that is cancelled", () => {
  it("puts aside what nobody has begun, and goes on from there when it is resumed", async () => {
    fill(60);
    await toy.hub.pause("toy-cards");
    history.beforePage = (page) => (page < 4 ? Promise.resolve() : new Promise(() => undefined));
    const run = await backfill();
    await until(async () => (await toy.hub.connection("toy-cards")).waiting === 40);
    const cancelled = await toy.hub.cancelRun(run.id);
    expect(cancelled).toMatchObject({ state: "cancelled", progress: { settled: 0 } });
    expect((await toy.hub.connection("toy-cards")).waiting).toBe(0);
    await toy.hub.resume("toy-cards");
    await toy.deliver("customers/create", toyCustomer("live", "Lee"));
    await toy.standing("live", "synced");
    expect(toy.file.writes).toEqual(["create card-live"]);

    history.beforePage = () => Promise.resolve();
    await toy.restart();
    await toy.hub.resumeRun(run.id);
    const ended = await endOfRun(toy.hub, run);
    expect(ended.report).toMatchObject({ created: 60, complete: true });
    expect(toy.file.writes).toHaveLength(61);
  });

  it("while the shop prepares lets the shop stop", async () => {
    fill(3);
    history.states.push(
      ...Array.from({ length: 50 }, () => ({ state: "preparing", prepared: null }) as const),
    );
    const run = await backfill();
    await until(async () => (await toy.hub.run(run.id)).phase === "preparing");
    await toy.hub.cancelRun(run.id);
    expect(history.cancelled).toBe(1);
  });

  it("may not go on beside another", async () => {
    fill(3);
    history.states.push({ state: "preparing", prepared: null });
    const first = await backfill();
    await toy.hub.cancelRun(first.id);
    history.states.push(
      ...Array.from({ length: 50 }, () => ({ state: "preparing", prepared: null }) as const),
    );
    const second = await backfill();
    await expect(toy.hub.resumeRun(first.id)).rejects.toMatchObject({
      status: 409,
      code: "RUN_UNDER_WAY",
      detail: { id: second.id },
    });
  });
});

describe("what is told live and what as history", () => {
  /** The occasion on which each record was worked out. */
  const occasions = (): Map<string, string[]> => {
    const seen = new Map<string, string[]>();
    const [flow] = toy.file.connector.flows;
    if (flow === undefined) throw new Error("no flow");
    const project = flow.project.bind(flow);
    flow.project = (source, facts, settings) => {
      seen.set(source.id, [...(seen.get(source.id) ?? []), facts.occasion]);
      return project(source, facts, settings);
    };
    return seen;
  };

  it("is history when only a run has found it, and live when the shop announced it or it changed since the run began", async () => {
    const seen = occasions();
    fill(2);
    const later = new Date(Date.now() + 60_000).toISOString();
    toy.shop.records.set("during", toyCustomer("during", "Dora", later));
    await endOfRun(toy.hub, await backfill());
    await toy.deliver("customers/create", toyCustomer("announced", "Alan"));
    await toy.standing("announced", "synced");
    expect(Object.fromEntries(seen)).toEqual({
      h0: ["history"],
      h1: ["history"],
      during: ["live"],
      announced: ["live"],
    });
  });

  it("stays live over failed tries, waits and runs until it is settled", async () => {
    const seen = occasions();
    toy.file.faults.push("unavailable", "lost-before");
    await toy.deliver("customers/create", toyCustomer("slow", "Sue"));
    await toy.standing("slow", "failed");
    fill(1);
    toy.shop.records.set("slow", toyCustomer("slow", "Sue"));
    await endOfRun(toy.hub, await backfill());
    for (let tries = 0; tries < 4; tries += 1) await toy.advance(3_600_000);
    await toy.standing("slow", "synced");
    expect(new Set(seen.get("slow"))).toEqual(new Set(["live"]));
    expect(new Set(seen.get("h0"))).toEqual(new Set(["history"]));

    // Settled once, it is not live for ever.
    toy.shop.records.set("slow", toyCustomer("slow", "Susan", "2026-01-02T00:00:00.000Z"));
    await endOfRun(toy.hub, await backfill());
    expect(seen.get("slow")?.at(-1)).toBe("history");
  });

  it("is handed on to the record that is waited for", async () => {
    const seen = occasions();
    toy.shop.records.set("first", toyCustomer("first", "Fay"));
    await toy.deliver("customers/create", toyCustomer("second", "After first"));
    await toy.standing("second", "synced");
    expect(Object.fromEntries(seen)).toMatchObject({ first: ["live"], second: ["live"] });
    toy.shop.records.set("third", toyCustomer("third", "Theo"));
    toy.shop.records.set("fourth", toyCustomer("fourth", "After third"));
    await endOfRun(toy.hub, await backfill());
    expect(new Set([...(seen.get("third") ?? []), ...(seen.get("fourth") ?? [])])).toEqual(
      new Set(["history"]),
    );
  });
});

describe("the history of a new connection", () => {
  it("is carried over by itself, once, however it ends and however often the hub is started", async () => {
    fill(3);
    toy.file.connector.historyOnConnect = () => ["customers"];
    await toy.restart();
    await toy.advance(11_000);
    await until(async () => (await toy.hub.runs("toy-cards")).length > 0);
    const [run] = await toy.hub.runs("toy-cards");
    if (run === undefined) throw new Error("no run");
    expect((await endOfRun(toy.hub, run)).report).toMatchObject({ created: 3 });
    await toy.restart();
    await toy.advance(3_600_000);
    await toy.advance(11_000);
    expect(await toy.hub.runs("toy-cards")).toHaveLength(1);
  });

  it("waits until somebody has confirmed that nobody is told", async () => {
    fill(1);
    toy.file.connector.historyOnConnect = () => ["customers"];
    toy.file.connector.silence = () => ({
      means: "quiet-flag",
      look: "Look.",
      write: () => Promise.resolve({ code: "X", message: "x" }),
    });
    await toy.restart();
    await toy.advance(11_000);
    expect(await toy.hub.runs("toy-cards")).toHaveLength(0);
    await toy.hub.answerSilence("toy-cards", true);
    await toy.advance(11_000);
    await until(async () => (await toy.hub.runs("toy-cards")).length === 1);
  });
});

describe("a target that may message people", () => {
  beforeEach(async () => {
    fill(2);
    const written: string[] = [];
    toy.file.connector.silence = () => ({
      means: "quiet-flag",
      look: "Look at the toy's outbox.",
      write: () => {
        written.push("probe");
        return Promise.resolve({ code: "TOY_PROBED", message: "The test card was written." });
      },
    });
    await toy.restart();
  });

  it("gets no history before somebody has tried it out and confirmed it; that is remembered", async () => {
    await expect(backfill()).rejects.toMatchObject({ status: 422, code: "SILENCE_NOT_CONFIRMED" });
    expect(await toy.hub.silence("toy-cards")).toMatchObject({ state: "unknown" });
    expect(await toy.hub.probeSilence("toy-cards")).toMatchObject({ look: "Look at the toy's outbox." });
    await toy.hub.answerSilence("toy-cards", false);
    await expect(backfill()).rejects.toMatchObject({ code: "SILENCE_BROKEN" });
    await toy.hub.answerSilence("toy-cards", true);
    await toy.restart();
    expect((await endOfRun(toy.hub, await backfill())).report).toMatchObject({ created: 2 });
    const told = (await toy.hub.journal({ connection: "toy-cards" })).map(({ code }) => code);
    expect(told).toEqual(expect.arrayContaining(["TOY_PROBED", "SILENCE_BROKEN", "SILENCE_CONFIRMED"]));
  });

  it("is asked again when silence is asked for by other means", async () => {
    await toy.hub.answerSilence("toy-cards", true);
    toy.file.connector.silence = () => ({
      means: "another-flag",
      look: "Look.",
      write: () => Promise.resolve({ code: "X", message: "x" }),
    });
    await expect(backfill()).rejects.toMatchObject({ code: "SILENCE_NOT_CONFIRMED" });
  });
});
