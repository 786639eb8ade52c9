import { chmod, readdir, rm, truncate, utimes, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HistoryPage } from "#connectors/kit/history-reader.ts";
import type { EmulatedShop } from "../test/emulated-shop.ts";
import { allPages, byId, historyOf, prepare, scratchFolder, startShop } from "./test-history.ts";

/** Few orders: read in four parts, they come in several pages all the same. */
const few = 60;
const inParts = "4/0/0";

const downloads = ({ host, emulator }: EmulatedShop): number =>
  host
    .requests(emulator.system)
    .requests.filter(({ operation }) => operation.includes("bulk-operation-outputs")).length;

async function startFilledShop(count = few): Promise<EmulatedShop> {
  const shop = await startShop();
  await shop.place({ count, lines: [{ sku: "MUG-STONE" }], customer: null, email: null });
  return shop;
}

const idsOf = (page: HistoryPage): readonly string[] => page.records.map(({ record }) => record.id);
const unavailable = (code: string) => ({ errorClass: "unavailable", reason: { code } });

describe("the pages of a history", () => {
  it("are the same from any position in any process, whether its files are still there or not", async () => {
    const count = 1_040;
    const shop = await startFilledShop(count);
    const ticket = await prepare(shop, historyOf(shop.open()));
    for (const start of [null, inParts]) {
      const folder = await scratchFolder();
      const pages = await allPages(historyOf(shop.open()).pages(ticket, start, { folder }));
      expect(byId(pages).size).toBe(count);
      expect(pages.map(({ next }) => next === null)).toEqual([...pages.slice(1).map(() => false), true]);
      expect(await readdir(folder)).toEqual([]);

      for (const [index, { next }] of pages.slice(0, -1).entries()) {
        const rest = await allPages(historyOf(shop.open()).pages(ticket, next, { folder }));
        expect(rest.map(idsOf)).toEqual(pages.slice(index + 1).map(idsOf));
        expect(rest.map((page) => page.next)).toEqual(pages.slice(index + 1).map((page) => page.next));
      }

      // A process that dies leaves its files, and the next one asks for nothing.
      for await (const page of historyOf(shop.open()).pages(ticket, start, { folder }))
        if (page.next === pages[1]?.next) break;
      const before = shop.host.requests(shop.emulator.system).requests.length;
      const rest = await allPages(historyOf(shop.open()).pages(ticket, pages[1]?.next ?? null, { folder }));
      expect(rest).toStrictEqual(pages.slice(2));
      expect(shop.host.requests(shop.emulator.system).requests).toHaveLength(before);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("are read by two processes at once, each whole", async () => {
    const shop = await startFilledShop();
    const ticket = await prepare(shop, historyOf(shop.open()));
    const folder = await scratchFolder();
    const both = await Promise.all(
      [shop.open(), shop.open()].map((system) => allPages(historyOf(system).pages(ticket, null, { folder }))),
    );
    expect(both.map((pages) => byId(pages).size)).toEqual([few, few]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuse a position of something else", async () => {
    const shop = await startShop();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    for (const position of ["", "1", "0/0/0", "2/2/0", "a/b/c"])
      await expect(
        allPages(history.pages(ticket, position, { folder: await scratchFolder() })),
      ).rejects.toThrow(RangeError);
  });
});

describe("a file that does not arrive whole", () => {
  it.each([
    ["a connection that is cut", { cutAfterBytes: 40_000 }, "NO_ANSWER"],
    ["one that ends as if that were all", { endAfterBytes: 40_000 }, "HISTORY_FILE_TORN"],
    ["one that ends at once", { endAfterBytes: 0 }, "HISTORY_FILE_TORN"],
    ["a storage that is down", { status: 503 }, "HISTORY_FILE_NOT_THERE"],
  ])("%s gives no page, and the next try gives all", async (_what, download, code) => {
    const shop = await startFilledShop();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    const folder = await scratchFolder();
    await shop.control("/bulk", { download });
    await expect(allPages(history.pages(ticket, null, { folder }))).rejects.toMatchObject(unavailable(code));
    expect(await readdir(folder)).toEqual([]);
    expect(byId(await allPages(history.pages(ticket, null, { folder }))).size).toBe(few);
  });

  it("a reading that is ended leaves nothing behind and begins anew", async () => {
    const shop = await startFilledShop();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    const folder = await scratchFolder();
    await shop.control("/bulk", { download: { slowMs: 20 } });
    const ending = new AbortController();
    const reading = allPages(history.pages(ticket, null, { folder, signal: ending.signal }));
    const refused = expect(reading).rejects.toMatchObject(unavailable("NO_ANSWER"));
    await expect.poll(() => readdir(folder)).toHaveLength(1);
    ending.abort();
    await refused;
    expect(await readdir(folder)).toEqual([]);
    expect(byId(await allPages(history.pages(ticket, null, { folder }))).size).toBe(few);
  });
});

describe("links", () => {
  it("that are void by the time of the fetching are asked for anew", async () => {
    const shop = await startShop();
    const ids = await shop.place({ count: 3 });
    // The link is made void between the answer that names it and the fetching.
    let voided = 0;
    const system = shop.open({
      beforeFetch: async () => {
        voided += 1;
        if (voided === 1) await shop.control("/bulk", { expireLinks: true });
      },
    });
    const history = historyOf(system);
    const ticket = await prepare(shop, history);
    const pages = await allPages(history.pages(ticket, null, { folder: await scratchFolder() }));
    expect([...byId(pages).keys()].sort()).toEqual([...ids].sort());
    expect(downloads(shop)).toBe(2);
  });

  it("that are refused again and again are left to a later try", async () => {
    const shop = await startShop();
    await shop.place({ count: 3 });
    const history = historyOf(shop.open({ beforeFetch: () => shop.control("/bulk", { expireLinks: true }) }));
    const ticket = await prepare(shop, history);
    await expect(
      allPages(history.pages(ticket, null, { folder: await scratchFolder() })),
    ).rejects.toMatchObject(unavailable("HISTORY_FILE_NOT_THERE"));
    expect(downloads(shop)).toBe(2);
  });
});

describe("what was kept on disk", () => {
  /** A folder in which a reading was left after its first page. */
  async function leftAfterOnePage(shop: EmulatedShop, ticket: string) {
    const folder = await scratchFolder();
    let next: string | null = null;
    let left = few;
    for await (const page of historyOf(shop.open()).pages(ticket, inParts, { folder })) {
      ({ next } = page);
      left -= page.records.length;
      break;
    }
    const [name = ""] = await readdir(folder);
    return { folder, kept: join(folder, name), next, left };
  }

  it("is not used when it was only half written", async () => {
    const shop = await startFilledShop();
    const ticket = await prepare(shop, historyOf(shop.open()));
    const { folder, kept, next, left } = await leftAfterOnePage(shop, ticket);
    await rm(join(kept, "manifest.json"));
    const rest = await allPages(historyOf(shop.open()).pages(ticket, next, { folder }));
    expect(rest.flatMap(idsOf)).toHaveLength(left);
    expect(downloads(shop)).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is not taken from a folder that others can write to", async () => {
    const shop = await startFilledShop();
    const ticket = await prepare(shop, historyOf(shop.open()));
    const { folder, kept, next, left } = await leftAfterOnePage(shop, ticket);
    await chmod(kept, 0o777);
    const rest = await allPages(historyOf(shop.open()).pages(ticket, next, { folder }));
    expect([rest.flatMap(idsOf).length, downloads(shop)]).toEqual([left, 2]);
  });

  it.each([
    ["cut off", (kept: string) => truncate(join(kept, "blocks"), 1_000)],
    ["of something else", (kept: string) => writeFile(join(kept, "blocks"), Buffer.alloc(1_000_000))],
  ])("is fetched again when it is %s", async (_what, damage) => {
    const shop = await startFilledShop();
    const ticket = await prepare(shop, historyOf(shop.open()));
    const { folder, kept, next, left } = await leftAfterOnePage(shop, ticket);
    await damage(kept);
    const history = historyOf(shop.open());
    await expect(allPages(history.pages(ticket, next, { folder }))).rejects.toMatchObject(
      unavailable("HISTORY_FILE_NOT_THERE"),
    );
    expect((await allPages(history.pages(ticket, next, { folder }))).flatMap(idsOf)).toHaveLength(left);
  });

  it("is removed when nobody can need it any more, and only then", async () => {
    const shop = await startShop();
    await shop.place();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    const { folder, kept } = await leftAfterOnePage(shop, ticket);
    const [old, recent, foreign] = ["waybill-shopify-history-old", "waybill-shopify-history-recent", "other"];
    const abandoned = `${kept}.half`;
    for (const path of [old, recent, foreign].map((name) => join(folder, name))) await mkdir(path);
    await mkdir(abandoned);
    await rm(kept, { recursive: true });
    const longAgo = new Date(Date.now() - 9 * 24 * 3_600_000);
    for (const path of [join(folder, old), join(folder, foreign), abandoned])
      await utimes(path, longAgo, longAgo);
    await allPages(history.pages(ticket, null, { folder }));
    expect((await readdir(folder)).sort()).toEqual([foreign, recent]);
  });

  it("says what is wrong with the folder", async () => {
    const shop = await startShop();
    await shop.place();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    const file = join(await scratchFolder(), "no-folder");
    await writeFile(file, "");
    await expect(allPages(history.pages(ticket, null, { folder: file }))).rejects.toMatchObject(
      unavailable("HISTORY_FILES_TROUBLE"),
    );
  });
});
