import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createEmulatorClock } from "./clock.ts";
import { ControlError } from "./control-error.ts";
import type { Emulator, EmulatorControl, EmulatorRequest } from "./emulator.ts";
import { startEmulatorHost } from "./start-emulator-host.ts";
import type { EmulatorHost, EmulatorHostOptions } from "./start-emulator-host.ts";

const hosts: EmulatorHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

function counter(system: string, extra: Partial<Emulator> = {}) {
  const state = { count: 0, closed: false };
  const controls: EmulatorControl[] = [
    {
      method: "POST",
      path: "/count/{id}/set",
      example: { to: 3 },
      run: ({ id }, body) => {
        if (id === "none") throw new ControlError(404, "no counter none");
        state.count = (body as { to?: number }).to ?? 0;
        return { id, count: state.count };
      },
    },
  ];
  const emulator: Emulator = {
    system,
    basePath: `/${system}`,
    credentials: { domain: "acme.example", clientId: "id", clientSecret: "not-a-secret" },
    controls,
    operation: (request) => `${request.method} ${request.path.split("/")[1]}`,
    handle: (request) => {
      if (request.path === "/throws") throw new Error("broken");
      state.count += 1;
      return { status: 200, body: JSON.stringify({ count: state.count, ...echo(request) }) };
    },
    dump: () => ({ counters: [state.count], empty: [] }),
    reset: () => {
      state.count = 0;
    },
    close: async () => {
      state.closed = true;
    },
    ...extra,
  };
  return { emulator, state };
}

const echo = ({ path, query, body }: EmulatorRequest) => ({ path, query, body: body.toString() });

async function start(options: Partial<EmulatorHostOptions> & Pick<EmulatorHostOptions, "emulators">) {
  const host = await startEmulatorHost({ clock: createEmulatorClock(), ...options });
  hosts.push(host);
  return host;
}

const json = async (url: string, init?: RequestInit) => {
  const answer = await fetch(url, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const post = (url: string, body: unknown) => json(url, { method: "POST", body: JSON.stringify(body) });

describe("serving", () => {
  it("gives each emulator the path below its base, still encoded, and the raw query", async () => {
    const host = await start({ emulators: [counter("a").emulator, counter("a/b").emulator] });
    const { body } = await json(`${host.url}/a/b/x%20y/z?q=a+b&c=%2F`, { method: "POST", body: "hello" });
    expect(body).toEqual({ count: 1, path: "/x%20y/z", query: "q=a+b&c=%2F", body: "hello" });
    expect((await json(`${host.url}/a`)).body).toMatchObject({ path: "/" });
    expect((await json(`${host.url}/ab`)).status).toBe(404);
  });

  it("survives garbage, bodies that are too long, and emulators that throw", async () => {
    const host = await start({ emulators: [counter("a").emulator], bodyLimitBytes: 10 });
    await new Promise<void>((resolve) => {
      const socket = connect(host.port, "127.0.0.1", () => socket.write("\u0000\u0001 nonsense\r\n\r\n"));
      socket.on("error", () => undefined);
      socket.resume().on("close", () => resolve());
    });
    expect((await fetch(`${host.url}/a/x`, { method: "POST", body: "12345678901" })).status).toBe(413);
    const broken = await fetch(`${host.url}/a/throws`);
    expect([broken.status, broken.headers.get("x-emulator-defect")]).toEqual([500, "1"]);
    expect((await fetch(`${host.url}/_control/%E0%A4%A`)).status).toBe(404);
    expect((await fetch(`${host.url}/a/x`)).status).toBe(200);
  });

  it("lets a request in flight end when it closes, and ends injected delays", async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const { emulator, state } = counter("a", {
      handle: async () => {
        arrived();
        await gate;
        return { status: 200, body: "{}" };
      },
    });
    const host = await start({ emulators: [emulator] });
    host.setFaults("a", { slowMs: [600_000, 600_000] });
    const answer = fetch(`${host.url}/a/x`);
    await arrival;
    const closing = host.close();
    release();
    expect((await answer).status).toBe(200);
    await closing;
    expect(state.closed).toBe(true);
  });

  it("refuses two emulators in one place", async () => {
    await expect(start({ emulators: [counter("a").emulator, counter("a").emulator] })).rejects.toThrow(
      "two emulators have the system a",
    );
  });
});

describe("controls", () => {
  it("lists systems, stores and controls", async () => {
    const host = await start({ emulators: [counter("shopify/acme").emulator, counter("other").emulator] });
    const { body } = await json(`${host.url}/_control`);
    expect(body["stores"]).toEqual([
      {
        name: "acme",
        domain: "acme.example",
        baseUrl: `${host.url}/shopify/acme`,
        clientId: "id",
        clientSecret: "not-a-secret",
      },
    ]);
    expect(body["systems"]).toMatchObject([
      { name: "shopify/acme" },
      { name: "other", baseUrl: `${host.url}/other` },
    ]);
    const paths = (body["controls"] as { method: string; path: string }[]).map(
      (c) => `${c.method} ${c.path}`,
    );
    expect(paths).toContain("POST /_control/shopify/acme/count/{id}/set");
    expect(paths).toContain("POST /_control/other/faults");
    expect(paths).toContain("POST /_control/clock");
  });

  it("runs an emulator's own control and explains what is wrong", async () => {
    const host = await start({ emulators: [counter("shopify/acme").emulator] });
    const base = `${host.url}/_control/shopify/acme`;
    expect(await post(`${base}/count/a%2Fb/set`, { to: 5 })).toEqual({
      status: 200,
      body: { id: "a/b", count: 5 },
    });
    expect(await post(`${base}/count/none/set`, {})).toEqual({
      status: 404,
      body: { error: "no counter none" },
    });
    expect(await json(`${base}/count/1/set`, { method: "POST", body: "{" })).toMatchObject({ status: 400 });
    expect(await json(`${base}/count/1/set`)).toMatchObject({ status: 404 });
    const unknown = await post(`${base}/faults`, { http5000: 1, seed: 1 });
    expect(unknown.status).toBe(400);
    expect(unknown.body["error"]).toContain("http5000");
    expect((await post(`${base}/faults`, { http500: 2 })).status).toBe(400);
  });

  it("dumps and resets state, log and faults, and keeps counting requests", async () => {
    const host = await start({ emulators: [counter("a").emulator] });
    await fetch(`${host.url}/a/x`);
    expect((await json(`${host.url}/_control/a/dump`)).body).toEqual({ counters: [1], empty: [] });
    expect((await json(`${host.url}/_control/a/dump?only=empty`)).body).toEqual({ empty: [] });
    host.setFaults("a", { http500: 1 });
    await post(`${host.url}/_control/a/reset`, {});
    expect((await json(`${host.url}/_control/a/dump`)).body).toEqual({ counters: [0], empty: [] });
    expect(await json(`${host.url}/_control/a/log`)).toEqual({
      status: 200,
      body: { requests: [], next: 1 },
    });
    expect((await json(`${host.url}/a/x`)).body).toMatchObject({ count: 1 });
    expect(host.requests("a").requests[0]?.number).toBe(2);
  });

  it("moves the clock and tells onAdvance", async () => {
    const clock = createEmulatorClock({ realNow: () => 0 });
    const moved: number[] = [];
    const host = await start({
      emulators: [],
      clock,
      onAdvance: (ms) => void moved.push(ms),
      controls: [{ method: "POST", path: "/life", example: {}, run: (_, body) => ({ life: body }) }],
    });
    expect((await post(`${host.url}/_control/clock`, { advance: "PT1H" })).body).toEqual({
      now: "1970-01-01T01:00:00.000Z",
    });
    expect(moved).toEqual([3_600_000]);
    expect((await post(`${host.url}/_control/clock`, { advance: "an hour" })).status).toBe(400);
    expect((await post(`${host.url}/_control/life`, { a: 1 })).body).toEqual({ life: { a: 1 } });
  });
});

describe("the request log", () => {
  it("shows each request with its answer, from a number on", async () => {
    const host = await start({ emulators: [counter("a").emulator] });
    await fetch(`${host.url}/a/x?y=1`, { method: "POST", body: "one", headers: { "X-Name": "v" } });
    await fetch(`${host.url}/a/z`);
    const all = await json(`${host.url}/_control/a/log`);
    expect(all.body["next"]).toBe(2);
    expect((all.body["requests"] as unknown[])[0]).toMatchObject({
      number: 1,
      method: "POST",
      path: "/a/x?y=1",
      operation: "POST x",
      headers: { "x-name": "v" },
      body: "one",
      status: 200,
      answer: JSON.stringify({ count: 1, path: "/x", query: "y=1", body: "one" }),
      fault: null,
    });
    const rest = await json(`${host.url}/_control/a/log?since=1`);
    expect((rest.body["requests"] as { number: number }[]).map((line) => line.number)).toEqual([2]);
    expect((await json(`${host.url}/_control/a/log?since=x`)).status).toBe(400);
  });

  it("tells what was carried out behind a fault, and what an answer asked to wait", async () => {
    const host = await start({ emulators: [counter("a").emulator] });
    const faults = [
      { http500AfterCommit: 1 },
      { answerLost: 1 },
      { requestLost: 1 },
      { http429: { rate: 1, retryAfter: 7 } },
      {},
    ];
    for (const fault of faults) {
      host.setFaults("a", fault);
      await fetch(`${host.url}/a/x`).catch(() => undefined);
    }
    expect(
      host.requests("a").requests.map(({ status, ownStatus, retryAfter }) => [status, ownStatus, retryAfter]),
    ).toEqual([
      [500, 200, null],
      [null, 200, null],
      [null, null, null],
      [429, null, 7],
      [200, 200, null],
    ]);
  });
});

describe("faults", () => {
  const cut = (url: string) =>
    fetch(url).then(
      () => "answered",
      () => "cut",
    );

  it("loses the answer after, and the request before, carrying it out", async () => {
    const { emulator, state } = counter("a");
    const host = await start({ emulators: [emulator] });
    host.setFaults("a", { answerLost: 1 });
    expect([await cut(`${host.url}/a/x`), state.count]).toEqual(["cut", 1]);
    host.setFaults("a", { requestLost: 1 });
    expect([await cut(`${host.url}/a/x`), state.count]).toEqual(["cut", 1]);
    host.setFaults("a", { down: true });
    expect([await cut(`${host.url}/a/x`), state.count]).toEqual(["cut", 1]);
    const lines = host.requests("a").requests.map(({ status, answer, fault }) => ({ status, answer, fault }));
    expect(lines).toEqual(
      ["answerLost", "requestLost", "down"].map((fault) => ({ status: null, answer: null, fault })),
    );
  });

  it("answers 500 before or after, 429 with Retry-After, any status, and spoilt bodies", async () => {
    const { emulator, state } = counter("a", { faultAnswer: (status) => ({ body: `worded ${status}` }) });
    const host = await start({ emulators: [emulator] });
    const ask = async () => {
      const answer = await fetch(`${host.url}/a/x`);
      return { status: answer.status, text: await answer.text(), wait: answer.headers.get("retry-after") };
    };
    host.setFaults("a", { http500: 1 });
    expect([await ask(), state.count]).toEqual([{ status: 500, text: "worded 500", wait: null }, 0]);
    host.setFaults("a", { http500AfterCommit: 1 });
    expect([(await ask()).status, state.count]).toEqual([500, 1]);
    host.setFaults("a", { http429: { rate: 1, retryAfter: 2 } });
    expect(await ask()).toEqual({ status: 429, text: "worded 429", wait: "2" });
    host.setFaults("a", { status: { code: 418, rate: 1, body: "tea" } });
    expect(await ask()).toEqual({ status: 418, text: "tea", wait: null });
    for (const kind of ["html", "empty", "truncated", "garbage"] as const) {
      host.setFaults("a", { body: { kind, rate: 1 } });
      const { status, text } = await ask();
      expect(status).toBe(200);
      expect(() => JSON.parse(text) as unknown).toThrow();
    }
    expect(state.count).toBe(5);
  });

  it("obeys times and switches of one operation", async () => {
    const host = await start({ emulators: [counter("a").emulator] });
    const statuses = async (paths: string[]) => {
      const found: number[] = [];
      for (const path of paths) found.push((await fetch(`${host.url}/a/${path}`)).status);
      return found;
    };
    host.setFaults("a", { http500: 1, times: 2 });
    expect(await statuses(["x", "x", "x"])).toEqual([500, 500, 200]);
    host.setFaults("a", { http500: 1, operations: { "GET y": { http429: 1, times: 1 } } });
    expect(await statuses(["y", "y", "x"])).toEqual([429, 200, 500]);
    const shown = await json(`${host.url}/_control/a/faults`);
    expect(shown.body["injected"]).toEqual({ http429: 1, http500: 1 });
  });

  it("draws the same faults for the same seed", async () => {
    const host = await start({ emulators: [counter("a").emulator] });
    const row = async (seed: number) => {
      host.setFaults("a", { seed, http500: 0.5 });
      const found: number[] = [];
      for (let i = 0; i < 20; i++) found.push((await fetch(`${host.url}/a/x`)).status);
      return found.join();
    };
    const first = await row(7);
    expect(await row(7)).toBe(first);
    expect(await row(8)).not.toBe(first);
    expect(new Set(first.split(",")).size).toBe(2);
  });
});
