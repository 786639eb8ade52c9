import { describe, expect, it } from "vitest";
import { createEventFinder } from "./event-finder.ts";
import type { LooseEvent } from "./wire-shape.ts";

const rules = {
  finished: "order.finished",
  updated: "order.updated",
  orderIdField: "shopify_order_id",
  listOrder: "newest-first",
  mostPages: 100,
} as const;

/** Events in the order they were made, one each minute; the list shows them `sorted`, in pages of four. */
function account(sorted: (events: readonly LooseEvent[]) => readonly LooseEvent[], over: object = {}) {
  const events: LooseEvent[] = [];
  let pages = 0;
  const add = (order: string | null, more: Partial<LooseEvent> = {}): string => {
    const _id = `e${events.length}`;
    events.push({
      _id,
      event: order === null ? "contact.updated" : "order.updated",
      data: order === null ? {} : { shopify_order_id: order },
      created_at: minute(events.length),
      ...more,
    });
    return _id;
  };
  const finder = createEventFinder(
    (offset) => {
      pages += 1;
      return Promise.resolve(sorted(events).slice(offset, offset + 4));
    },
    { ...rules, ...over },
  );
  const find = (order: string, sinceMinute = 0) =>
    finder.newestOf(order, Date.parse(minute(sinceMinute)) + 1);
  return { events, add, find, pages: () => pages };
}

const minute = (count: number): string => new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString();
const newestFirst = (events: readonly LooseEvent[]) => events.toReversed();
const oldestFirst = (events: readonly LooseEvent[]) => events;

describe("the newest event of an order", () => {
  it("is found however far back, by one reading of the list", async () => {
    const { add, find, pages } = account(newestFirst);
    const first = add("1");
    for (let index = 0; index < 20; index += 1) add(null);
    add("2");
    const second = add("2");
    expect(await find("2")).toEqual({ verdict: "one", id: second });
    expect(pages()).toBe(1);
    expect(await find("1")).toEqual({ verdict: "one", id: first });
    const before = pages();
    expect(await find("3", -1)).toEqual({ verdict: "none" });
    expect(pages()).toBeLessThanOrEqual(before + 3);
    // The list was read to its end: what is asked now costs the page on which something may have come.
    const known = pages();
    await find("3", -1);
    expect(pages()).toBe(known + 1);
  });

  it("is what came since the last look, however much that is", async () => {
    const { add, find } = account(newestFirst);
    add("1");
    await find("1");
    for (let index = 0; index < 11; index += 1) add(null);
    const newer = add("1");
    add("2");
    expect(await find("1")).toEqual({ verdict: "one", id: newer });
  });

  it("is looked for no further back than is asked", async () => {
    const { add, find, pages } = account(newestFirst);
    for (let index = 0; index < 40; index += 1) add(null);
    expect(await find("1", 35)).toEqual({ verdict: "none" });
    expect(pages()).toBe(2);
  });

  it("goes by the name of the event and the key of the order", async () => {
    const { add, find } = account(newestFirst);
    add("1", { event: "check_in.finished" });
    add(null, { event: "order.finished", data: { other: "1" } });
    add(null, { event: "order.finished", data: null });
    expect(await find("1")).toEqual({ verdict: "none" });
    const id = add(null, { event: "order.finished", data: { shopify_order_id: 1 } });
    expect(await find("1")).toEqual({ verdict: "one", id });
  });

  it("cannot be told where too many pages would have to be read", async () => {
    const { add, find } = account(newestFirst, { mostPages: 3 });
    add("1");
    for (let index = 0; index < 40; index += 1) add(null);
    expect(await find("1")).toEqual({ verdict: "unclear" });
    expect(await find("2", 38)).toEqual({ verdict: "none" });
    const id = add("3");
    expect(await find("3")).toEqual({ verdict: "one", id });
  });

  it("is told of questions at one time by one reading", async () => {
    const { add, find, pages } = account(newestFirst);
    for (let index = 0; index < 8; index += 1) add(String(index));
    const answers = await Promise.all(["0", "3", "7", "9"].map((order) => find(order, -1)));
    expect(answers.map(({ verdict }) => verdict)).toEqual(["one", "one", "one", "none"]);
    expect(pages()).toBeLessThan(10);
  });

  it("is found in a list with the oldest first, and what comes behind it", async () => {
    const { add, find, pages } = account(oldestFirst, { listOrder: "oldest-first" });
    for (let index = 0; index < 30; index += 1) add(String(index % 10));
    expect(await find("3")).toEqual({ verdict: "one", id: "e23" });
    const known = pages();
    const newer = add("3");
    expect(await find("3")).toEqual({ verdict: "one", id: newer });
    expect(pages()).toBeLessThanOrEqual(known + 2);
  });

  it("is found in a list of any order, and in one that is not as the settings say", async () => {
    const shuffled = (events: readonly LooseEvent[]) =>
      events.toSorted((a, b) => ((Number(a._id.slice(1)) * 7) % 31) - ((Number(b._id.slice(1)) * 7) % 31));
    for (const listOrder of ["unknown", "newest-first"]) {
      const { add, find } = account(shuffled, { listOrder });
      for (let index = 0; index < 30; index += 1) add(String(index % 10));
      expect(await find("3")).toEqual({ verdict: "one", id: "e23" });
      const newer = add("3");
      expect(await find("3")).toEqual({ verdict: "one", id: newer });
      expect(await find("11")).toEqual({ verdict: "none" });
    }
  });

  it("is looked for anew after a reading that failed, and in an account that was emptied", async () => {
    const { add, find, events } = account(newestFirst);
    for (let index = 0; index < 10; index += 1) add(String(index));
    await find("0", -1);
    events.length = 0;
    expect(await find("0", -1)).toEqual({ verdict: "none" });
    const id = add("0");
    expect(await find("0", -1)).toEqual({ verdict: "one", id });
  });
});
