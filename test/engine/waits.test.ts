import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";

let toy: ToyHub;
let ahead = 0;
beforeAll(async () => {
  toy = await startToyHub();
});
afterAll(() => toy.stop());

const advance = (ms: number): Promise<void> => {
  ahead += ms;
  return toy.advance(ms);
};
const stateOf = async (): Promise<string> => (await toy.hub.connection("toy-cards")).state;
const toldOf = async (code: string): Promise<readonly string[]> => {
  const { rows } = await toy.database.pool.query<{ message: string }>(
    `select message from waybill.journal where code = $1 and kind is null order by id`,
    [code],
  );
  return rows.map(({ message }) => message);
};

describe("a connection that the other side asked to wait", () => {
  it("waits as long as the longest of the answers asked for, and says so", async () => {
    toy.file.faults.push({ throttledMs: 1_000 }, { throttledMs: 60_000 });
    const longest = Date.now() + ahead + 60_000;
    await Promise.all(
      ["1", "2"].map((id) => toy.deliver("customers/create", toyCustomer(id, `Customer ${id}`))),
    );
    await expect.poll(() => toy.file.faults.length).toBe(0);
    const isTold = async (): Promise<boolean> =>
      (await toldOf("TOO_FAST")).some((text) => {
        const until = Date.parse(/goes on at (.*)\.$/.exec(text)?.[1] ?? "");
        return until >= longest && until < longest + 30_000;
      });
    await expect.poll(isTold).toBe(true);
    await advance(2_000);
    expect(await stateOf()).toBe("throttled");
    await advance(60_000);
    await toy.standing("1", "synced");
    await toy.standing("2", "synced");
    expect(await stateOf()).toBe("running");
  });

  it("goes on as soon as the wait is over, whichever process was told to wait", async () => {
    await toy.store.setThrottled("toy-cards", new Date(Date.now() + ahead + 1_000).toISOString());
    await advance(1);
    const begun = performance.now();
    await toy.deliver("customers/create", toyCustomer("3", "Cy"));
    await toy.standing("3", "synced");
    expect(performance.now() - begun).toBeLessThan(4_000);
  });
});

it("a shop that uninstalls the app while the database is away ends no hub", async () => {
  toy.shop.isAway = true;
  const away = vi.spyOn(toy.store, "stores").mockRejectedValue(new StoreAwayError(new Error("away")));
  expect(await toy.deliver("app/uninstalled", {})).toBe(200);
  await expect.poll(() => toldOf("APP_UNINSTALLED"), { timeout: 5_000 }).toHaveLength(1);
  away.mockRestore();
  await expect.poll(stateOf, { timeout: 8_000 }).toBe("store-unavailable");
}, 15_000);
