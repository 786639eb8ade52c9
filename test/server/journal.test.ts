import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpHub, type HttpHub } from "#cli/http-hub.ts";
import type { JournalView } from "#engine/ports/engine-store.ts";
import type { Hub, RecordStory } from "#engine/use-cases/hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { patience, serveHub, type Answer, type Served } from "./serve-hub.ts";

let toy: ToyHub;
let served: Served;
let far: HttpHub;
beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
  far = createHttpHub({ url: served.url, token: await served.token("owner") });
});
afterAll(async () => {
  await far.close();
  await served.close();
  await toy.stop();
});

const linesOf = (answer: Answer) => answer.json["journal"] as JournalView[];
const codesOf = (answer: Answer) => linesOf(answer).map(({ code }) => code);

describe("the journal of a connection or a store as a whole", () => {
  it("tells who paused it and let it go on, and says nothing where nothing changed", async () => {
    await toy.hub.resume("toy-cards");
    await toy.hub.pause("toy-cards");
    await toy.hub.resume("toy-cards");
    const answer = await served.api("GET", "/journal?connection=toy-cards", { role: "viewer" });
    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual(["PAUSED_BY_PERSON", "RESUMED_BY_PERSON"]);
    expect(answer.json).not.toHaveProperty("earlier");
  });

  it("tells when the other side asked to wait", async () => {
    toy.file.faults.push({ throttledMs: 60_000 });
    await toy.deliver("customers/create", toyCustomer("1", "Ann"));
    await expect
      .poll(async () => codesOf(await served.api("GET", "/journal?connection=toy-cards")), patience)
      .toHaveLength(3);
    const [line] = linesOf(await served.api("GET", "/journal?connection=toy-cards&limit=1"));
    expect(line).toMatchObject({ key: null, detail: { state: "throttled" } });
    expect(line?.code).toBe("TOO_FAST");
    expect(line?.message).toMatch(/Work goes on at \d{4}-/);
    await toy.hub.resume("toy-cards");
    await toy.hub.sync("toy-cards", ["customers:1"]);
  });

  it("is of the store alone where the store is named, and has no lines of records", async () => {
    await toy.deliver("app/scopes_update", {});
    await expect
      .poll(async () => codesOf(await served.api("GET", "/journal?store=toy")), patience)
      .toContain("SCOPES_CHANGED");
    await toy.store.journal([
      { store: "toy", connection: "toy", key: null, code: "OF_A_NAMESAKE", message: "x" },
      {
        store: "toy",
        connection: null,
        key: { kind: "customers", id: "1" },
        code: "OF_A_RECORD",
        message: "x",
      },
    ]);
    const codes = codesOf(await served.api("GET", "/journal?store=toy"));
    for (const other of ["OF_A_NAMESAKE", "OF_A_RECORD", "PAUSED_BY_PERSON"])
      expect(codes).not.toContain(other);
  });

  it("comes a page at a time, newest page first, each line once, near and far alike", async () => {
    await toy.store.journal(
      Array.from({ length: 1_050 }, (_, index) => ({
        store: "toy",
        connection: "toy-cards",
        key: null,
        code: "TEST",
        message: String(index),
      })),
    );
    const seen: JournalView[] = [];
    for (let before = ""; ;) {
      const answer = await served.api("GET", `/journal?connection=toy-cards&limit=400${before}`);
      seen.unshift(...linesOf(answer));
      const { earlier } = answer.json as { earlier?: number };
      if (earlier === undefined) break;
      expect(earlier).toBe(linesOf(answer)[0]?.id);
      before = `&before=${earlier}`;
    }
    expect(seen.filter(({ code }) => code === "TEST").map(({ message }) => Number(message))).toEqual(
      Array.from({ length: 1_050 }, (_, index) => index),
    );
    expect(codesOf(await served.api("GET", `/journal?connection=toy-cards`))).toHaveLength(100);
    const ask = (hub: Hub) => hub.journal({ connection: "toy-cards", limit: 1_000 });
    expect(await ask(toy.hub)).toEqual(seen.slice(-1_000));
    expect(await ask(far)).toEqual(await ask(toy.hub));
    const older = (hub: Hub) => hub.journal({ connection: "toy-cards", before: seen[5]?.id ?? 0 });
    expect(await older(far)).toEqual(seen.slice(0, 5));
    expect(await older(toy.hub)).toEqual(seen.slice(0, 5));
  });

  it.each([
    ["", 400, "REQUEST_INVALID"],
    ["?connection=toy-cards&store=toy", 400, "REQUEST_INVALID"],
    ["?connection=toy-cards&limit=0", 400, "REQUEST_INVALID"],
    ["?connection=toy-cards&before=x", 400, "REQUEST_INVALID"],
    ["?connection=nobody", 404, "CONNECTION_NOT_FOUND"],
    ["?store=nobody", 404, "STORE_NOT_FOUND"],
  ])("asked for as %j is refused", async (query, status, code) => {
    expect(await served.api("GET", `/journal${query}`)).toMatchObject({ status, json: { code } });
  });

  it("of nobody is refused far as near", async () => {
    for (const hub of [toy.hub, far])
      await expect(hub.journal({ store: "nobody" })).rejects.toMatchObject({
        name: "UseCaseError",
        status: 404,
        code: "STORE_NOT_FOUND",
      });
  });
});

describe("what is kept of a record", () => {
  const storiesOf = (answer: Answer) => answer.json["stories"] as RecordStory[];

  it("is told to operators and owners, and not to those who only look", async () => {
    const [record] = await toy.hub.records({ q: "customers:1" });
    for (const role of ["operator", "owner"] as const) {
      const one = await served.api("GET", `/records/${record?.id ?? ""}`, { role });
      expect(one.json["source"]).toMatchObject({ id: "1", firstName: "Ann", email: "1@example.com" });
      const [shown] = storiesOf(await served.api("GET", "/show?q=customers:1", { role }));
      expect(shown?.source).toEqual(one.json["source"]);
    }
    for (const path of [`/records/${record?.id ?? ""}`, "/show?q=customers:1"]) {
      const answer = await served.api("GET", path, { role: "viewer" });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/"source"|1@example\.com/);
    }
  });

  it("is found by its key or id also when no connection has worked with it", async () => {
    await toy.store.saveMirrors("toy", [
      {
        key: { kind: "customers", id: "8009350463330" },
        record: toyCustomer("8009350463330", "Zoe"),
        origin: "alongside",
        withheld: false,
      },
    ]);
    for (const name of ["customers:8009350463330", "8009350463330"]) {
      const [story, ...others] = await toy.hub.show(name);
      expect(others).toEqual([]);
      expect(story).toMatchObject({
        record: { kind: "customers", title: "Zoe Toy", outcome: { reason: { code: "NOT_LOOKED_AT" } } },
        source: { firstName: "Zoe" },
      });
      expect(await far.record(story?.record.id ?? "")).toEqual(await toy.hub.record(story?.record.id ?? ""));
    }
  });

  it("is nothing once it was removed", async () => {
    await toy.store.redact("toy", [{ kind: "customers", id: "1" }]);
    const [story] = await far.show("customers:1");
    expect(story?.source).toBeNull();
    expect(story?.record.title).not.toContain("Ann");
  });
});
