import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
});
afterAll(() => toy.stop());

const later = "2026-01-02T00:00:00.000Z";

describe("one record on its way", () => {
  it("is written once, read back, and tells its story", async () => {
    expect(await toy.deliver("customers/create", toyCustomer("1", "Ann"))).toBe(200);
    const record = await toy.standing("1", "synced");
    expect(record.outcome.reason.code).toBe("WRITTEN_AND_READ_BACK");
    expect(toy.file.cards.get("card-1")).toEqual({ id: "card-1", name: "Ann" });
    const [story] = await toy.hub.show("customers:1");
    expect(story?.journal.map((line) => line.code)).toEqual([
      "RECEIVED",
      "PLANNED_CREATE",
      "WRITTEN",
      "WRITTEN_AND_READ_BACK",
    ]);
  });

  it("takes the same delivery three times in parallel as one", async () => {
    const body = toyCustomer("2", "Bo");
    const answers = await Promise.all(
      [1, 2, 3].map(() => toy.deliver("customers/create", body, { id: "same" })),
    );
    expect(answers).toEqual([200, 200, 200]);
    await toy.standing("2", "synced");
    expect(toy.file.writes.filter((write) => write.endsWith("card-2"))).toEqual(["create card-2"]);
  });

  it("refuses a wrong signature and an unknown shop", async () => {
    expect(await toy.deliver("customers/create", toyCustomer("3", "Cy"), { signature: "no" })).toBe(401);
    const answer = await toy.hub.receiveWebhook(
      "shopify",
      { "x-shopify-shop-domain": "x.example" },
      Buffer.from("{}"),
    );
    expect(answer.status).toBe(404);
  });

  it("reads the shop again after a first write and writes only what changed", async () => {
    toy.shop.records.set("1", toyCustomer("1", "Anna", later));
    const reads = toy.shop.reads;
    await toy.deliver("customers/update", toyCustomer("1", "Something else", later));
    await expect.poll(() => toy.file.cards.get("card-1")?.name).toBe("Anna");
    expect(toy.shop.reads).toBe(reads + 1);
    await toy.standing("1", "synced");
    expect(toy.file.writes.filter((write) => write.endsWith("card-1"))).toEqual([
      "create card-1",
      "update card-1",
    ]);
  });

  it("processes a record from its body when the store has never known it", async () => {
    await toy.deliver("customers/create", toyCustomer("4", "Di"));
    await toy.standing("4", "synced");
    await toy.deliver("customers/update", toyCustomer("4", "Dido", later));
    await expect.poll(() => toy.file.cards.get("card-4")?.name).toBe("Dido");
  });

  it("leaves out what a rule excludes, with the reason", async () => {
    await toy.deliver("customers/create", toyCustomer("5", "Skip"));
    expect((await toy.standing("5", "skipped")).outcome.reason.code).toBe("TOY_SKIPPED");
  });

  it("waits for a record that has to be there first", async () => {
    await toy.deliver("customers/create", toyCustomer("7", "After 6"));
    await toy.standing("7", "waiting");
    await toy.deliver("customers/create", toyCustomer("6", "Six"));
    await toy.standing("6", "synced");
    await toy.standing("7", "synced");
  });

  it("asks a person, and goes on once the record changes", async () => {
    await toy.deliver("customers/create", toyCustomer("8", "Ask"));
    await toy.standing("8", "attention");
    const [open] = await toy.hub.attention("toy-cards");
    expect(open?.attention.code).toBe("TOY_QUESTION");
    await expect(toy.hub.resolve(open?.id ?? "", "nonsense", "test")).rejects.toMatchObject({
      code: "CHOICE_NOT_OFFERED",
    });
    await toy.hub.pause("toy-cards");
    await expect(toy.hub.resolve(open?.id ?? "", "leave-out", "test")).rejects.toMatchObject({
      status: 409,
      code: "CONNECTION_PAUSED",
    });
    await toy.hub.resume("toy-cards");
    const settled = await toy.hub.resolve(open?.id ?? "", "leave-out", "test");
    expect(settled.outcome.reason.code).toBe("LEFT_OUT_BY_PERSON");
    expect(await toy.hub.attention("toy-cards")).toEqual([]);
  });

  it("keeps an unreadable body with its reason", async () => {
    await toy.deliver("orders/create", "this is not JSON");
    await toy.deliver("customers/create", '{"id":"9", broken');
    expect((await toy.standing("9", "failed")).outcome).toMatchObject({
      reason: { code: "NOT_JSON" },
      retryAt: null,
    });
  });
});
