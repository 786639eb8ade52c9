import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Facts } from "#connectors/kit/flow.ts";
import type { HttpAnswer, HttpCall, HttpCaller } from "#connectors/kit/http-caller.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import { checkAccount } from "#connectors/unleashed/check.ts";
import { createUnleashedClient, type UnleashedClient } from "#connectors/unleashed/client.ts";
import { customersFlow } from "#connectors/unleashed/flows/customers/customers-flow.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import {
  startOrderAccount,
  type OrderAccount,
} from "#connectors/unleashed/flows/orders/test-account-of-orders.ts";
import { lookUp } from "#connectors/unleashed/look-up.ts";
import { unleashedSettings } from "#connectors/unleashed/settings.ts";
import { testCustomer, testStore } from "#connectors/unleashed/test-client.ts";
import { SyncError } from "#domain/sync-error.ts";
import { mutatedJson } from "#test/support/mutated-json.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { runs } from "#test/support/random-runs.ts";

const settings = unleashedSettings.parse({ orders: { currency: { account: "AUD" } } });
const order = buildOrder({
  lines: [
    { price: "10", quantity: 2 },
    { price: "7.5", sku: "MUG" },
  ],
  shipping: [{ price: "5" }],
});

let account: OrderAccount;
beforeAll(async () => {
  account = await startOrderAccount();
});
afterAll(() => account.stop());

function clientOver(http: HttpCaller): UnleashedClient {
  const credentials = { baseUrl: `${account.host.url}/unleashed`, apiId: "id", apiKey: "key" };
  return createUnleashedClient({ settings, credentials, http, clock: account.clock });
}

/** What is done with an account, from an empty one on. Everything that it says is looked at by the code that decides. */
const lives: Readonly<Record<string, (client: UnleashedClient) => Promise<void>>> = {
  "an order": async (client) => {
    const listed = await lookUp(client, ordersFlow.needs(order, settings), settings.account);
    const facts: Facts = {
      store: testStore,
      occasion: "live",
      connectedAt: "2026-01-01T00:00:00.000Z",
      link: () => ({ externalId: "0d8f4f0e-1111-4111-8111-111111111111", agreed: null }),
      listed: (need) => listed.get(needText(need)) ?? null,
      decision: () => undefined,
    };
    const projection = ordersFlow.project(order, facts, settings);
    if (!projection.made) return;
    const { desired } = projection;
    const query = { externalId: null, reference: desired.guid, desired };
    for (const uncertain of [true, false]) {
      const found = await ordersFlow.find(client, { ...query, uncertain }, settings);
      if (found.verdict === "one") ordersFlow.plan(desired, found.candidate, null, settings);
    }
    const plan = ordersFlow.plan(desired, null, null, settings);
    if (plan.action === "create") await ordersFlow.apply(client, plan, desired.guid, null);
    const stored = await ordersFlow.read(client, desired.guid);
    if (stored === null) return;
    ordersFlow.verify(desired, stored);
    ordersFlow.plan(desired, { externalId: desired.guid, snapshot: stored }, null, settings);
    await ordersFlow.find(client, { ...query, externalId: desired.guid }, settings);
    await client.deletedSalesOrders(0);
  },
  "a customer": async (client) => {
    const projection = customersFlow.project(
      testCustomer(),
      { store: testStore, decision: () => undefined } as unknown as Facts,
      settings,
    );
    if (!projection.made) return;
    const { desired } = projection;
    const query = { externalId: null, reference: desired.guid, desired };
    const met = await customersFlow.find(client, query, settings);
    if (met.verdict !== "one") return;
    const { externalId, snapshot } = met.candidate;
    const plan = customersFlow.plan(desired, met.candidate, null, settings);
    if (plan.action === "update") await customersFlow.apply(client, plan, desired.guid, snapshot);
    const stored = await customersFlow.read(client, externalId);
    if (stored !== null) customersFlow.verify(plan.action === "attention" ? desired : plan.desired, stored);
  },
  "its settings": async (client) => {
    await checkAccount(client, settings, testStore);
  },
};

type Answered = HttpAnswer & { readonly call: string };

/** What the account truly answers to all of it, in order. */
async function answersTo(life: string): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  account.emulator.reset();
  const email = testCustomer().email ?? "";
  account.emulator.seed({ customers: [{ code: "MET", name: "Somebody else", email }] });
  const guid = "0d8f4f0e-1111-4111-8111-111111111111";
  await account.client.postCustomer(guid, { Guid: guid, CustomerCode: "JANE", CustomerName: "Jane" });
  const http = createHttpCaller({
    budget: { take: () => Promise.resolve(() => undefined), throttled: () => Promise.resolve() },
  });
  const recording: HttpCaller = {
    ...http,
    call: async (call) => {
      const answer = await http.call(call);
      answers.push({ ...answer, call: nameOf(call) });
      return answer;
    },
  };
  await lives[life]?.(clientOver(recording));
  return answers;
}

const nameOf = ({ method, url }: HttpCall): string => `${method} ${url}`;

/** Answers as recorded, each call of a name by the next answer to that name; beyond them by the last one. */
function replay(answers: readonly Answered[]): HttpCaller {
  const given = new Map<string, number>();
  return {
    call: (call) => {
      const name = nameOf(call);
      const known = answers.filter((answer) => answer.call === name);
      const turn = given.get(name) ?? 0;
      given.set(name, turn + 1);
      const answer = known[Math.min(turn, known.length - 1)];
      return Promise.resolve(answer ?? { status: 404, headers: {}, text: "{}" });
    },
    throttled: () => Promise.resolve(),
  };
}

describe("an answer of Unleashed with something wrong in it", () => {
  it.each(Object.keys(lives))("is used, or refused in words: %s", async (life) => {
    const answers = await answersTo(life);
    const spoilable = [...answers.keys()].filter((index) => answers[index]?.status === 200);
    expect(spoilable.length).toBeGreaterThan(2);
    const spoilt = fc
      .constantFrom(...spoilable)
      .chain((index) =>
        fc.record({ index: fc.constant(index), answer: mutatedJson(JSON.parse(answers[index]?.text ?? "")) }),
      );
    await fc.assert(
      fc.asyncProperty(spoilt, async ({ index, answer }) => {
        const mixed = answers.map((known, at) => (at === index ? { ...known, text: answer.text } : known));
        try {
          await lives[life]?.(clientOver(replay(mixed)));
        } catch (error) {
          if (!(error instanceof SyncError)) throw error;
          expect(error.reason.code).toMatch(/^[A-Z][A-Z_]+$/);
          expect(error.reason.message).toMatch(/\S/);
        }
      }),
      runs(400),
    );
  });
});
