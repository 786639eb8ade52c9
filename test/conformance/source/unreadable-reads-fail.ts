import assert from "node:assert/strict";
import type { Faults } from "#connectors/kit/emulator/emulator.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { failureOf, longAgo, placeOne, readOne } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

const patienceMs = 100;
const tooLate = "an answer that comes too late";

/** Ways in which an answer comes to nothing. */
const troubles: Readonly<Record<string, Faults>> = {
  "a page in HTML": { body: { kind: "html", rate: 1 } },
  "an empty body": { body: { kind: "empty", rate: 1 } },
  "half a body": { body: { kind: "truncated", rate: 1 } },
  garbage: { body: { kind: "garbage", rate: 1 } },
  "no answer": { answerLost: 1 },
  "a connection that breaks": { requestLost: 1 },
  "no connection": { down: true },
  "status 500": { http500: 1 },
  "status 503 with a page": { status: { code: 503, rate: 1, body: "<html><body>Back soon</body></html>" } },
  [tooLate]: { slowMs: [8 * patienceMs, 8 * patienceMs] },
};

type Call = (system: SourceSystem) => Promise<unknown>;

export const unreadableReadsFail: SourceGuarantee = {
  name: "unreadable-reads-fail",
  says: "Garbage, a page in HTML, an empty, broken or late answer, or none, is never taken for an answer: the call fails as one that may be tried again, and the next one works.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const keys = await placeOne(world);
      const calls: Readonly<Record<string, Call>> = {
        "reading an order": (system) => system.read("orders", [keys.orders.id]),
        "reading a customer": (system) => system.read("customers", [keys.customers.id]),
        "listing orders": (system) => system.changedSince("orders", longAgo, null),
        "listing customers": (system) => system.changedSince("customers", longAgo, null),
        "looking at the shop": (system) => system.probe(),
        "mending subscriptions": (system) => system.ensureSubscriptions("http://127.0.0.1:9/hooks", null),
      };
      for (const [trouble, faults] of Object.entries(troubles)) {
        let isSpoilt = false;
        // Only late answers are given up soon: how long others take is the machine's business.
        const timeoutMs = (): number | undefined =>
          isSpoilt && trouble === tooLate ? patienceMs : undefined;
        const fails = async (system: SourceSystem, call: Call, what: string): Promise<void> => {
          isSpoilt = true;
          world.shop.faults(faults);
          const failure = await failureOf(call(system), what);
          world.shop.faults({});
          isSpoilt = false;
          mayBeTriedAgain(failure, what);
        };
        const { system } = world.open({ timeoutMs });
        // It knows everything that it would ask for besides.
        await system.probe();
        await readOne(system, keys.orders);
        for (const [what, call] of Object.entries(calls)) await fails(system, call, `${what}, ${trouble}`);
        // The first thing that a process asks for is a token.
        const fresh = world.open({ timeoutMs, tokens: emptyVault() }).system;
        await fails(fresh, (opened) => readOne(opened, keys.orders), `signing in, ${trouble}`);
        for (const each of [system, fresh]) await readOne(each, keys.orders);
      }
      await slowIsFine(world, keys.orders);
    }),
};

function mayBeTriedAgain(failure: Error, what: string): void {
  assert.ok(failure instanceof SyncError, `${what}: ${failure.stack ?? String(failure)}`);
  const { errorClass, message } = failure;
  const passing = ["unavailable", "unknown-outcome"];
  assert.ok(passing.includes(errorClass), `${what} is taken for ${errorClass}: ${message}`);
}

/** Slow is not late. */
async function slowIsFine(
  world: ShopWorld,
  order: Awaited<ReturnType<typeof placeOne>>["orders"],
): Promise<void> {
  world.shop.faults({ slowMs: [100, 100] });
  await readOne(world.open().system, order);
  world.shop.faults({});
}

/** A vault that keeps nothing, so that whoever uses it signs in for itself. */
function emptyVault(): NonNullable<Parameters<ShopWorld["open"]>[0]>["tokens"] & object {
  return { load: () => Promise.resolve(null), renew: (renew) => renew(null) };
}
