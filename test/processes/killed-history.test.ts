/**
 * The hub is killed five times while a history is carried to Patch Retention. `npm test` carries 150 orders; `WAYBILL_HISTORY_ORDERS`
 * sets another number. The moments are drawn from a seed, which is printed; `WAYBILL_TEST_SEED` brings one back.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { afterAll, expect, it } from "vitest";
import type { HttpHub } from "#cli/http-hub.ts";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { RunView } from "#engine/use-cases/hub.ts";
import { startEmulatedSystems, type EmulatedSystems } from "#test/support/emulated-systems.ts";
import {
  createHubFolder,
  endAllHubs,
  freePort,
  startHubProcess,
  type HubFolder,
  type HubProcess,
} from "#test/support/hub-process.ts";
import { confirmSilence, patchSettings, placeOldOrders } from "#test/support/old-orders.ts";
import { eventsOfOrders, patchAccount, type PatchAccount } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";

const wanted = Number(process.env["WAYBILL_HISTORY_ORDERS"] ?? 150);
const seed = Number(process.env["WAYBILL_TEST_SEED"] ?? randomInt(2 ** 31));
const kills = 5;
const connection = "acme-patch";
const patienceMs = 60_000 + wanted * 60;

/** A hub process on an emulated shop with old orders; what has to be ended. */
interface World {
  readonly systems: EmulatedSystems;
  readonly folder: HubFolder;
  readonly environment: Readonly<Record<string, string>>;
}

const worlds: World[] = [];
afterAll(async () => {
  await endAllHubs();
  for (const { systems, folder } of worlds) {
    await folder.remove();
    await systems.host.close();
  }
});

async function openWorld(): Promise<World> {
  const [systems, folder] = await Promise.all([
    startEmulatedSystems({ target: patchTarget() }),
    createHubFolder(),
  ]);
  const environment = { WAYBILL_DATA: folder.path, PORT: String(await freePort()), LOG_LEVEL: "error" };
  const world = { systems, folder, environment };
  worlds.push(world);
  await placeOldOrders(systems.control, wanted);
  return world;
}

async function connect({ systems, folder }: World, hub: HubProcess): Promise<HttpHub> {
  const client = await folder.connect(hub);
  await client.apply(systems.configuration({ settings: patchSettings }));
  await confirmSilence(client, connection);
  return client;
}

/** Asks the hub until it says so; a hub that is gone is waited for. */
async function until(client: HttpHub, id: string, isSo: (run: RunView) => boolean): Promise<RunView> {
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    const run = await client.run(id).catch(() => null);
    if (run !== null && isSo(run)) return run;
    await pause(10);
  }
  throw new Error(`the run did not come to that: ${JSON.stringify(await client.run(id))}`);
}

/** What the account holds, without the ids that it gave and the times at which it was told. */
function endState({ contacts, orders, automationLog }: PatchAccount): unknown {
  const emails = new Map(contacts.map(({ _id, email }) => [_id, email]));
  return {
    contacts: contacts
      .map(({ first_name, last_name, email, phone, loyalty_points }) => [
        email,
        first_name,
        last_name,
        phone,
        loyalty_points,
      ])
      .sort((one, other) => String(one[0]).localeCompare(String(other[0]))),
    orders: orders
      .map(({ order_id, event, contact_id, points, data }) => ({
        order_id,
        event,
        contact: emails.get(contact_id),
        points,
        total: data["total_price"],
      }))
      .sort((one, other) => one.order_id.localeCompare(other.order_id)),
    automationLog,
  };
}

async function carryUndisturbed(): Promise<PatchAccount> {
  const world = await openWorld();
  const hub = await startHubProcess(world.environment);
  const client = await connect(world, hub);
  const run = await client.startBackfill({ connection, entity: "orders", since: null }).catch(async () => {
    const [first] = await client.runs(connection);
    if (first === undefined) throw new Error("no run was started");
    return first;
  });
  expect((await until(client, run.id, ({ state }) => state !== "running")).state).toBe("done");
  await client.close();
  await hub.end("SIGTERM");
  return patchAccount(world.systems);
}

it(
  `${wanted} old orders end as without a kill although the hub is killed ${kills} times (seed ${seed})`,
  async () => {
    process.stdout.write(`killed-history: WAYBILL_TEST_SEED=${seed}\n`);
    const undisturbed = carryUndisturbed();
    const random = createSeededRandom(seed);
    const world = await openWorld();
    let hub = await startHubProcess(world.environment);
    let client = await connect(world, hub);
    const { id } = await client
      .startBackfill({ connection, entity: "orders", since: null })
      .catch(async () => (await client.runs(connection))[0] as RunView);

    let before = { read: 0, settled: 0 };
    for (let kill = 0; kill < kills; kill += 1) {
      // The first comes at once; the others when more was settled, at a drawn moment of what is left.
      const goal = kill === 0 ? 0 : before.settled + Math.ceil((wanted - before.settled) * random() * 0.5);
      const run = await until(
        client,
        id,
        ({ state, progress }) => state !== "running" || (progress?.settled ?? 0) >= goal,
      );
      await pause(random() * 60);
      await hub.end("SIGKILL");
      await client.close();
      hub = await startHubProcess(world.environment);
      client = await world.folder.connect(hub);
      const now = await client.run(id);
      // It never starts from zero.
      expect(now.read).toBeGreaterThanOrEqual(Math.max(before.read, run.read));
      before = { read: now.read, settled: now.progress?.settled ?? before.settled };
    }

    const done = await until(client, id, ({ state }) => state !== "running");
    expect(done).toMatchObject({ state: "done", expected: wanted, read: wanted });
    expect(done.report).toMatchObject({ complete: true, told: { live: 0 } });
    const account = await patchAccount(world.systems);
    expect(account.orders).toHaveLength(wanted);
    expect([...eventsOfOrders(account).values()].flat().map(({ event }) => event)).toEqual(
      Array<string>(wanted).fill("order.finished"),
    );
    expect(account.automationLog).toEqual([]);
    expect(endState(account)).toEqual(endState(await undisturbed));
    // The shop was asked for its history once.
    const { requests } = world.systems.host.requests("shopify/acme");
    expect(
      requests.filter(({ operation }) => operation === "mutation RunBulkQuery").length,
    ).toBeLessThanOrEqual(2);
    expect(hub.errors()).toBe("");
    await client.close();
  },
  2 * patienceMs + 120_000,
);

it(
  "a second start is refused by the command line too, and cancel is quick and can be resumed",
  async () => {
    const world = await openWorld();
    const hub = await startHubProcess(world.environment);
    const client = await connect(world, hub);
    const run = await client
      .startBackfill({ connection, entity: "orders", since: null })
      .catch(async () => (await client.runs(connection))[0] as RunView);
    const second = await waybill(world, ["backfill", connection, "--json"]);
    expect(second.code).toBe(4);
    expect(JSON.parse(second.output)).toMatchObject({
      error: { code: "RUN_UNDER_WAY", detail: { id: run.id, state: "running" } },
    });
    const asked = performance.now();
    const cancelled = await waybill(world, ["cancel", run.id, "--json"]);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(cancelled.code).toBe(0);
    expect((await client.run(run.id)).state).toBe("cancelled");
    expect((await waybill(world, ["resume", run.id, "--json"])).code).toBe(0);
    const done = await until(client, run.id, ({ state }) => state !== "running");
    expect(done.report).toMatchObject({ created: wanted, complete: true });
    expect((await patchAccount(world.systems)).automationLog).toEqual([]);
    await client.close();
  },
  patienceMs + 60_000,
);

async function waybill(
  { environment }: World,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, ["src/app/cli.ts", ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { code: code as number, output };
}
