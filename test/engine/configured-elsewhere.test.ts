import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { toyCustomer, toySecret } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub, type ToyProcess } from "#test/support/toy-hub.ts";

let toy: ToyHub;
let web: ToyProcess;
beforeAll(async () => {
  toy = await startToyHub();
  web = await toy.beside("web");
});
afterAll(async () => {
  await web.stop();
  await toy.stop();
});

function withStores(...stores: readonly (readonly [domain: string, secret: string])[]): Configuration {
  return {
    stores: stores.map(([domain, clientSecret]) => ({
      name: domain.split(".")[0] ?? "",
      domain,
      auth: { clientSecret },
    })),
    connections: [],
  };
}

/** How often a process reads the configuration from now on. */
const readingsOf = ({ store }: ToyProcess) => vi.spyOn(store, "stores");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a process that only takes webhooks", () => {
  it("takes what is signed with a secret that another process was told of", async () => {
    await toy.hub.apply(withStores(["toy.example", "rotated"]));
    const deliver = () =>
      toy.deliver("customers/create", toyCustomer("1", "Ann"), { to: web.hub, secret: "rotated" });
    await expect.poll(deliver, { timeout: 3_000 }).toBe(200);
    const old = toy.deliver("customers/create", toyCustomer("1", "Ann"), { to: web.hub, secret: toySecret });
    expect(await old).toBe(401);
    await toy.hub.apply(withStores(["toy.example", toySecret]));
  });

  it("takes what comes for a store that another process was told of", async () => {
    await toy.hub.apply(withStores(["later.example", "late"]));
    const deliver = () =>
      toy.deliver("customers/create", toyCustomer("2", "Bo"), {
        to: web.hub,
        domain: "later.example",
        secret: "late",
      });
    await expect.poll(deliver, { timeout: 3_000 }).toBe(200);
  });

  it("looks by itself now and then", async () => {
    const readings = readingsOf(web);
    await expect.poll(() => readings.mock.calls.length, { timeout: 8_000, interval: 100 }).toBeGreaterThan(0);
  }, 10_000);
});

describe("deliveries that anybody can send", () => {
  it("do not make a hub read its configuration for each of them", async () => {
    const readings = readingsOf(web);
    const strange = Array.from({ length: 100 }, (_, index) =>
      toy.deliver("customers/create", toyCustomer("3", "Cy"), { to: web.hub, domain: `no-${index}.example` }),
    );
    const forged = Array.from({ length: 100 }, () =>
      toy.deliver("customers/create", toyCustomer("3", "Cy"), { to: web.hub, signature: "forged" }),
    );
    expect(new Set(await Promise.all(strange))).toEqual(new Set([404]));
    expect(new Set(await Promise.all(forged))).toEqual(new Set([401]));
    expect(readings.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it("are not refused for good while the database cannot be asked whether their store is known", async () => {
    const away = readingsOf(web).mockRejectedValue(new StoreAwayError(new Error("away")));
    const deliver = () =>
      toy.deliver("customers/create", toyCustomer("4", "Di"), { to: web.hub, domain: "newest.example" });
    await expect.poll(deliver, { timeout: 3_000 }).toBe(503);
    expect(await deliver()).toBe(503);
    away.mockRestore();
    await expect.poll(deliver, { timeout: 3_000 }).toBe(404);
  });
});
