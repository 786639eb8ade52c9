import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hub, WebhookAnswer } from "#engine/use-cases/hub.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { ask, post, type Answer, serveHub, signed, type Served, patience } from "./serve-hub.ts";

let toy: ToyHub;
let served: Served;
beforeAll(async () => {
  toy = await startToyHub();
  served = await serveHub(toy.hub);
});
afterAll(async () => {
  await served.close();
  await toy.stop();
});

const bodyOf = (record: unknown): Buffer => Buffer.from(JSON.stringify(record));

async function stored(id: string): Promise<number> {
  const { rows } = await toy.database.pool.query<{ n: number }>(
    "select count(*)::int as n from waybill.inbox where delivery_id = $1",
    [id],
  );
  return rows[0]?.n ?? 0;
}

describe("a webhook of the shop", () => {
  it("is answered with an empty 200 once it is stored, and is carried over", async () => {
    const body = bodyOf(toyCustomer("1", "Ann"));
    const answer = await post(served.url, body, signed(body, "customers/create", "w-1"));
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(await stored("w-1")).toBe(1);
    await toy.standing("1", "synced");
  });

  it("is one delivery however often it arrives, in parallel too", async () => {
    const body = bodyOf(toyCustomer("2", "Bo"));
    const headers = signed(body, "customers/create", "w-2");
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(served.url, body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ headers }) => headers.get("waybill-repeated") === "true")).toHaveLength(4);
    expect(await stored("w-2")).toBe(1);
    await toy.standing("2", "synced");
    expect(toy.file.writes.filter((write) => write.endsWith("card-2"))).toEqual(["create card-2"]);
  });

  it("is stored for each of many that come at once", async () => {
    const bodies = Array.from({ length: 100 }, (_, index) => bodyOf(toyCustomer(`m${index}`, "Many")));
    const answers = await Promise.all(
      bodies.map((body, index) => post(served.url, body, signed(body, "customers/create", `many-${index}`))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { rows } = await toy.database.pool.query<{ n: number }>(
      "select count(*)::int as n from waybill.inbox where delivery_id like 'many-%'",
    );
    expect(rows[0]?.n).toBe(100);
  });

  it.each([
    ["a wrong signature", { "x-shopify-hmac-sha256": "bm90IGl0" }, 401, "BAD_SIGNATURE"],
    ["no signature", { "x-shopify-hmac-sha256": null }, 401, "BAD_SIGNATURE"],
    ["an unknown store", { "x-shopify-shop-domain": "other.example" }, 404, "UNKNOWN_STORE"],
    ["no store", { "x-shopify-shop-domain": null }, 404, "UNKNOWN_STORE"],
  ])("with %s is refused with a reason and not stored", async (_what, change, status, code) => {
    const body = bodyOf(toyCustomer("3", "Cy"));
    const headers = Object.entries({ ...signed(body, "customers/create", "refused"), ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    const answer = await post(served.url, body, Object.fromEntries(headers));
    expect(answer).toMatchObject({ status, json: { code, status } });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await stored("refused")).toBe(0);
  });

  it("of exactly 5 MiB is taken and one byte more is refused, announced or not", async () => {
    const padded = (length: number): Buffer => {
      const start = Buffer.from('{"id":"big","firstName":"Skip","pad":"');
      return Buffer.concat([start, Buffer.alloc(length - start.length - 2, "x"), Buffer.from('"}')]);
    };
    const limit = 5 * 1024 * 1024;
    const fits = padded(limit);
    expect((await post(served.url, fits, signed(fits, "customers/create", "fits"))).status).toBe(200);
    const over = padded(limit + 1);
    const announced = await post(served.url, over, signed(over, "customers/create", "over"));
    expect(announced).toMatchObject({ status: 413, json: { code: "BODY_TOO_LARGE" } });
    const chunked = await fetch(`${served.url}/webhooks/shopify`, {
      method: "POST",
      headers: signed(over, "customers/create", "over"),
      body: new ReadableStream({
        start: (stream) => {
          stream.enqueue(new Uint8Array(over));
          stream.close();
        },
      }),
      duplex: "half",
    });
    expect(chunked.status).toBe(413);
    expect(await stored("over")).toBe(0);
  });

  it.each(["text/plain", "application/xml; charset=latin1", "no media type at all", "/"])(
    "counts by its bytes, even when it is called %s",
    async (type) => {
      const body = bodyOf(toyCustomer("4", "Di"));
      const answer = await post(served.url, body, { ...signed(body), "content-type": type });
      expect(answer.status).toBe(200);
    },
  );

  it("that is not JSON is stored, and its record says why it failed", async () => {
    const body = Buffer.from('{"id":"9", broken');
    expect((await post(served.url, body, signed(body))).status).toBe(200);
    expect((await toy.standing("9", "failed")).outcome).toMatchObject({
      reason: { code: "NOT_JSON" },
      retryAt: null,
    });
  });

  it("may be empty, or bytes that are no text", async () => {
    const empty = Buffer.alloc(0);
    expect((await post(served.url, empty, signed(empty, "orders/create"))).status).toBe(200);
    const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x22, 0xc3]);
    expect((await post(served.url, bytes, signed(bytes, "orders/create"))).status).toBe(200);
  });

  it("with headers that no shop sends is stored all the same, and holds up nobody beside it", async () => {
    const body = bodyOf(toyCustomer("5", "Skip"));
    const long = Buffer.from(Array.from({ length: 2_050 }, (_, index) => (index * 7919) % 251)).toString(
      "base64",
    );
    const odd = [
      { "x-shopify-webhook-id": long },
      { "x-shopify-webhook-id": "" },
      { "x-shopify-triggered-at": "0000-01-01T00:00:00Z" },
      { "x-shopify-triggered-at": "+275760-09-13T00:00:00Z" },
      { "x-shopify-topic": long },
    ];
    const answers = await Promise.all(
      [...odd, {}, {}].map((change) => post(served.url, body, { ...signed(body), ...change })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
  });

  it("that breaks off is not stored and does not disturb others", async () => {
    const { port } = new URL(served.url);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write("POST /webhooks/shopify HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
        socket.destroy();
      });
      socket.on("close", () => resolve());
      socket.on("error", reject);
    });
    const body = bodyOf(toyCustomer("5", "Eve"));
    expect((await post(served.url, body, signed(body))).status).toBe(200);
  });
});

describe("the time that webhooks took", () => {
  it("counts from their arrival to their answer, whatever that was", async () => {
    const slow = await serveHub({
      ...toy.hub,
      receiveWebhook: async () => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { status: 200, repeated: false };
      },
    });
    const body = bodyOf(toyCustomer("7", "Gus"));
    await Promise.all([post(slow.url, body, signed(body)), post(slow.url, body, signed(body))]);
    const over = Buffer.alloc(5 * 1024 * 1024 + 1, "x");
    expect((await post(slow.url, over, signed(over))).status).toBe(413);
    await ask(`${slow.url}/webhooks/unleashed/acme-unleashed`, { method: "POST", body: "{}" });
    const { text } = await ask(`${slow.url}/metrics`);
    const figure = (name: string): number =>
      Number(new RegExp(`^waybill_webhook_seconds_${name} (.+)$`, "m").exec(text)?.[1]);
    expect(figure("count")).toBe(4);
    expect(figure("sum")).toBeGreaterThan(0.055);
    expect(figure("sum")).toBeLessThan(patience.timeout / 1_000);
    await slow.close();
  });
});

describe("a webhook of a back office", () => {
  it("is refused with a reason, since no connector takes any", async () => {
    const answer = await ask(`${served.url}/webhooks/unleashed/acme-unleashed`, {
      method: "POST",
      body: "{}",
    });
    expect(answer).toMatchObject({ status: 404, json: { code: "WEBHOOK_NOT_TAKEN" } });
  });
});

describe("while the database is away", () => {
  const withReceive = (receiveWebhook: Hub["receiveWebhook"]): Hub => ({ ...toy.hub, receiveWebhook });
  const body = bodyOf(toyCustomer("6", "Flo"));

  it("answers 503 with Retry-After and acknowledges nothing", async () => {
    const broken = await startToyHub();
    const other = await serveHub(broken.hub);
    await broken.database.pool.query("alter table waybill.inbox rename to inbox_away");
    const answer = await post(other.url, body, signed(body, "customers/create", "away"));
    expect(answer).toMatchObject({ status: 503, json: { code: "CANNOT_STORE" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    await broken.database.pool.query("alter table waybill.inbox_away rename to inbox");
    expect((await post(other.url, body, signed(body, "customers/create", "away"))).status).toBe(200);
    await other.close();
    await broken.stop();
  });

  it("answers 503 before the shop loses patience when the database only hangs", async () => {
    let store: ((answer: WebhookAnswer) => void) | undefined;
    const hanging = await serveHub(
      withReceive(() => new Promise((resolve) => void (store = resolve))),
      { webhookDeadlineMs: 20 },
    );
    const answer = await post(hanging.url, body, signed(body));
    expect(answer).toMatchObject({ status: 503, json: { code: "NOT_STORED_IN_TIME" } });
    expect(answer.headers.get("retry-after")).toBe("5");
    store?.({ status: 200, repeated: false });
    await hanging.close();
  });

  it("keeps no more bodies waiting than fit in memory", async () => {
    const waiting: ((answer: WebhookAnswer) => void)[] = [];
    const hanging = await serveHub(withReceive(() => new Promise((resolve) => void waiting.push(resolve))));
    const large = Buffer.alloc(5 * 1024 * 1024, "x");
    const answers: Answer[] = [];
    const pending = Array.from({ length: 14 }, async () => {
      const answer = await post(hanging.url, large, signed(large));
      answers.push(answer);
      return answer;
    });
    await expect.poll(() => [waiting.length, answers.length], { timeout: 10_000 }).toEqual([12, 2]);
    for (const refused of answers)
      expect(refused).toMatchObject({ status: 503, json: { code: "TOO_MUCH_WAITING" } });
    for (const settle of waiting) settle({ status: 200, repeated: false });
    const statuses = (await Promise.all(pending)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(12);
    const later = post(hanging.url, large, signed(large));
    await expect.poll(() => waiting.length, patience).toBe(13);
    waiting.at(-1)?.({ status: 200, repeated: false });
    expect((await later).status).toBe(200);
    await hanging.close();
  });

  it("answers 500 without details when the intake itself breaks, and logs why", async () => {
    const defect = await serveHub(withReceive(() => Promise.reject(new Error("secret detail"))));
    const answer = await post(defect.url, body, signed(body));
    expect(answer).toMatchObject({ status: 500, json: { code: "INTERNAL_DEFECT" } });
    expect(answer.text).not.toContain("secret detail");
    expect(defect.log.some(({ level }) => level === "error")).toBe(true);
    await defect.close();
  });
});
