import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toyCustomer, toySecret } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
});
afterAll(() => toy.stop());

describe("applying a configuration", () => {
  it("names what is changed by it, whatever part of it that is", async () => {
    expect((await toy.apply()).changed).toEqual([]);
    expect((await toy.apply({ connection: { preset: "documented" } })).changed).toEqual([
      "connection toy-cards",
    ]);
    const settings = { one: { a: 1, b: 2 }, two: 2 };
    expect((await toy.apply({ connection: { settings } })).changed).toEqual(["connection toy-cards"]);
    const reordered = { two: 2, one: { b: 2, a: 1 } };
    expect((await toy.apply({ connection: { settings: reordered } })).changed).toEqual([]);
    const other = { name: "toy", domain: "renamed.example", auth: { clientSecret: toySecret } };
    expect((await toy.hub.apply({ stores: [other], connections: [] })).changed).toEqual(["store toy"]);
    expect((await toy.apply()).changed).toEqual(["store toy", "connection toy-cards"]);
    await toy.store.setStoreState("toy", "uninstalled");
    expect((await toy.apply()).changed).toEqual(["store toy"]);
  });
});

describe("a hub whose secret key was lost", () => {
  it("starts, keeps out of work what it cannot open, says why, and takes the configuration again", async () => {
    await toy.restart({ key: randomBytes(32).toString("base64") });
    expect(await toy.deliver("customers/create", toyCustomer("1", "Ann"))).toBe(503);
    expect(await toy.hub.connection("toy-cards")).toMatchObject({
      state: "paused",
      reason: { code: "SECRET_KEY_WRONG" },
    });
    const told = (await toy.hub.doctor()).map(({ about, level, code }) => [about, level, code]);
    expect(told).toEqual([
      ["store toy", "error", "SECRET_KEY_WRONG"],
      ["connection toy-cards", "error", "SECRET_KEY_WRONG"],
    ]);
    await expect(toy.hub.plan("toy-cards", ["customers:1"])).rejects.toMatchObject({
      reason: { code: "SECRET_KEY_WRONG" },
    });
    const other = { name: "other", domain: "other.example", auth: { clientSecret: "other" } };
    const { findings } = await toy.hub.apply({ stores: [other], connections: [] });
    expect(findings.map(({ message }) => /credentials of (\S+)/.exec(message)?.[1])).toEqual([
      "store/toy",
      "connection/toy-cards",
    ]);

    const applied = await toy.apply();
    expect(applied).toEqual({ changed: ["store toy", "connection toy-cards"], findings: [] });
    expect(await toy.deliver("customers/create", toyCustomer("1", "Ann"))).toBe(200);
    await toy.standing("1", "synced");
  });
});
