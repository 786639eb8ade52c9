import fc from "fast-check";
import { expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import type { Calls } from "./calls.ts";
import { readAll } from "./paging.ts";

/** A server that holds these items when page `n` is asked for, and puts `size` on a page, whatever was asked. */
function serverOf(size: number, itemsAt: (page: number) => readonly string[]) {
  let calls = 0;
  const refuse = (): never => {
    throw new Error("only pages are asked for");
  };
  const server: Calls = {
    get: refuse,
    write: refuse,
    page: (_resource, page) => {
      calls += 1;
      const items = itemsAt(page);
      return Promise.resolve({
        Pagination: {
          NumberOfItems: items.length,
          PageSize: size,
          PageNumber: page,
          NumberOfPages: Math.ceil(items.length / size),
        },
        Items: items.slice((page - 1) * size, page * size).map((guid) => ({ Guid: guid })),
      });
    },
  };
  return { server, calls: () => calls };
}
const guids = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`);
const read = async (server: Calls) => (await readAll(server, "Customers", {})).map((item) => item.Guid);

it("reads every item once, with as many calls as there are pages, also from a server with smaller pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (count, size) => {
        const { server, calls } = serverOf(size, () => guids(count));
        expect(await read(server)).toEqual(guids(count));
        expect(calls()).toBe(Math.max(1, Math.ceil(count / size)));
      },
    ),
  );
});

it("says so when an item left the list meanwhile, since another may have slipped over the edge of a page", async () => {
  const { server } = serverOf(10, (page) => (page === 1 ? guids(15) : guids(15).slice(1)));
  await expect(read(server)).rejects.toThrow("UNLEASHED_LIST_CHANGED");
  await expect(read(server)).rejects.toBeInstanceOf(SyncError);
});

it("says so too when one came in front, and takes one that came at the end", async () => {
  const { server } = serverOf(10, (page) => (page === 1 ? guids(15) : ["new", ...guids(15)]));
  await expect(read(server)).rejects.toThrow("UNLEASHED_LIST_CHANGED");
  const appended = serverOf(10, (page) => (page === 1 ? guids(15) : [...guids(15), "new"]));
  expect(await read(appended.server)).toEqual([...guids(15), "new"]);
});

it("ends with an empty page, whatever the number of pages says", async () => {
  let calls = 0;
  const { server } = serverOf(10, () => guids(10));
  const endless: Calls = {
    ...server,
    page: async (...args) => {
      calls += 1;
      const page = await server.page(...args);
      return { ...page, Pagination: { ...page.Pagination, NumberOfPages: 99 } };
    },
  };
  expect(await read(endless)).toEqual(guids(10));
  expect(calls).toBe(2);
});

it("does not go on when every page is the same one", async () => {
  const { server, calls } = serverOf(2, () => guids(2));
  const stuck: Calls = {
    ...server,
    page: async (resource, _page, query) => {
      const page = await server.page(resource, 1, query);
      return { ...page, Pagination: { ...page.Pagination, NumberOfPages: 1e9 } };
    },
  };
  await expect(read(stuck)).rejects.toMatchObject({ reason: { code: "UNLEASHED_LIST_CHANGED" } });
  expect(calls()).toBe(2);
});
