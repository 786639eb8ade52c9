import { createServer as createPlainServer } from "node:http";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpHub, type HttpHub } from "#cli/http-hub.ts";
import { SyncError } from "#domain/sync-error.ts";
import { UseCaseError, type Hub, type HubEvent } from "#engine/use-cases/hub.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer, toySecret } from "#test/support/toy-connectors.ts";
import { serveHub, signed, type Served, patience } from "./serve-hub.ts";

let toy: ToyHub;
let served: Served;
let far: HttpHub;
const reconnect = { firstWaitMs: 5, longestWaitMs: 20 };
beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
  far = createHttpHub({ url: `${served.url}/`, token: await served.token("owner"), reconnect });
});
afterAll(async () => {
  await far.close();
  await served.close();
  await toy.stop();
});

describe("a hub behind a server answers as the hub itself", () => {
  it("to every question", async () => {
    await toy.deliver("customers/create", toyCustomer("1", "Ann"));
    await toy.standing("1", "synced");
    const [record] = await toy.hub.records({ q: "customers:1" });
    const id = record?.id ?? "";
    const questions: readonly ((hub: Hub) => Promise<unknown>)[] = [
      (hub) => hub.exportConfiguration(),
      (hub) => hub.settingsSchema("cards"),
      (hub) => hub.connections(),
      (hub) => hub.connection("toy-cards"),
      (hub) => hub.doctor(),
      (hub) => hub.doctor("toy-cards"),
      (hub) => hub.records({}),
      (hub) =>
        hub.records({
          connection: "toy-cards",
          kind: "customers",
          q: "customers:1",
          outcome: "synced",
          limit: 5,
        }),
      (hub) => hub.record(id),
      (hub) => hub.record(id, { limit: 2 }),
      (hub) => hub.show("customers:1"),
      (hub) => hub.plan("toy-cards"),
      (hub) => hub.plan("toy-cards", ["customers:1"]),
      (hub) => hub.attention(),
      (hub) => hub.attention("toy-cards"),
      (hub) => hub.attention("toy-cards", { limit: 1, after: "0" }),
      (hub) => hub.runs(),
      (hub) => hub.runs("toy-cards"),
      (hub) => hub.retry({}),
      (hub) => hub.retry({ connection: "toy-cards", cause: "NONE" }),
      (hub) => hub.keys(),
      (hub) => hub.silence("toy-cards"),
      (hub) => hub.probeSilence("toy-cards"),
      (hub) => hub.ready(),
      (hub) => hub.authenticate("wb_unknown"),
    ];
    for (const question of questions)
      expect(await question(far), String(question)).toEqual(await question(toy.hub));
  });

  it("to every refusal, with the details", async () => {
    const configuration = {
      stores: [],
      connections: [
        {
          name: "x",
          store: "no",
          connector: "fax",
          preset: "recommended" as const,
          credentials: {},
          settings: {},
        },
      ],
    };
    const refusals: readonly ((hub: Hub) => Promise<unknown>)[] = [
      (hub) => hub.apply(configuration),
      (hub) => hub.settingsSchema("fax"),
      (hub) => hub.connection("none / such"),
      (hub) => hub.pause("none"),
      (hub) => hub.record(Buffer.from("a\nb\nc").toString("base64url")),
      (hub) => hub.records({ after: Buffer.from("hello").toString("base64url") }),
      (hub) => hub.plan("toy-cards", ["nobody"]),
      (hub) => hub.sync("toy-cards", ["nobody"]),
      (hub) => hub.resolve("999", "accept", "me"),
      (hub) => hub.run("0190c7f2-0000-7000-8000-000000000000"),
      (hub) => hub.silence("none"),
      (hub) => hub.answerSilence("toy-cards", true),
      (hub) => hub.revokeKey("none"),
      (hub) => hub.startBackfill({ connection: "none", entity: "orders", since: null }),
    ];
    for (const refusal of refusals) {
      const [near, distant] = await Promise.all([toy.hub, far].map((hub) => refusalOf(refusal(hub))));
      expect(near?.["name"], String(refusal)).toBe("UseCaseError");
      expect(distant, String(refusal)).toEqual(near);
    }
  });

  it("and does what it is told", async () => {
    await far.pause("toy-cards");
    expect((await toy.hub.connection("toy-cards")).state).toBe("paused");
    // What the run reads waits while the connection is paused, so that the run is not over.
    toy.shop.records.set("40", toyCustomer("40", "Skip", "2026-02-01T00:00:00.000Z"));
    const run = await far.startBackfill({
      connection: "toy-cards",
      entity: "customers",
      since: "2026-01-01T00:00:00.000Z",
    });
    expect(await far.run(run.id)).toMatchObject({ id: run.id, state: "running" });
    await expect(
      far.startBackfill({ connection: "toy-cards", entity: "customers", since: null }),
    ).rejects.toMatchObject({
      status: 409,
      code: "RUN_UNDER_WAY",
      detail: { id: run.id, state: "running" },
    });
    expect((await far.pauseRun(run.id)).state).toBe("paused");
    expect((await far.resumeRun(run.id)).state).toBe("running");
    expect((await far.cancelRun(run.id)).state).toBe("cancelled");
    await far.resume("toy-cards");

    await toy.deliver("customers/create", toyCustomer("2", "Ask"));
    await toy.standing("2", "attention");
    const [open] = await far.attention();
    expect((await far.resolve(open?.id ?? "", "leave-out", "me")).outcome.state).toBe("skipped");

    const [synced] = await far.sync("toy-cards", ["customers:2"]);
    expect(synced?.recordId).toBe("2");

    const applied = await far.apply({
      ...(await far.exportConfiguration()),
      stores: [{ name: "toy", domain: "toy.example", auth: { clientSecret: toySecret } }],
    });
    expect(applied.changed).toEqual([]);

    const { token } = await far.createKey("viewer", "console");
    const known = await far.authenticate(token);
    expect(known).toMatchObject({ role: "viewer" });
    await far.revokeKey(known?.id ?? "");
    expect(await far.authenticate(token)).toBeNull();
    await far.advanceClock?.(1_000);
  });

  it("pages through more records than one answer holds", async () => {
    await toy.database.pool.query(
      `insert into waybill.record_state (connection, kind, record_id, title, outcome, state, touched_at)
       select 'bulk', 'orders', lpad(n::text, 5, '0'), '#' || n, '{"state":"skipped","reason":{"code":"X","message":"x"}}', 'skipped', now()
       from generate_series(1, 1200) n`,
    );
    const found = await far.records({ connection: "bulk", limit: 1_100 });
    expect(new Set(found.map(({ recordId }) => recordId)).size).toBe(1_100);
    expect(await far.records({ connection: "bulk" })).toHaveLength(100);
    const rest = await far.records({ connection: "bulk", limit: 1_000, after: found.at(-1)?.id ?? "" });
    expect(rest).toHaveLength(100);
  });

  it("passes webhooks on byte for byte", async () => {
    const body = Buffer.from(JSON.stringify(toyCustomer("3", "Cÿ")));
    const headers = signed(body, "customers/create", randomUUID());
    expect(await far.receiveWebhook("shopify", headers, body)).toEqual({ status: 200, repeated: false });
    expect(await far.receiveWebhook("shopify", headers, body)).toEqual({ status: 200, repeated: true });
    for (const change of [{ "x-shopify-hmac-sha256": "no" }, { "x-shopify-shop-domain": "other.example" }]) {
      const refused = { ...headers, ...change };
      expect(await far.receiveWebhook("shopify", refused, body)).toEqual(
        await toy.hub.receiveWebhook("shopify", refused, body),
      );
    }
    await expect(far.receiveWebhook("shopify", headers, Buffer.alloc(6_000_000))).rejects.toMatchObject({
      name: "ServerRefusedError",
      status: 413,
    });
  });

  it("carries failures of outside systems as what they are", async () => {
    const failure = new SyncError("unauthorised", {
      code: "SIGN_IN",
      message: "Sign in again.",
      detail: { field: "apiKey" },
    });
    const other = await serveHub({ ...toy.hub, plan: () => Promise.reject(failure) });
    const hub = createHttpHub({ url: other.url, token: await other.token("owner") });
    await expect(hub.plan("toy-cards")).rejects.toMatchObject({
      name: "SyncError",
      errorClass: "unauthorised",
      reason: failure.reason,
    });
    await hub.close();
    await other.close();
  });
});

/** What a refused use case says, as far as callers may rely on it. */
async function refusalOf(work: Promise<unknown>): Promise<Record<string, unknown> | undefined> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UseCaseError) {
      const { name, status, code, message, detail } = error;
      return { name, status, code, message, detail };
    }
    throw error;
  }
  return undefined;
}

describe("its events", () => {
  it("go on after the server was away", async () => {
    const first = await serveHub(toy.hub);
    const { port } = new URL(first.url);
    const hub = createHttpHub({ url: first.url, token: await first.token("viewer"), reconnect });
    const seen: HubEvent[] = [];
    const stop = hub.onEvent((event) => seen.push(event));
    const isOpen = async (server: Served): Promise<boolean> =>
      /^waybill_event_streams 1$/m.test(await (await fetch(`${server.url}/metrics`)).text());
    await expect.poll(() => isOpen(first), patience).toBe(true);
    await toy.deliver("customers/create", toyCustomer("30", "Skip"));
    await expect
      .poll(() => seen.some((event) => event.type === "record" && event.key === "customers:30"), patience)
      .toBe(true);
    await first.close();
    const second = await serveHub(toy.hub, {}, Number(port));
    await expect.poll(() => isOpen(second), patience).toBe(true);
    await toy.deliver("customers/create", toyCustomer("31", "Skip"));
    await expect
      .poll(() => seen.some((event) => event.type === "record" && event.key === "customers:31"), patience)
      .toBe(true);
    stop();
    await expect.poll(() => isOpen(second), patience).toBe(false);
    await hub.close();
    await second.close();
  });
});

describe("an address where no hub is", () => {
  it("is named, with what to do", async () => {
    const gone = await serveHub(toy.hub);
    await gone.close();
    const hub = createHttpHub({ url: gone.url, token: "x" });
    await expect(hub.connections()).rejects.toMatchObject({
      name: "ServerUnreachableError",
      code: "SERVER_UNREACHABLE",
      message: expect.stringMatching(
        new RegExp(`${gone.url}: nothing listens there\\. Start it with .*waybill serve`),
      ) as string,
    });
    await expect(hub.ready()).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
    await hub.close();
  });

  it("that is none, or that something else answers at, is told apart", async () => {
    expect(() => createHttpHub({ url: "127.0.0.1:7420", token: "x" })).toThrow("http://");
    expect(() => createHttpHub({ url: "nonsense", token: "x" })).toThrow("is not an address");
    const other = createPlainServer((_request, response) => response.end("<h1>hello</h1>"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const hub = createHttpHub({ url: `http://user:secret@127.0.0.1:${port}`, token: "x" });
    await expect(hub.connections()).rejects.toMatchObject({ code: "NOT_A_WAYBILL_SERVER" });
    await expect(hub.connections()).rejects.not.toThrow("secret");
    await hub.close();
    other.close();
  });

  it("that hangs up in the middle says that it may have been done", async () => {
    const other = createPlainServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const hub = createHttpHub({ url: `http://127.0.0.1:${port}`, token: "x" });
    await expect(hub.pause("c")).rejects.toMatchObject({
      code: "ANSWER_LOST",
      message: expect.stringContaining("may have been done") as string,
    });
    await hub.close();
    other.close();
  });

  it("that does not know the token says how to get one", async () => {
    const hub = createHttpHub({ url: served.url, token: "wb_wrong" });
    await expect(hub.connections()).rejects.toMatchObject({
      name: "ServerRefusedError",
      status: 401,
      message: expect.stringContaining("keys create") as string,
    });
    await hub.close();
  });
});
