import { expect, it } from "vitest";
import { lookAhead } from "./look-ahead.ts";

/** Items that tell when they were made; `fails`: which one cannot be. */
function items(count: number, told: string[], fails = Number.NaN): AsyncGenerator<number> {
  return (async function* made() {
    try {
      for (let item = 1; item <= count; item += 1) {
        await Promise.resolve();
        if (item === fails) throw new Error(`item ${item} cannot be made`);
        told.push(`made ${item}`);
        yield item;
      }
    } finally {
      told.push("ended");
    }
  })();
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it("has the next item made while the one before is worked with, and no more than that", async () => {
  const told: string[] = [];
  for await (const item of lookAhead(items(3, told))) {
    told.push(`begun ${item}`);
    await turns();
    told.push(`done ${item}`);
  }
  expect(told).toEqual([
    "made 1",
    "begun 1",
    "made 2",
    "done 1",
    "begun 2",
    "made 3",
    "done 2",
    "begun 3",
    "ended",
    "done 3",
  ]);
});

it("tells of a failure only where the item would have come", async () => {
  const told: string[] = [];
  const work = (async () => {
    for await (const item of lookAhead(items(3, told, 2))) {
      await turns();
      told.push(`done ${item}`);
    }
  })();
  await expect(work).rejects.toThrow("item 2 cannot be made");
  expect(told).toContain("done 1");
});

it("ends what makes the items when nobody wants more of them", async () => {
  const told: string[] = [];
  for await (const item of lookAhead(items(9, told))) if (item === 2) break;
  expect(told).toContain("ended");
  expect(told).not.toContain("made 4");
});
