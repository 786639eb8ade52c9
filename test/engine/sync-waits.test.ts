import { afterAll, beforeAll, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
});
afterAll(() => toy.stop());

it("sync waits for what a record waits for, so that the next plan is empty", async () => {
  toy.shop.records.set("1", toyCustomer("1", "One"));
  toy.shop.records.set("2", toyCustomer("2", "After 1"));
  const [record] = await toy.hub.sync("toy-cards", ["customers:2"]);
  expect(record?.outcome.state).toBe("synced");
  const { records } = await toy.hub.plan("toy-cards", ["customers:2"]);
  expect(records.map(({ action }) => action)).toEqual(["none"]);
});

it("sync gives up waiting once the other record is in trouble", async () => {
  toy.shop.records.set("3", toyCustomer("3", "Ask"));
  toy.shop.records.set("4", toyCustomer("4", "After 3"));
  const [record] = await toy.hub.sync("toy-cards", ["customers:4"]);
  expect(record?.outcome.state).toBe("waiting");
});
