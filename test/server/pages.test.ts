import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpHub, type HttpHub } from "#cli/http-hub.ts";
import { allQuestions } from "#cli/running/all-questions.ts";
import type { AttentionView, JournalView, RecordView } from "#engine/ports/engine-store.ts";
import { createFakeHub } from "#test/support/fake-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { serveHub, type Served } from "./serve-hub.ts";

let toy: ToyHub;
let served: Served;
let far: HttpHub;
beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
  far = createHttpHub({ url: served.url, token: await served.token("owner") });
  for (const id of ["1", "2", "3", "4", "5"]) await toy.deliver("customers/create", toyCustomer(id, "Ask"));
  for (const id of ["1", "2", "3", "4", "5"]) await toy.standing(id, "attention");
});
afterAll(async () => {
  await far.close();
  await served.close();
  await toy.stop();
});

const idsOf = (questions: readonly AttentionView[]) => questions.map(({ recordId }) => recordId).toSorted();

describe("open questions", () => {
  it("come a page at a time, each once", async () => {
    const seen: AttentionView[] = [];
    let next: string | null = "";
    const sizes: number[] = [];
    while (next !== null) {
      const answer = await served.api("GET", `/attention?limit=2${next === "" ? "" : `&after=${next}`}`);
      const page = answer.json as { attention: AttentionView[]; next: string | null };
      seen.push(...page.attention);
      sizes.push(page.attention.length);
      ({ next } = page);
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(idsOf(seen)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("come as many as are asked for, near and far", async () => {
    for (const hub of [toy.hub, far]) {
      const two = await hub.attention("toy-cards", { limit: 2 });
      expect(two).toHaveLength(2);
      const rest = await hub.attention("toy-cards", { after: two[1]?.id ?? "" });
      expect(idsOf([...two, ...rest])).toEqual(["1", "2", "3", "4", "5"]);
    }
  });

  it("are all listed by the command line, however many there are", async () => {
    const all = Array.from({ length: 1_200 }, (_, index) => ({ id: String(index + 1) }) as AttentionView);
    const hub = createFakeHub({
      attention: (_connection, page = {}) =>
        Promise.resolve(
          all.filter(({ id }) => Number(id) > Number(page.after ?? 0)).slice(0, page.limit ?? 1_000),
        ),
    });
    expect(await allQuestions(hub)).toHaveLength(1_200);
  });
});

describe("a long story", () => {
  it("comes from its newest line backwards, whole when all pages are put together", async () => {
    const [record] = await toy.hub.records({ q: "customers:1" });
    const id = record?.id ?? "";
    await toy.store.journal(
      Array.from({ length: 1_200 }, (_, index) => ({
        store: "toy",
        connection: "toy-cards",
        key: { kind: "customers" as const, id: "1" },
        code: "TEST",
        message: String(index),
      })),
    );
    const newest = await far.record(id);
    expect(newest.journal).toHaveLength(500);
    expect(newest.journal.at(-1)?.message).toBe("1199");
    let whole: readonly JournalView[] = newest.journal;
    for (let { earlier } = newest; earlier !== undefined;) {
      const page = await far.record(id, { limit: 300, before: earlier });
      whole = [...page.journal, ...whole];
      ({ earlier } = page);
    }
    expect(whole.map((line) => line.id)).toEqual(
      [...new Set(whole.map((line) => line.id))].toSorted((left, right) => left - right),
    );
    expect(whole.length).toBeGreaterThan(1_200);
    const [shown] = await far.show("customers:1");
    expect(shown?.journal).toHaveLength(100);
    expect(shown?.earlier).toBe(shown?.journal[0]?.id);
    const [short] = await far.show("customers:2");
    expect(short).not.toHaveProperty("earlier");
  });

  it("says nothing of another store's record of the same id, nor of another connection", async () => {
    const line = { key: { kind: "customers" as const, id: "3" }, code: "OTHER", message: "other" };
    await toy.store.journal([
      { store: "elsewhere", connection: "toy-cards", ...line },
      { store: "toy", connection: "another", ...line },
      { store: "toy", connection: null, ...line, code: "SHARED" },
    ]);
    const [story] = await toy.hub.show("customers:3");
    const codes = story?.journal.map(({ code }) => code);
    expect(codes).toContain("SHARED");
    expect(codes).not.toContain("OTHER");
  });
});

describe("a place to go on from that is none of this list's", () => {
  it.each([
    ["other text", Buffer.from("hello").toString("base64url")],
    ["no kind of record", Buffer.from("toy-cards\nproducts\n1").toString("base64url")],
    ["more parts", Buffer.from("toy-cards\ncustomers\n1\n2").toString("base64url")],
    ["another connection", Buffer.from("other\ncustomers\n1").toString("base64url")],
  ])("is refused: %s", async (_what, after) => {
    const answer = await served.api("GET", `/records?connection=toy-cards&after=${after}`);
    expect(answer).toMatchObject({ status: 400, json: { code: "CURSOR_UNKNOWN" } });
    expect(answer.json["records"]).toBeUndefined();
  });

  it("is refused among questions", async () => {
    await expect(toy.hub.attention(undefined, { after: "x" })).rejects.toMatchObject({
      status: 400,
      code: "CURSOR_UNKNOWN",
    });
    expect((await served.api("GET", "/attention?after=x")).status).toBe(400);
  });

  it("is taken when it is of this list", async () => {
    const first = await toy.hub.records({ connection: "toy-cards", kind: "customers", limit: 3 });
    const after = first.at(-1)?.id ?? "";
    const rest = await toy.hub.records({ connection: "toy-cards", kind: "customers", after });
    expect([...first, ...rest].map(({ recordId }: RecordView) => recordId)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });
});
