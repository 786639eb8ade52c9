import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { questionAbout, storyOf, watchCalls } from "#test/support/story.ts";
import { expectNothingPersonal, startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let people = 0;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());
afterEach(() => world.faults("unleashed", {}));

const basket = { lines: [{ sku: "TOTE-01", quantity: 2 }] };

function newPerson() {
  people += 1;
  return {
    firstName: "Barnabas",
    lastName: `Thistledown-${people}`,
    email: `barnabas.thistledown.${people}@mail.example`,
    phone: `+61355502${String(people).padStart(3, "0")}`,
  };
}

const place = () => world.place({ ...basket, customer: newPerson() });
const ordersNamed = async (name: string) =>
  (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === name);
const connection = () => world.hub.connection("acme-unleashed");
const journalOfConnection = () =>
  world.rows<{ code: string; message: string }>(
    `select code, message from waybill.journal where kind is null and connection = 'acme-unleashed' order by id`,
  );
const waitingOrders = async () =>
  (
    await world.rows(
      `select distinct record_id from waybill.inbox where done_at is null and kind = 'orders' and topic = 'orders/create'`,
    )
  ).length;

describe("an account that asks to slow down", () => {
  it.each([
    ["says for how long", { rate: 1, retryAfter: 40 }, "PT41S"],
    ["does not say for how long", 1, "PT3S"],
  ] as const)("and %s is left alone by the whole connection", async (_how, http429, wait) => {
    world.faults("unleashed", { operations: { "POST /Customers/{guid}": { http429, times: 1 } } });
    const first = await place();
    await expect.poll(journalOfConnection, { timeout: 10_000 }).toContainEqual({
      code: "UNLEASHED_THROTTLED",
      message: expect.stringMatching(/slow down \(HTTP 429\)\. Work goes on at /),
    });
    const calls = watchCalls(world, "unleashed");
    const others = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(place));
    if (wait === "PT41S") {
      // They are stored and wait; nobody asks Unleashed whether it has recovered.
      await expect.poll(waitingOrders, { timeout: 10_000 }).toBe(8);
      expect(calls()).toEqual([]);
    }
    await world.advance(wait);
    for (const order of [first, ...others]) {
      await world.arrived(order.name, { step: "PT1M" });
      expect(await ordersNamed(order.name)).toHaveLength(1);
    }
  });

  it("is asked by few calls at once, and no more after each wait, however often it asks", async () => {
    world.faults("unleashed", { http429: { rate: 1, retryAfter: 60 } });
    const calls = watchCalls(world, "unleashed");
    const orders = await Promise.all(Array.from({ length: 12 }, place));
    for (let minute = 1; minute <= 5; minute += 1) {
      await expect.poll(() => calls().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(minute);
      await expect.poll(async () => (await connection()).state, { timeout: 10_000 }).toBe("throttled");
      // No record asks twice before the time is over, and those that had no answer yet do not ask at all.
      expect(calls().length).toBeLessThanOrEqual(minute * 12);
      await world.advance("PT61S");
    }
    world.faults("unleashed", {});
    for (const order of orders) {
      await world.arrived(order.name);
      expect(await ordersNamed(order.name)).toHaveLength(1);
    }
  });
});

it("a hub that is told to stop does not wait until it may call again", async () => {
  const other = await startTroubleWorld();
  try {
    other.faults("unleashed", { http429: { rate: 1, retryAfter: 50 } });
    const orders = await Promise.all([1, 2, 3].map(() => other.place({ ...basket, customer: newPerson() })));
    await expect
      .poll(async () => (await other.hub.connection("acme-unleashed")).state, { timeout: 10_000 })
      .toBe("throttled");
    expect(orders).toHaveLength(3);
  } finally {
    const began = Date.now();
    await other.stop();
    expect(Date.now() - began).toBeLessThan(10_000);
  }
});

describe("an account that refuses the sign-in", () => {
  it("pauses the connection, says what to do, and goes on once somebody resumes it", async () => {
    const before = (await journalOfConnection()).length;
    world.faults("unleashed", { status: { code: 403, rate: 1 } });
    const order = await place();
    await expect.poll(async () => (await connection()).state, { timeout: 10_000 }).toBe("paused");
    expect((await connection()).reason).toMatchObject({
      code: "UNLEASHED_SIGN_IN_REFUSED",
      message: expect.stringMatching(/HTTP 403.*Check apiId and apiKey.*then resume it/),
    });
    const told = (await journalOfConnection()).slice(before);
    expect(told.map(({ code }) => code)).toEqual(["UNLEASHED_SIGN_IN_REFUSED"]);
    expect(told[0]?.message).toMatch(/paused until it is resumed/);

    // What comes meanwhile is stored, and the account is not asked again.
    const calls = watchCalls(world, "unleashed");
    const other = await place();
    await expect.poll(waitingOrders, { timeout: 10_000 }).toBe(1);
    await world.advance("PT4H");
    expect(calls()).toEqual([]);

    world.faults("unleashed", {});
    await world.hub.resume("acme-unleashed");
    for (const { name } of [order, other]) {
      await world.arrived(name);
      expect(await ordersNamed(name)).toHaveLength(1);
    }
    expect((await connection()).state).toBe("running");
  });
});

describe("an account that refuses a document", () => {
  it("is not asked again by itself; once the cause is gone, a person retries it", async () => {
    const person = newPerson();
    world.faults("unleashed", {
      operations: {
        "POST /SalesOrders/{guid}": {
          status: {
            code: 400,
            rate: 1,
            body: JSON.stringify({
              Description: `The delivery contact Barnabas ${person.lastName} (${person.email}, ${person.phone}) is blocked`,
            }),
          },
        },
      },
    });
    const calls = watchCalls(world, "unleashed");
    const order = await world.place({ ...basket, customer: person });
    const refused = await world.standing(order.name, "failed");
    expect(refused.outcome).toMatchObject({ reason: { code: "UNLEASHED_REJECTED" }, retryAt: null });
    expect(refused.outcome.reason.message).toMatch(/HTTP 400.*then retry/);
    await world.advance("P1D");
    await world.quiet();
    const posts = () => calls().filter(({ operation }) => operation === "POST /SalesOrders/{guid}").length;
    expect(posts()).toBe(1);
    expect((await world.standing(order.name, "failed")).attempts).toBe(1);

    world.faults("unleashed", {});
    expect(await world.hub.retry({ cause: "UNLEASHED_REJECTED" })).toBe(1);
    await world.standing(order.name, "synced");
    expect(await ordersNamed(order.name)).toHaveLength(1);
    expect(posts()).toBe(2);
  });

  it("holds up nobody else", async () => {
    world.faults("unleashed", {
      operations: { "POST /SalesOrders/{guid}": { status: { code: 400, rate: 1 }, times: 1 } },
    });
    const refused = await place();
    await world.standing(refused.name, "failed");
    const other = await place();
    await world.standing(other.name, "synced");
    await world.hub.retry({ cause: "UNLEASHED_REJECTED" });
    await world.standing(refused.name, "synced");
  });
});

describe("a document that is no longer there", () => {
  it("is not made again when it is looked at; a person decides", async () => {
    const order = await place();
    await world.arrived(order.name);
    world.faults("unleashed", {
      operations: { "GET /SalesOrders/{guid}": { status: { code: 404, rate: 1 } } },
    });
    const calls = watchCalls(world, "unleashed");
    await world.hub.sync("acme-unleashed", [order.name]);
    const question = await questionAbout(world, order.name);
    expect(question.attention.code).toBe("SALES_ORDER_GONE");
    expect(question.attention.message).toMatch(/no longer in Unleashed.*does not make it again/);
    await world.advance("PT1H");
    await world.quiet();
    expect(calls().filter(({ method }) => method !== "GET")).toEqual([]);

    world.faults("unleashed", {});
    await world.hub.resolve(question.id, "retry", "test");
    await world.standing(order.name, "unchanged");
    expect(await ordersNamed(order.name)).toHaveLength(1);
  });

  it("and was to be changed is told, and not sent again", async () => {
    const person = newPerson();
    const order = await world.place({ ...basket, customer: person });
    await world.arrived(order.name);
    const { customers } = await world.control<{ customers: readonly { id: string; email: string }[] }>(
      "/shopify/acme/dump?only=customers",
    );
    const id =
      customers
        .find(({ email }) => email === person.email)
        ?.id.split("/")
        .at(-1) ?? "";
    world.faults("unleashed", {
      operations: { "POST /Customers/{guid}": { status: { code: 404, rate: 1 } } },
    });
    const calls = watchCalls(world, "unleashed");
    await world.control(`/shopify/acme/customers/${id}/update`, { phone: "+61355502999" });
    const question = await questionAbout(world, `Barnabas ${person.lastName}`);
    expect(question.attention.code).toBe("UNLEASHED_NOT_THERE");
    await world.advance("PT1H");
    await world.quiet();
    expect(calls().filter(({ operation }) => operation === "POST /Customers/{guid}")).toHaveLength(1);
    expect((await storyOf(world, `customers:${id}`)).journal.at(-1)?.code).toBe("UNLEASHED_NOT_THERE");
    world.faults("unleashed", {});
    await world.hub.resolve(question.id, "retry", "test");
    await world.quiet();
    expect((await world.customers()).find(({ Email }) => Email === person.email)).toMatchObject({
      PhoneNumber: "+61355502999",
    });
  });
});

it("a document that says something else when it is read back is put before a person, who may accept it", async () => {
  const person = newPerson();
  world.faults("unleashed", { operations: { "POST /SalesOrders/{guid}": { slowMs: [500, 500] } } });
  const order = await world.place({
    ...basket,
    customer: person,
    note: `For ${person.firstName} ${person.lastName}`,
    shippingAddress: {
      ...person,
      address1: "7 Thistledown Rise",
      city: "Hobart",
      countryCode: "AU",
      email: undefined,
    },
  });
  const [made] = await expect
    .poll(() => ordersNamed(order.name), { timeout: 10_000 })
    .toHaveLength(1)
    .then(() => ordersNamed(order.name));
  await world.control(`/unleashed/salesorders/${made?.Guid ?? ""}/edit`, {
    Comments: "Somebody else's words",
    DeliveryName: "Barnabas Thistledown, round the back",
    Lines: [{ LineNumber: 1, OrderQuantity: 5 }],
  });
  const question = await questionAbout(world, order.name);
  expect(question.attention.code).toBe("READ_BACK_MISMATCH");
  expect(question.attention.message).toMatch(/Comments, DeliveryName/);
  await world.hub.resolve(question.id, "accept", "test");
  await world.standing(order.name, "unchanged");
  expect(await ordersNamed(order.name)).toHaveLength(1);
});

it("none of it tells who bought, or how Waybill signs in", async () => {
  await expectNothingPersonal(world, ["barnabas", "thistledown", "@mail.example", "6135550"]);
});
