import { describe, expect, it } from "vitest";
import { walkList, type ReadPage } from "./paging.ts";

interface Entry {
  readonly _id: string;
}

/** A list whose pages have at most `cap` entries; `before` is told the number of each page before it is read. */
function listOf(ids: string[], cap: number, before: (page: number) => void = () => undefined) {
  let pages = 0;
  const read: ReadPage<Entry> = (offset) => {
    before((pages += 1));
    return Promise.resolve(ids.slice(offset, offset + cap).map((_id) => ({ _id })));
  };
  return { read, pages: () => pages };
}

async function all(read: ReadPage<Entry>, mostPages = 100, until?: string) {
  const found: string[] = [];
  const end = await walkList(read, "events", {
    mostPages,
    take: (entries) => {
      found.push(...entries.map(({ _id }) => _id));
      return until === undefined || !found.includes(until);
    },
  });
  return { end, found };
}

const letters = (count: number) => Array.from({ length: count }, (_, index) => `e${index}`);

describe("a list that tells no total", () => {
  it.each([
    [0, 3],
    [1, 3],
    [3, 3],
    [4, 3],
    [7, 3],
    [5, 1],
    [9, 100],
  ])("of %i entries is read whole in pages of %i, each entry once", async (count, cap) => {
    expect(await all(listOf(letters(count), cap).read)).toEqual({ end: "ended", found: letters(count) });
  });

  it("stops where it is told to, and after so many pages", async () => {
    const list = listOf(letters(50), 5);
    expect((await all(list.read, 100, "e7")).end).toBe("stopped");
    expect(list.pages()).toBe(2);
    expect((await all(listOf(letters(50), 5).read, 3)).end).toBe("limit");
  });

  it("that became longer at its beginning misses nothing", async () => {
    const ids = letters(12);
    const list = listOf(ids, 4, (page) => {
      if (page % 2 === 0 && page < 7) ids.unshift("n1", "n2", "n3");
    });
    const { found, end } = await all(list.read);
    expect([end, ...found]).toEqual(["ended", ...letters(12)]);
  });

  it("that became shorter is not taken for whole", async () => {
    const ids = letters(12);
    const list = listOf(ids, 4, (page) => {
      if (page === 2) ids.splice(0, 2);
    });
    await expect(all(list.read)).rejects.toMatchObject({ reason: { code: "PATCH_LIST_CHANGED" } });
    const emptied = letters(8);
    const gone = listOf(emptied, 4, (page) => {
      if (page === 2) emptied.length = 0;
    });
    await expect(all(gone.read)).rejects.toMatchObject({ errorClass: "unavailable" });
  });

  it("that gives the same page for every offset is left", async () => {
    let pages = 0;
    const read: ReadPage<Entry> = () => {
      pages += 1;
      return Promise.resolve([{ _id: "a" }, { _id: "b" }]);
    };
    await expect(all(read)).rejects.toMatchObject({ reason: { code: "PATCH_LIST_CHANGED" } });
    expect(pages).toBeLessThan(10);
  });
});
